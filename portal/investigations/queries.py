"""Named reads of investigations."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import policy
from portal.investigations import rules
from portal.investigations.models import (
    Hypothesis,
    Investigation,
    InvestigationIrritant,
    LogEntry,
)
from portal.investigations.words import EntryKind, InvestigationOutcome, InvestigationState
from portal.irritants import coauthor_queries, family, queries as irritants
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.search import queries as search

TEAM_ROLES = (Role.TEAM, Role.COACH, Role.SPONSOR)


@dataclass(frozen=True)
class Wanted:
    """What a list was asked for."""

    words: str = ""
    state: InvestigationState | None = None
    outcome: InvestigationOutcome | None = None
    incubator_ref: str = ""
    mine: bool = False


def by_ref(session: Session, ref: str) -> Investigation:
    """The investigation, or Missing."""
    query = select(Investigation).where(Investigation.ref == ref)
    found = session.scalars(
        query.options(joinedload(Investigation.incubator), selectinload(Investigation.hypotheses))
    ).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, investigation: Investigation) -> None:
    """Hold the row until the end of the transaction, and read again what it says."""
    session.flush()
    wanted = select(Investigation.id).where(Investigation.id == investigation.id)
    session.execute(wanted.with_for_update())
    session.refresh(investigation)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Every agent and auditor reads every investigation; `Act.INVESTIGATION_VIEW`, in SQL."""
    return true() if policy.may(actor, Act.INVESTIGATION_VIEW) else false()


def listing(
    session: Session,
    actor: Actor,
    wanted: Wanted = Wanted(),
) -> Select[tuple[Investigation]]:
    """Those under way by planned end, then the closed ones, newest first."""
    query = (
        select(Investigation)
        .where(visible_to(actor))
        .options(joinedload(Investigation.incubator), selectinload(Investigation.links))
    )
    for condition in _conditions(session, actor, wanted):
        query = query.where(condition)
    is_closed = Investigation.state == InvestigationState.CLOSED
    return query.order_by(
        is_closed, Investigation.closed_on.desc(), Investigation.planned_end_on, Investigation.id
    )


def _conditions(session: Session, actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.state:
        found.append(Investigation.state == wanted.state)
    if wanted.outcome:
        found.append(Investigation.outcome == wanted.outcome)
    if wanted.incubator_ref:
        found.append(Investigation.incubator_ref == wanted.incubator_ref)
    if wanted.mine:
        found.append(concerns(actor))
    refs = search.matching(session, "investigation", wanted.words) if wanted.words else None
    if refs is not None:
        found.append(Investigation.ref.in_(refs))
    return found


def concerns(actor: Actor) -> ColumnElement[bool]:
    """In its team, its coach or sponsor, or of the incubator that carries it."""
    return or_(
        Investigation.ref.in_(actor.scopes(*TEAM_ROLES)),
        Investigation.incubator_ref.in_(actor.scopes(Role.DIRECTOR, Role.OFFICER)),
    )


def irritants_of(session: Session, investigation: Investigation) -> list[Irritant]:
    """The irritants behind it, by deposit. The caller leaves out those that may not be seen."""
    return irritants.of_refs(session, _refs(session, investigation))


def _refs(session: Session, investigation: Investigation) -> list[str]:
    query = select(InvestigationIrritant.irritant_ref).where(
        InvestigationIrritant.investigation_id == investigation.id
    )
    return list(session.scalars(query))


def author_ids(session: Session, investigation: Investigation) -> list[int]:
    """Who told the irritants behind it, those merged into them too: recused from its vote, and never named for that."""
    behind = (InvestigationIrritant, InvestigationIrritant.irritant_ref == Irritant.ref)
    here = InvestigationIrritant.investigation_id == investigation.id
    ids = list(session.scalars(select(Irritant.id).join(*behind).where(here)))
    alone = select(Irritant.author_id).where(family.of(ids))
    together = coauthor_queries.telling(family.ids(ids))
    return sorted({*session.scalars(alone), *session.scalars(together)})


def audience(session: Session, investigation: Investigation, today: date) -> list[Person]:
    """Who told, supports or follows the irritants behind it, each once."""
    return irritants.audience(session, irritants_of(session, investigation), today)


def team(session: Session, investigation: Investigation, today: date) -> list[Mandate]:
    """Mandates of the team, the coach and the sponsor in force that day."""
    return people.mandates_on(session, investigation.ref, today, *TEAM_ROLES)


def team_of(session: Session, investigation: Investigation, today: date) -> dict[Role, list[int]]:
    """Person ids by role (team, coach, sponsor) that day."""
    found: dict[Role, list[int]] = {role: [] for role in TEAM_ROLES}
    for mandate in team(session, investigation, today):
        found[mandate.role].append(mandate.person_id)
    return found


def entries_of(session: Session, investigation: Investigation) -> list[LogEntry]:
    """The logbook, newest day first."""
    query = select(LogEntry).where(LogEntry.investigation_id == investigation.id)
    query = query.options(joinedload(LogEntry.author))
    return list(session.scalars(query.order_by(LogEntry.on.desc(), LogEntry.id.desc())))


def hypothesis(session: Session, investigation: Investigation, ref: str) -> Hypothesis:
    """One hypothesis of this investigation, or Missing."""
    query = select(Hypothesis).where(
        Hypothesis.investigation_id == investigation.id, Hypothesis.ref == ref
    )
    # Read anew: the caller compares versions once it holds the lock.
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def interviews(session: Session, investigation_ids: list[int]) -> dict[int, int]:
    """How many people each of these investigations has met in interviews, in one query."""
    query = (
        select(LogEntry.investigation_id, func.sum(func.coalesce(LogEntry.persons, 1)))
        .where(
            LogEntry.investigation_id.in_(investigation_ids), LogEntry.kind == EntryKind.INTERVIEW
        )
        .group_by(LogEntry.investigation_id)
    )
    counted = {row[0]: int(row[1]) for row in session.execute(query)}
    return {one: counted.get(one, 0) for one in investigation_ids}


def missing(session: Session, investigation: Investigation) -> list[str]:
    """What remains before the committee, as sentences."""
    return rules.missing_before_committee(
        report=investigation.report,
        interviews=interviews(session, [investigation.id])[investigation.id],
        hypotheses=[one.state for one in investigation.hypotheses],
        sponsor_engaged=investigation.sponsor_engaged,
    )


def selectable(session: Session, incubator_refs: frozenset[str]) -> list[Irritant]:
    """Irritants retained by these incubators that wait for an investigation."""
    query = select(Irritant).where(
        Irritant.state == IrritantState.SELECTED, Irritant.incubator_ref.in_(incubator_refs)
    )
    return list(session.scalars(query.order_by(Irritant.submitted_at, Irritant.id)))


def running(actor: Actor) -> Select[tuple[Investigation]]:
    """Investigations under way that concern this person, the nearest end first."""
    return (
        select(Investigation)
        .where(Investigation.state == InvestigationState.RUNNING, concerns(actor))
        .options(selectinload(Investigation.hypotheses))
        .order_by(Investigation.planned_end_on, Investigation.id)
    )


def about_irritant(session: Session, irritant_ref: str) -> list[Investigation]:
    """Investigations that look, or looked, into this irritant."""
    query = select(Investigation).join(InvestigationIrritant)
    query = query.where(InvestigationIrritant.irritant_ref == irritant_ref)
    return list(session.scalars(query.order_by(Investigation.id)))
