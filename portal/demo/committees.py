"""The committees of the Forge: their founding, their seats, and who stands for a member."""

from datetime import timedelta

from portal.committees import actions, queries, substitutes
from portal.committees.words import College, CommitteeKind, CommitteeMode
from portal.demo.stage import Stage, Story
from portal.policy import Role

FOUNDED, NAMED, AD_HOC = -400, -60, -5
# Long enough for whoever tries the demonstration to vote.
VOTE_MINUTES = 240
NAME = "Comité d’investissement de la Forge"

_SEATS = (
    ("presidente", Role.CHAIR, "cheffe du service de l’innovation", College.INCUBATOR),
    ("membre", Role.DEPUTY, "sous-directrice du budget", College.SPONSORS),
    ("membre2", Role.SEAT, "directeur des usages", College.SPONSORS),
    ("membre3", Role.SEAT, "représentante des préfectures", College.PROGRAMME),
    ("programme", Role.SEAT, "direction du programme", None),
    ("secretaire", Role.SECRETARY, "secrétariat", None),
)


def founding(stage: Stage) -> Story:
    """The director founds the committee, gives its seats, then names who stands for a member."""
    yield stage.at(FOUNDED, 10)
    told = {"name": NAME, "vote_minutes": VOTE_MINUTES}
    committee = stage.do("directrice", actions.found, stage.things["forge"], **told)
    stage.things["committee"] = committee
    for who, role, quality, college in _SEATS:
        seat = {"role": role, "quality": quality, "voting": college is not None}
        seat |= {"college": college, "starts_on": stage.day(FOUNDED)}
        stage.do("directrice", actions.seat, committee, stage.people[who], **seat)
    told |= {"mode": CommitteeMode.COLLEGIAL_VOTE, "college_quorum": True}
    stage.do("directrice", actions.configure, committee, **told)
    yield stage.at(NAMED, 11)
    _substitute(stage)
    yield stage.at(AD_HOC, 15)
    _ad_hoc(stage)


def _substitute(stage: Stage) -> None:
    committee, day = stage.things["committee"], stage.day(NAMED)
    seats = queries.seats(stage.session, committee, day)
    held = next(seat for seat in seats if seat.person_id == stage.people["membre2"].id)
    told = {"starts_on": day, "ends_on": None, "motive": "Le siège est de droit à l’Agence."}
    person = stage.people["amandine"]
    stage.do("directrice", substitutes.name_substitute, committee, held, person, **told)


def _ad_hoc(stage: Stage) -> None:
    told = {
        "name": "Comité du repreneur",
        "vote_minutes": VOTE_MINUTES,
        "kind": CommitteeKind.AD_HOC,
        "purpose": "Choisir qui reprendra le standard des trajets solidaires.",
        "ends_on": stage.day(AD_HOC) + timedelta(days=120),
        "most_sittings": 2,
    }
    committee = stage.do("directrice", actions.found, stage.things["forge"], **told)
    for who, role, quality, college in _SEATS:
        if role in (Role.CHAIR, Role.DEPUTY, Role.SECRETARY):
            seat = {"role": role, "quality": quality, "voting": college is not None}
            day = stage.day(AD_HOC)
            stage.do(
                "directrice", actions.seat, committee, stage.people[who], starts_on=day, **seat
            )
