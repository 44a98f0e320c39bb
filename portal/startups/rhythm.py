"""The six-month rhythm: each term of the last twelve months, and whether its decision came in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.periods import add_months
from portal.startups import portfolio, rules
from portal.startups.models import Grant, Startup
from portal.startups.words import GrantKind, TermState

MONTHS = 12
_MADE_OF = ("granted_from", "months", "extension_months", "anchor", "anchor_months")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One term, and the day of the decision that answered it, if any did."""

    ref: str
    title: str
    term_on: date
    decided_on: date | None

    @property
    def is_kept(self) -> bool:
        """Whether the decision came by the term."""
        return self.decided_on is not None and self.decided_on <= self.term_on


# A stop that opens a safeguard period answers its term that day, months before any end or grant.
Teller = Callable[[Session], list[Reckoning]]
_stops: list[Teller] = []


def told_by(teller: Teller) -> Teller:
    """Let the capability that decides tell the terms that such a stop answered."""
    _stops.append(teller)
    return teller


def reckonings(session: Session, today: date) -> list[Reckoning]:
    """The terms decided in the last twelve months, and those passed undecided; missed ones first.

    A presumed term (no grant recorded) is not a promise, and is not there.
    """
    since = add_months(today, -MONTHS)
    found = [*_renewed(session, since), *_ended(session, since), *_overdue(session, today)]
    found = _by_their_stop(session, found, since)
    found.sort(key=lambda one: (one.is_kept, -one.term_on.toordinal(), one.title, one.ref))
    return found


def _by_their_stop(session: Session, found: list[Reckoning], since: date) -> list[Reckoning]:
    """Each term once: on the day of the stop that answered it, where one did."""
    stops = {(one.ref, one.term_on): one for tell in _stops for one in tell(session)}
    others = [one for one in found if (one.ref, one.term_on) not in stops]
    return others + [one for one in stops.values() if one.decided_on > since]


def _renewed(session: Session, since: date) -> list[Reckoning]:
    """Decided by another grant: the term is that of the grant before."""
    before, older = aliased(Grant), aliased(Grant)
    last = select(func.max(older.id)).where(
        older.startup_id == Grant.startup_id, older.id < Grant.id
    )
    query = (
        select(Startup.ref, Startup.title, Grant.decided_on, *_term(before), Grant.granted_from)
        .join(Grant, Grant.startup_id == Startup.id)
        .join(before, before.id == last.scalar_subquery())
        .where(Grant.kind != GrantKind.RECORDED, Grant.decided_on > since)
    )
    found = [(_reckoned(row[:-1]), row[-1]) for row in session.execute(query)]
    # In time, it begins at the term before; else it took the place of the grant before.
    return [one for one, start in found if not one.is_kept or start == one.term_on]


def _ended(session: Session, since: date) -> list[Reckoning]:
    """Decided by an end: the term is that of the grant which ran."""
    query = (
        select(Startup.ref, Startup.title, Startup.ended_on, *_term(Grant))
        .join(Grant, Grant.startup_id == Startup.id)
        .where(Grant.is_current, Startup.ended_on > since)
    )
    return [_reckoned(row) for row in session.execute(query)]


def _overdue(session: Session, today: date) -> list[Reckoning]:
    # The window tells what comes soon, nothing of what is past.
    state = portfolio.state_on(today, window_days=0)
    query = select(Startup.ref, Startup.title, Startup.term_on).where(
        state == TermState.OVERDUE.value
    )
    return [Reckoning(ref, title, on, None) for ref, title, on in session.execute(query)]


def _term(grant: type[Grant]) -> list[ColumnElement]:
    return [getattr(grant, name) for name in _MADE_OF]


def _reckoned(row) -> Reckoning:
    ref, title, decided_on, granted_from, months, extension, anchor, anchor_months = row
    terms = rules.Grant(granted_from, months, 0, None, extension, anchor, anchor_months)
    return Reckoning(ref, title, terms.nominal_on, decided_on)
