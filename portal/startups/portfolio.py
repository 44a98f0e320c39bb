"""Reading many startups: filters, counts by state, terms by month and by incubator."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from portal.kernel.periods import add_months
from portal.search import queries as search
from portal.settings import queries as settings
from portal.startups.models import Startup, StartupIncubator
from portal.startups.words import END_STATES, WATCHED_STATES, Order, Phase, TermState

_ENDED = sorted(phase.value for phase in END_STATES)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; `month` is the first day of the month of the term."""

    words: str = ""
    incubator_ref: str | None = None
    phase: Phase | None = None
    state: TermState | None = None
    theme: str | None = None
    month: date | None = None
    order: Order = Order.TERM


def state_on(today: date, window_days: int) -> ColumnElement[str]:
    """Where the clock stands, in SQL: the same words as `rules.term_state`."""
    soon_from = today + timedelta(days=window_days)
    return case(
        (Startup.current_phase.in_(_ENDED), TermState.ENDED.value),
        (Startup.term_on.is_(None), TermState.NONE.value),
        (Startup.term_is_presumed, TermState.PRESUMED.value),
        (Startup.term_on < today, TermState.OVERDUE.value),
        (func.coalesce(Startup.target_on, Startup.term_on) <= soon_from, TermState.SOON.value),
        else_=TermState.ON_TIME.value,
    )


def listed(session: Session, filters: Filters, today: date) -> Select[tuple[Startup]]:
    """The startups of these filters, in their order, to the last tie."""
    query = _narrowed(session, select(Startup), filters, today)
    if filters.order is Order.TITLE:
        return query.order_by(func.lower(Startup.title), Startup.id)
    on = func.coalesce(Startup.target_on, Startup.term_on)
    return query.order_by(
        _pressing(session, today), on.is_(None), on, func.lower(Startup.title), Startup.id
    )


def counts(session: Session, filters: Filters, today: date) -> dict[TermState, int]:
    """How many startups in each state, the other filters applied; every state is there."""
    state = _state(session, today)
    query = select(state, func.count()).select_from(Startup)
    query = _narrowed(session, query, replace(filters, state=None), today).group_by(state)
    found = {TermState(name): number for name, number in session.execute(query)}
    return {name: found.get(name, 0) for name in TermState}


def overdue(session: Session, today: date) -> int:
    """How many terms passed without a decision: the size of the list `terme=overdue`."""
    return counts(session, Filters(), today)[TermState.OVERDUE]


def counts_by_incubator(session: Session, today: date) -> dict[str, dict[TermState, int]]:
    """The same for each incubator; what two carry together counts in both."""
    state = _state(session, today)
    query = (
        select(StartupIncubator.incubator_ref, state, func.count())
        .join(Startup, Startup.id == StartupIncubator.startup_id)
        .group_by(StartupIncubator.incubator_ref, state)
    )
    found: dict[str, dict[TermState, int]] = {}
    for ref, name, number in session.execute(query):
        found.setdefault(ref, dict.fromkeys(TermState, 0))[TermState(name)] = number
    return found


def terms_by_month(
    session: Session, filters: Filters, today: date
) -> dict[date, dict[TermState, int]]:
    """How many terms fall in each month, by state, of what still runs; months in order."""
    state = _state(session, today)
    query = select(Startup.term_on, state, func.count()).where(Startup.term_on.is_not(None))
    query = _narrowed(session, query, replace(filters, month=None), today)
    found: dict[date, dict[TermState, int]] = {}
    for on, name, number in session.execute(query.group_by(Startup.term_on, state)):
        month = found.setdefault(on.replace(day=1), dict.fromkeys(TermState, 0))
        month[TermState(name)] += number
    return dict(sorted(found.items()))


def carried_by(refs: Iterable[str]) -> ColumnElement[bool]:
    """The condition that one of these incubators carries the startup."""
    of = select(StartupIncubator.startup_id).where(StartupIncubator.incubator_ref.in_(refs))
    return Startup.id.in_(of)


def _narrowed(session: Session, query: Select, filters: Filters, today: date) -> Select:
    if filters.words:
        refs = search.matching(session, "startup", filters.words)
        query = query if refs is None else query.where(Startup.ref.in_(refs))
    if filters.incubator_ref:
        query = query.where(carried_by([filters.incubator_ref]))
    if filters.phase:
        query = query.where(Startup.current_phase == filters.phase)
    if filters.state:
        query = query.where(_state(session, today) == filters.state.value)
    if filters.month:
        end = add_months(filters.month, 1)
        query = query.where(Startup.term_on >= filters.month, Startup.term_on < end)
    return query.where(_bears(session, filters.theme)) if filters.theme else query


def _bears(session: Session, theme: str) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "postgresql":
        return cast(Startup.themes, JSONB).contains([theme])
    each = func.json_each(Startup.themes).table_valued("value")
    return select(each.c.value).where(each.c.value == theme).exists()


def _state(session: Session, today: date) -> ColumnElement[str]:
    return state_on(today, settings.current(session).window_days)


def _pressing(session: Session, today: date) -> ColumnElement[int]:
    ranks = {name.value: rank for rank, name in enumerate(WATCHED_STATES)}
    return case(ranks, value=_state(session, today), else_=len(ranks))
