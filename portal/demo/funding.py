"""The money of two decisions: one confirmed and bought, one that waits for its second sponsor."""

from sqlalchemy import select

from portal.committees import decision_queries, funding_actions, funding_queries, purchase_actions
from portal.committees.decision_models import Decision
from portal.committees.funding_rules import Said
from portal.committees.words import LineState
from portal.demo.stage import Stage, Story
from portal.organisations.models import Organisation
from portal.policy import Role
from portal.startups import queries as startups, sponsoring

TRAJETS, TITRES = "pnt-trajets", "pnt-titres"
_SPONSORS = {"sponsor": "prefecture-haut-vernois", "loic": "agence-parcours-vie"}


def stories(stage: Stage) -> list[Story]:
    """Who answers for whom, then what each says."""
    return [_tied(stage), _bought(stage), _half(stage)]


def _body(stage: Stage, slug: str) -> Organisation:
    return stage.session.scalars(select(Organisation).where(Organisation.source_id == slug)).one()


def _tied(stage: Stage) -> Story:
    yield stage.at(-94, 9)
    startup = stage.things["trajets-solidaires"]
    bodies = {stage.people[who].id: _body(stage, slug) for who, slug in _SPONSORS.items()}
    for mandate in startups.mandates(stage.session, startup.ref):
        if mandate.role is Role.SPONSOR:
            body = bodies[mandate.person_id]
            stage.do("directrice", sponsoring.tie, startup, mandate, body.ref)


def _bought(stage: Stage) -> Story:
    """Born with no known sponsor: the director names it, it confirms, purchasing has the note."""
    yield stage.at(-129, 9)
    decision = _decision(stage, TITRES)
    told = {"asked": decision.amount}
    body = _body(stage, _SPONSORS["sponsor"])
    stage.do("directrice", funding_actions.name_sponsor, decision.ref, body, **told)
    yield stage.at(-127, 16)
    _confirm(stage, "sponsor", decision, "0354-06, PREF-NUM-12")
    yield stage.at(-127, 17)
    sent_to = "Bureau des achats de la préfecture"
    stage.do("directrice", purchase_actions.mark, decision.ref, sent_to=sent_to)


def _half(stage: Stage) -> Story:
    yield stage.at(-7, 11)
    _confirm(stage, "sponsor", _decision(stage, TRAJETS), "0354-06, PREF-NUM-12")


def _decision(stage: Stage, name: str) -> Decision:
    return decision_queries.decision_of(stage.session, stage.item(name))


def _confirm(stage: Stage, who: str, decision: Decision, imputation: str) -> None:
    found = funding_queries.funded(stage.session, decision.ref, stage.now.date())
    line = next(one for one in found.lines if stage.people[who].id in one.speaker_ids)
    said = Said(LineState.CONFIRMED, line.asked, imputation, "")
    stage.do(who, funding_actions.say, decision.ref, line.ref, said, version=line.version)
