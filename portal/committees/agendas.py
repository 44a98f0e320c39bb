"""Which sitting hears which startup: the next before its term, and better late than never."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.committees import agenda_queries, item_queries, queries, rules
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import SittingState
from portal.kernel.periods import paris_day
from portal.startups.models import Startup

NOT_BEGUN = (SittingState.PLANNED, SittingState.CONVENED)


@dataclass(frozen=True)
class Agendas:
    """The sittings to come of some committees, soonest first, as one reading found them."""

    found: list[Sitting]
    now: datetime
    window: int
    # By item, the sittings that it was taken off: the clock looks for another.
    taken_off: Mapping[int, set[int]] = field(default_factory=dict)

    def of(self, startup: Startup, item: Item | None) -> list[Sitting]:
        """Those that may hear it: of the committee where its point waits, else of its houses."""
        if item is not None:
            left = self.taken_off.get(item.id, ())
            mine = [one for one in self.found if one.committee_id == item.committee_id]
            return [one for one in mine if one.id not in left]
        return [one for one in self.found if one.incubator_ref in startup.incubator_refs]

    def before_target(self, startup: Startup, item: Item | None = None) -> Sitting | None:
        """The next in the window before the committee's date, else None.

        The committees of its main incubator come first; there, one whose dossiers can still be
        written is preferred to one where they are frozen.
        """
        on = startup.target_on or startup.term_on
        if on is None:
            return None
        for found in self._by_house(startup, item):
            writable = [one for one in found if not _is_frozen(one, self.now)]
            first = self._first_before(writable, on) or self._first_before(found, on)
            if first is not None:
                return first
        return None

    def late(self, startup: Startup, item: Item | None = None) -> Sitting | None:
        """After that date the next before the term, then the very next: better than never.

        The window counts back from the committee's date alone: money may end long before the term.
        """
        is_past = startup.term_on < paris_day(self.now)
        for found in self._by_house(startup, item):
            for sitting in found:
                if is_past or _day(sitting) <= startup.term_on:
                    return sitting
        return None

    def _by_house(self, startup: Startup, item: Item | None) -> list[list[Sitting]]:
        """Those of its main incubator, then those of the others that carry it."""
        found, main = self.of(startup, item), startup.incubator_ref
        return [
            [one for one in found if one.incubator_ref == main],
            [one for one in found if one.incubator_ref != main],
        ]

    def soonest(self, startup: Startup) -> Sitting | None:
        """The very next, whatever its term; one whose dossiers can still be written is preferred."""
        for found in self._by_house(startup, None):
            writable = [one for one in found if not _is_frozen(one, self.now)]
            if found:
                return next(iter(writable or found))
        return None

    def hears(self, startup: Startup, item: Item | None) -> bool:
        """Whether its point stands on one of these, or will at the next round."""
        if item is not None and item.sitting_id is not None:
            # A sitting under way hears it too.
            return not was_missed(item.sitting, paris_day(self.now))
        return self.before_target(startup, item) is not None

    def _first_before(self, found: list[Sitting], on: date) -> Sitting | None:
        days = [_day(one) for one in found]
        day = rules.sitting_day_for(days, paris_day(self.now), on, self.window)
        return next((one for one in found if _day(one) == day), None)


def read(session: Session, startups: Iterable[Startup], now: datetime, window: int) -> Agendas:
    """The sittings to come of every committee that may hear one of these startups."""
    refs = tuple({ref for one in startups for ref in one.incubator_refs})
    committees = {one.id for one in queries.standing(session, refs)}
    found = ahead(session, committees, now)
    return Agendas(found, now, window, agenda_queries.taken_off(session, found))


def sitting_for(session: Session, startup: Startup, now: datetime, window: int) -> Sitting | None:
    """The next sitting in the window (in days) before the term; None: « aucune séance avant l’échéance »."""
    item = item_queries.live_about(session, startup.ref)
    if item is not None and item_queries.unchosen(session, [item]):
        return None
    return read(session, [startup], now, window).before_target(startup, item)


def ahead(session: Session, committee_ids: set[int], now: datetime) -> list[Sitting]:
    """The sittings of these committees that have not begun, soonest first."""
    return [
        one
        for one in queries.ahead(session, committee_ids, now)
        if one.state is not SittingState.IN_SESSION and one.starts_at > now
    ]


def was_missed(sitting: Sitting, today: date) -> bool:
    """Nobody opened it on its day: its points wait, even if no round has said so yet."""
    return sitting.state in NOT_BEGUN and paris_day(sitting.starts_at) < today


def _is_frozen(sitting: Sitting, now: datetime) -> bool:
    if sitting.convened_at is None:
        return False
    return now >= rules.freezes_at(sitting.convened_at, sitting.starts_at, sitting.freeze_days)


def _day(sitting: Sitting) -> date:
    return paris_day(sitting.starts_at)
