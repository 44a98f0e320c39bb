"""Opening an investigation, and who joins it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.investigations import queries, rules
from portal.investigations.finding import index
from portal.investigations.models import Investigation, InvestigationIrritant
from portal.investigations.words import InvestigationRole
from portal.irritants import actions as irritants, queries as irritant_queries
from portal.irritants.models import Irritant
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.notices import actions as notices
from portal.people import actions as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.web.filters import day_told

_ROLES = {
    InvestigationRole.INTRAPRENEUR: Role.TEAM,
    InvestigationRole.MEMBER: Role.TEAM,
    InvestigationRole.COACH: Role.COACH,
}


@dataclass(frozen=True, slots=True)
class Engagement:
    """Who sponsors, and the three points they engage upon. `person` when they have an account."""

    name: str
    title: str = ""
    organisation: str = ""
    person: Person | None = None
    understands: bool = False
    accepts_stop: bool = False
    protects: bool = False


def open_(
    session: Session,
    actor: Actor,
    *,
    incubator_ref: str,
    irritant_refs: list[str],
    title: str,
    question: str,
    engagement: Engagement,
    intrapreneur: Person,
    days_tenths: int,
    planned_end_on: date,
    now: datetime,
    coach: Person | None = None,
) -> Investigation:
    """Take selected irritants of one incubator into an investigation, and tell who waits.

    Raises Refused when a rule says no; each irritant is locked before its state is read.
    """
    today = paris_day(now)
    made = Investigation(
        ref=new_ref("inv"),
        title=title,
        question=question,
        incubator_ref=incubator_ref,
        sponsor_id=engagement.person.id if engagement.person else None,
        sponsor_name=engagement.name,
        sponsor_title=engagement.title,
        sponsor_organisation=engagement.organisation,
        understands=engagement.understands,
        accepts_stop=engagement.accepts_stop,
        protects=engagement.protects,
        engaged_on=today,
        days_tenths=days_tenths,
        started_on=today,
        planned_end_on=planned_end_on,
        opened_by_id=actor.person_id,
        made_at=now,
    )
    policy.require(actor, Act.INVESTIGATION_OPEN, made)
    chosen = _locked(session, irritant_refs)
    rules.check_open(_opening(made, chosen))
    rules.check_same_incubator(incubator_ref, [one.incubator_ref for one in chosen])
    rules.check_people(actor.person_id, intrapreneur, coach, engagement.person)
    session.add(made)
    session.flush()
    _take_in(session, actor, made, chosen, now)
    _staff(session, actor, made, intrapreneur, coach, engagement.person, now)
    index(session, made)
    _tell_opening(session, made, chosen, now)
    return made


def _take_in(session, actor: Actor, made: Investigation, chosen: list[Irritant], now) -> None:
    for irritant in chosen:
        session.add(InvestigationIrritant(investigation_id=made.id, irritant_ref=irritant.ref))
        irritants.begin_investigation(session, actor, irritant, investigation_ref=made.ref, now=now)
    after = {"irritants": [one.ref for one in chosen], "until": made.planned_end_on}
    journal.record(session, actor, Act.INVESTIGATION_OPEN, made, now=now, after=after)


def _staff(session, actor: Actor, made, intrapreneur, coach, sponsor, now: datetime) -> None:
    _appoint(session, actor, made, intrapreneur, InvestigationRole.INTRAPRENEUR, now)
    if coach is not None:
        _appoint(session, actor, made, coach, InvestigationRole.COACH, now)
    if sponsor is not None:
        _sponsor(session, actor, made, sponsor, now)


def add_member(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    person: Person,
    *,
    role: InvestigationRole,
    now: datetime,
) -> Mandate:
    """Let somebody join the team, from today. Raises Forbidden for oneself."""
    queries.lock(session, investigation)
    policy.require(actor, Act.INVESTIGATION_TEAM, investigation)
    rules.check_log(investigation.state)
    return _appoint(session, actor, investigation, person, role, now, act=Act.INVESTIGATION_TEAM)


def _locked(session: Session, refs: list[str]) -> list[Irritant]:
    found = irritant_queries.of_refs(session, list(dict.fromkeys(refs)))
    # Always in the same order, so that two officers cannot wait for each other.
    for irritant in sorted(found, key=lambda one: one.id):
        irritant_queries.lock(session, irritant)
    return found


def _opening(made: Investigation, chosen: list[Irritant]) -> rules.Opening:
    return rules.Opening(
        question=made.question,
        irritant_states=tuple(one.state for one in chosen),
        sponsor_ref=str(made.sponsor_id or made.sponsor_name),
        understands=made.understands,
        accepts_stop=made.accepts_stop,
        protects=made.protects,
        days_per_week=made.days_per_week,
        started_on=made.started_on,
        planned_end_on=made.planned_end_on,
    )


def _appoint(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    person: Person,
    role: InvestigationRole,
    now: datetime,
    act: Act = Act.INVESTIGATION_OPEN,
) -> Mandate:
    given = people.appoint(
        session,
        actor,
        person,
        _ROLES[role],
        investigation.ref,
        now=now,
        starts_on=paris_day(now),
        quality=role.value,
        act=act,
        thing=investigation,
    )
    notices.tell(
        session,
        [person],
        event=f"team:{investigation.ref}:{given.id}",
        kind="team",
        subject_ref=investigation.ref,
        title=_l("Vous entrez dans l’investigation « %(title)s »", title=investigation.title),
        body=_l(
            "Vous y êtes %(role)s. Les lignes du journal de bord et les hypothèses s’écrivent sur sa page.",
            role=role.label,
        ),
        path=f"/investigations/{investigation.ref}",
        now=now,
    )
    return given


def _sponsor(session, actor: Actor, investigation, person: Person, now: datetime) -> None:
    people.appoint(
        session,
        actor,
        person,
        Role.SPONSOR,
        investigation.ref,
        now=now,
        starts_on=paris_day(now),
        act=Act.INVESTIGATION_OPEN,
        thing=investigation,
    )


def _tell_opening(session, investigation, chosen: list[Irritant], now: datetime) -> None:
    notices.tell(
        session,
        irritant_queries.audience(session, chosen, paris_day(now)),
        event=f"investigating:{investigation.ref}",
        kind="irritant.investigating",
        subject_ref=investigation.ref,
        title=_l("Une investigation commence : « %(title)s »", title=investigation.title),
        body=_l(
            "Un irritant que vous suivez est pris en investigation. Une petite équipe va chercher à "
            "comprendre le problème, d’ici le %(end)s, puis un comité décidera de la suite. "
            "Vous serez prévenu de sa réponse.",
            end=day_told(investigation.planned_end_on),
        ),
        path=f"/investigations/{investigation.ref}",
        now=now,
    )
