"""What time does by itself: votes end, dossiers freeze, points and terms enter the agenda."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.committees import (
    dossier_actions,
    item_actions,
    item_queries,
    queries,
    rules,
    sitting_actions,
    vote_actions,
)
from portal.committees.item_models import Dossier, Item
from portal.committees.models import Sitting
from portal.committees.words import Direction, ItemOrigin, ItemState, SittingState
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.policy import MACHINE, Act
from portal.settings import queries as settings
from portal.startups.models import Startup
from portal.startups.words import LIVE_PHASES


def run(session: Session, now: datetime) -> int:
    """Do what is due, once; how many things were done."""
    return sum(step(session, now) for step in STEPS)


def _freeze(session: Session, now: datetime) -> int:
    query = (
        select(Item)
        .join(Dossier)
        .join(Sitting, Item.sitting_id == Sitting.id)
        .where(
            Item.state == ItemState.LISTED,
            Dossier.frozen_at.is_(None),
            Sitting.state == SittingState.CONVENED,
        )
        .options(selectinload(Item.dossier))
        .order_by(Item.id)
    )
    due = [item for item in session.scalars(query) if dossier_actions.is_frozen(item, now)]
    for item in due:
        dossier_actions.freeze(session, item, now)
    return len(due)


def _return(session: Session, now: datetime) -> int:
    """What was put off, or missed its quorum, comes back by itself to the next sitting."""
    query = select(Item).where(
        Item.state == ItemState.LISTED,
        Item.sitting_id.is_(None),
        Item.before_ref.is_not(None),
        # A referral waits until somebody chooses its committee.
        Item.origin != ItemOrigin.REFERRAL,
    )
    returned = 0
    for item in session.scalars(query.order_by(Item.id)):
        before = item_queries.by_ref(session, item.before_ref, now)
        since = before.next_on or paris_day(now)
        found = [one for one in _ahead(session, item.committee_id, now) if _day(one) >= since]
        if found:
            _enter(session, item, found[0], now)
            returned += 1
    return returned


def _enter_terms(session: Session, now: datetime) -> int:
    """Startups whose term comes within the window enter their incubator's next sitting."""
    window = settings.current(session).window_days
    entered = 0
    for startup in _due(session, paris_day(now), window):
        item = item_queries.live_about(session, startup.ref)
        if item is not None and (item.sitting_id is not None or item.before_ref is not None):
            continue
        sitting = sitting_for(session, startup, now, window) or _late(session, startup, now, window)
        if sitting is None or (item is not None and item.committee_id != sitting.committee_id):
            continue
        if item is None:
            item = item_actions.send_startup(
                session,
                MACHINE,
                startup,
                sitting.committee,
                direction=Direction.CONTINUE,
                origin=ItemOrigin.TERM,
                now=now,
            )
        _enter(session, item, sitting, now)
        entered += 1
    return entered


def _enter(session: Session, item: Item, sitting: Sitting, now: datetime) -> None:
    sitting = queries.lock_sitting(session, sitting)
    sitting_actions.place(session, sitting, item, now=now)
    after = {"on": sitting.ref}
    journal.record(session, MACHINE, Act.SITTING_AGENDA, item, now=now, after=after)


def _due(session: Session, today: date, window: int) -> list[Startup]:
    """Startups in incubation, with a recorded grant, that must be decided upon soon or already."""
    query = select(Startup).where(
        func.coalesce(Startup.target_on, Startup.term_on) <= today + timedelta(days=window),
        Startup.term_is_presumed.is_(False),
        Startup.current_phase.in_(LIVE_PHASES),
    )
    return list(session.scalars(query.order_by(Startup.term_on, Startup.id)))


def sitting_for(session: Session, startup: Startup, now: datetime, window: int) -> Sitting | None:
    """The next sitting in the window (in days) before the term; None: « aucune séance avant l’échéance ».

    The committees of the main incubator come before those of the others that carry it; there, one
    whose dossiers can still be written is preferred to one where they are frozen.
    """
    on = startup.target_on or startup.term_on
    if on is None:
        return None
    for found in _by_incubator(session, startup, now):
        writable = [one for one in found if not _is_frozen(one, now)]
        first = _first_before(writable, on, now, window) or _first_before(found, on, now, window)
        if first is not None:
            return first
    return None


def _first_before(found: list[Sitting], on: date, now: datetime, window: int) -> Sitting | None:
    day = rules.sitting_day_for([_day(one) for one in found], paris_day(now), on, window)
    return next((one for one in found if _day(one) == day), None)


def _late(session: Session, startup: Startup, now: datetime, window: int) -> Sitting | None:
    """After its target the last sitting before the term, then the very next: better than never."""
    for found in _by_incubator(session, startup, now):
        if startup.term_on >= paris_day(now):
            sitting = _first_before(found, startup.term_on, now, window)
        else:
            sitting = next(iter(found), None)
        if sitting is not None:
            return sitting
    return None


def _by_incubator(session: Session, startup: Startup, now: datetime) -> list[list[Sitting]]:
    """Sittings to come of the main incubator, then those of the others that carry it."""
    committees = queries.of_incubators(session, startup.incubator_refs)
    ids = {one.id: one.incubator_ref == startup.incubator_ref for one in committees}
    found = _to_come(queries.ahead(session, set(ids), now), now)
    return [
        [one for one in found if ids[one.committee_id]],
        [one for one in found if not ids[one.committee_id]],
    ]


def _ahead(session: Session, committee_id: int, now: datetime) -> list[Sitting]:
    return _to_come(queries.ahead(session, {committee_id}, now), now)


def _to_come(found: list[Sitting], now: datetime) -> list[Sitting]:
    return [
        one for one in found if one.state is not SittingState.IN_SESSION and one.starts_at > now
    ]


def _is_frozen(sitting: Sitting, now: datetime) -> bool:
    if sitting.convened_at is None:
        return False
    return now >= rules.freezes_at(sitting.convened_at, sitting.starts_at, sitting.freeze_days)


def _day(sitting: Sitting) -> date:
    return paris_day(sitting.starts_at)


# A transaction each (`rounds`): closing votes locks items, filling agendas locks sittings then
# items, and whoever opens a vote locks its sitting first. Together they could wait for each other.
STEPS = (vote_actions.close_due, _freeze, _return, _enter_terms)
