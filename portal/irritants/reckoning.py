"""The promise, counted: what was answered in twelve months, in time or not, and what is past due.

Each irritant counts for the incubator that carries it, transfers or not, from its deposit; one that
was reopened is a new promise. Confidential ones count, and are listed to whoever may read them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.irritants.models import Irritant
from portal.irritants.queries import visible_to
from portal.irritants.words import IrritantState as State, Kept
from portal.kernel.periods import add_months
from portal.policy import Actor

MONTHS = 12
_IN_TIME = Irritant.answered_on <= Irritant.answer_due_on


@dataclass(frozen=True, slots=True)
class Share:
    """Promises by what became of them."""

    in_time: int = 0
    late: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.waiting

    @property
    def kept(self) -> float:
        """Hundredths between 0 and 1, rounded down: the whole is said of the whole alone.

        There is no share of nothing: ask `total` first.
        """
        return self.in_time * 100 // self.total / 100

    def count(self, kept: Kept) -> int:
        """How many of this sort."""
        return {Kept.IN_TIME: self.in_time, Kept.LATE: self.late, Kept.WAITING: self.waiting}[kept]

    def __add__(self, other: "Share") -> "Share":
        sums = (self.in_time + other.in_time, self.late + other.late, self.waiting + other.waiting)
        return Share(*sums)


def by_house(session: Session, today: date) -> dict[str | None, Share]:
    """The promises of each incubator (None: nobody was chosen yet), in two queries."""
    found: dict[str | None, Share] = {}
    in_time = func.count().filter(_IN_TIME)
    answered = select(Irritant.incubator_ref, func.count(), in_time).where(_answered(today))
    for ref, count, kept in session.execute(answered.group_by(Irritant.incubator_ref)):
        found[ref] = Share(kept, count - kept)
    # Few, and counted here: asked to group them, SQLite would rather read every irritant.
    waiting = Counter(session.scalars(select(Irritant.incubator_ref).where(past_due(today))))
    for ref, count in waiting.items():
        found[ref] = found.get(ref, Share()) + Share(waiting=count)
    return found


def share(session: Session, today: date, incubator_ref: str | None = None) -> Share:
    """The promises of one incubator, or of the whole network, in two queries."""
    within = (Irritant.incubator_ref == incubator_ref,) if incubator_ref else ()
    in_time = func.count().filter(_IN_TIME)
    answered = select(func.count(), in_time).where(_answered(today), *within)
    count, kept = session.execute(answered).one()
    waiting = select(func.count()).select_from(Irritant).where(past_due(today), *within)
    return Share(kept, count - kept, session.scalar(waiting) or 0)


def by_month(
    session: Session, today: date, incubator_ref: str | None = None
) -> list[tuple[date, Share]]:
    """What was answered in each month, in order; months without an answer are there too."""
    first = add_months(today, -MONTHS).replace(day=1)
    months = {add_months(first, shift): Share() for shift in range(MONTHS + 1)}
    in_time = func.count().filter(_IN_TIME)
    query = select(Irritant.answered_on, func.count(), in_time).where(_answered(today))
    if incubator_ref:
        query = query.where(Irritant.incubator_ref == incubator_ref)
    for on, count, kept in session.execute(query.group_by(Irritant.answered_on)):
        months[on.replace(day=1)] += Share(kept, count - kept)
    return list(months.items())


def listed(
    actor: Actor, kept: Kept, today: date, incubator_ref: str | None = None
) -> Select[tuple[Irritant]]:
    """Those of the figure that this actor may read: the last answered, or the longest due, first."""
    query = select(Irritant).where(_of(kept, today), visible_to(actor))
    if incubator_ref:
        query = query.where(Irritant.incubator_ref == incubator_ref)
    first = Irritant.answer_due_on if kept is Kept.WAITING else Irritant.answered_on.desc()
    return query.options(joinedload(Irritant.incubator)).order_by(first, Irritant.id)


def past_due(today: date) -> ColumnElement[bool]:
    """The promise has passed without an answer; while the author completes, it stands still."""
    owed = Irritant.state.in_((State.SUBMITTED, State.QUALIFIED))
    stopped = and_(Irritant.state == State.RETURNED, Irritant.answer_due_on < Irritant.paused_on)
    # A pause asked of its author delays no promise that it keeps for the author of another.
    held = and_(Irritant.state == State.RETURNED, Irritant.own_due_on.is_not(None))
    return or_(and_(or_(owed, held), Irritant.answer_due_on < today), stopped)


def _answered(today: date) -> ColumnElement[bool]:
    return and_(Irritant.answered_on > add_months(today, -MONTHS), Irritant.answered_on <= today)


def _of(kept: Kept, today: date) -> ColumnElement[bool]:
    if kept is Kept.WAITING:
        return past_due(today)
    return and_(_answered(today), _IN_TIME if kept is Kept.IN_TIME else ~_IN_TIME)
