"""The committee of the Forge: its founding and its seats."""

from portal.committees import actions
from portal.demo.stage import Stage, Story
from portal.policy import Role

FOUNDED = -400
# Long enough for whoever tries the demonstration to vote.
VOTE_MINUTES = 240

_SEATS = (
    ("presidente", Role.CHAIR, "cheffe du service de l’innovation", True),
    ("membre", Role.DEPUTY, "sous-directrice du budget", True),
    ("membre2", Role.SEAT, "directeur des usages", True),
    ("membre3", Role.SEAT, "représentante des préfectures", True),
    ("programme", Role.SEAT, "direction du programme", False),
    ("secretaire", Role.SECRETARY, "secrétariat", False),
)


def founding(stage: Stage) -> Story:
    """The director founds the committee, and gives its seats."""
    yield stage.at(FOUNDED, 10)
    told = {"name": "Comité d’investissement de la Forge", "vote_minutes": VOTE_MINUTES}
    committee = stage.do("directrice", actions.found, stage.things["forge"], **told)
    stage.things["committee"] = committee
    for who, role, quality, voting in _SEATS:
        seat = {"role": role, "quality": quality, "voting": voting, "starts_on": stage.day(FOUNDED)}
        stage.do("directrice", actions.seat, committee, stage.people[who], **seat)
