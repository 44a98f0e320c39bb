"""Named reads of the lines of a decision's money, and of what purchasing received."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.committees.decision_models import Decision
from portal.committees.decision_queries import decision_by_ref
from portal.committees.funding_models import FundingLine, FundingStatement, PurchaseSending
from portal.committees.funding_rules import gap, state_of
from portal.committees.item_models import Item
from portal.committees.models import Committee
from portal.committees.words import FundingState
from portal.kernel.errors import Missing
from portal.startups import sponsoring
from portal.startups.models import Grant, Startup, StartupIncubator
from portal.startups.sponsoring import Answering
from portal.startups.words import END_STATES


@dataclass(frozen=True, slots=True)
class Funded:
    """A decision that grants money to a startup, and its lines: what policy and pages read."""

    decision: Decision
    startup: Startup
    lines: list[FundingLine]
    answering: Answering

    @property
    def ref(self) -> str:
        return self.decision.ref

    @property
    def subject_refs(self) -> tuple[str, ...]:
        """What policy reads: the team, coach and sponsors are those of the startup."""
        return (self.startup.ref,)

    @property
    def incubator_refs(self) -> tuple[str, ...]:
        """What policy reads."""
        return self.startup.incubator_refs

    @property
    def committee_ref(self) -> str:
        """What policy reads: the chair is that of the committee which decided."""
        return self.decision.item.committee_ref

    @property
    def state(self) -> FundingState:
        """Where the money stands, all lines together."""
        return state_of(self.decision.amount, self.lines)

    @property
    def missing(self) -> int:
        """The euros that no line brings."""
        return gap(self.decision.amount, self.lines)

    @property
    def grant(self) -> Grant | None:
        """The grant that the decision gave."""
        found = (one for one in self.startup.grants if one.decision_ref == self.decision.ref)
        return next(found, None)

    @property
    def is_live(self) -> bool:
        """Whether this is the money that runs: no later decision, a stop included, and no end."""
        is_halted = self.startup.is_ended or self.startup.safeguard_until is not None
        return self.grant is not None and self.grant.is_current and not is_halted


def funded(session: Session, decision_ref: str, today: date) -> Funded:
    """The decision with its lines and who answers for each, read anew; Missing without lines."""
    decision = decision_by_ref(session, decision_ref)
    lines = lines_of(session, decision_ref)
    if not lines or decision.startup_ref is None:
        raise Missing
    startup = startup_with_sponsors(session, decision.startup_ref)
    found = sponsoring.answering(session, startup, today)
    for line in lines:
        line.speaker_ids = frozenset(one.id for one in found.people(line.organisation_ref))
    return Funded(decision, startup, lines, found)


def startup_with_sponsors(session: Session, ref: str) -> Startup:
    """The startup, its sponsoring organisations and its grants."""
    lists = (selectinload(Startup.sponsorships), selectinload(Startup.grants))
    return session.scalars(select(Startup).where(Startup.ref == ref).options(*lists)).one()


def lines_of(session: Session, decision_ref: str) -> list[FundingLine]:
    """The lines of one decision, in the order of the sponsors, as they now stand."""
    query = (
        select(FundingLine)
        .where(FundingLine.decision_ref == decision_ref)
        .options(joinedload(FundingLine.said_by))
        .order_by(FundingLine.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def line_of(found: Funded, ref: str) -> FundingLine:
    """One of its lines, or Missing."""
    line = next((one for one in found.lines if one.ref == ref), None)
    if line is None:
        raise Missing
    return line


def statements(session: Session, found: Funded) -> list[FundingStatement]:
    """All that was said of these lines, newest first."""
    ids = [line.id for line in found.lines]
    query = select(FundingStatement).where(FundingStatement.line_id.in_(ids))
    query = query.options(joinedload(FundingStatement.said_by))
    return list(session.scalars(query.order_by(FundingStatement.id.desc())))


def sending(session: Session, decision_ref: str) -> PurchaseSending | None:
    """The sending in force of this decision's note, if purchasing has it."""
    query = select(PurchaseSending).where(
        PurchaseSending.decision_ref == decision_ref, PurchaseSending.taken_back_at.is_(None)
    )
    return session.scalars(query.options(joinedload(PurchaseSending.sent_by))).first()


def sendings(session: Session, decision_ref: str) -> list[PurchaseSending]:
    """Every sending, those taken back included, newest first."""
    query = select(PurchaseSending).where(PurchaseSending.decision_ref == decision_ref)
    people = (joinedload(PurchaseSending.sent_by), joinedload(PurchaseSending.taken_back_by))
    return list(session.scalars(query.options(*people).order_by(PurchaseSending.id.desc())))


def live_lines(session: Session, *conditions: ColumnElement[bool]) -> list[FundingLine]:
    """The lines of money that runs and that answer these conditions, the most pressing first."""
    query = (
        select(FundingLine)
        .where(FundingLine.decision_ref.in_(live_decisions()), *conditions)
        .options(joinedload(FundingLine.decision).joinedload(Decision.item))
        .order_by(FundingLine.due_on, FundingLine.id)
    )
    return list(session.scalars(query))


def live_decisions():
    """References of the decisions whose money runs: one for each startup at most."""
    return (
        select(Grant.decision_ref)
        .join(Startup, Grant.startup_id == Startup.id)
        .where(
            Grant.is_current,
            Grant.decision_ref.is_not(None),
            Startup.current_phase.not_in(END_STATES),
            Startup.safeguard_until.is_(None),
        )
    )


def carried_by(incubators: Iterable[str]) -> ColumnElement[bool]:
    """The condition that one of these incubators carries the startup of the line."""
    of = (
        select(Startup.ref)
        .join(StartupIncubator, StartupIncubator.startup_id == Startup.id)
        .where(StartupIncubator.incubator_ref.in_(incubators))
    )
    return FundingLine.startup_ref.in_(of)


def is_unsent() -> ColumnElement[bool]:
    """The condition that purchasing does not have the note of the line's decision."""
    return ~exists().where(
        PurchaseSending.decision_ref == FundingLine.decision_ref,
        PurchaseSending.taken_back_at.is_(None),
    )


def by_startup(session: Session, *conditions: ColumnElement[bool]) -> dict[str, list[FundingLine]]:
    """The lines of the money that runs, by startup, under these conditions: one query."""
    found: dict[str, list[FundingLine]] = {}
    for line in live_lines(session, *conditions):
        found.setdefault(line.startup_ref, []).append(line)
    return found


def asked_of(session: Session) -> dict[str, set[str]]:
    """By startup, the organisations that are asked for a line of the money that runs."""
    found: dict[str, set[str]] = {}
    for ref, lines in by_startup(session, FundingLine.organisation_ref.is_not(None)).items():
        found[ref] = {line.organisation_ref for line in lines}
    return found


def decided_by(committees: Iterable[str]) -> ColumnElement[bool]:
    """The condition that one of these committees took the decision of the line."""
    of = (
        select(Decision.ref)
        .join(Item, Decision.item_id == Item.id)
        .join(Committee, Item.committee_id == Committee.id)
        .where(Committee.ref.in_(committees))
    )
    return FundingLine.decision_ref.in_(of)
