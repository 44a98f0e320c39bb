"""What time does by itself: votes end, dossiers freeze, points and terms enter the agenda."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.committees import (
    agenda_actions,
    agenda_queries,
    agendas,
    dossier_actions,
    dossier_reopening,
    funding_scheduled,
    item_actions,
    item_queries,
    queries,
    vote_actions,
    vote_notices,
)
from portal.committees.decision_models import Condition
from portal.committees.item_models import Dossier, Item
from portal.committees.models import Sitting
from portal.committees.words import (
    ConditionState,
    Direction,
    ItemOrigin,
    ItemState,
    SittingState,
)
from portal.journal import actions as journal
from portal.kernel.periods import paris_day, start_of_paris_day
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
            # Opened between the freezing hour and this round.
            Sitting.state.in_((SittingState.CONVENED, SittingState.IN_SESSION)),
        )
        .options(selectinload(Item.dossier))
        .order_by(Item.id)
    )
    due = [item for item in session.scalars(query) if dossier_actions.is_frozen(item, now)]
    for item in due:
        # Held first: what the team is saving at this moment is saved before, or refused after.
        dossier_actions.freeze(session, item_queries.lock(session, item, now), now)
    return len(due)


def _return(session: Session, now: datetime) -> int:
    """What was put off, or missed its quorum, comes back by itself to the next sitting."""
    query = select(Item).where(
        Item.state == ItemState.LISTED,
        Item.sitting_id.is_(None),
        Item.before_ref.is_not(None),
    )
    items = list(session.scalars(query.order_by(Item.id)))
    unchosen, returned = item_queries.unchosen(session, items), 0
    for item in items:
        if item.ref in unchosen:
            continue
        before = item_queries.by_ref(session, item.before_ref, now)
        since = before.next_on or paris_day(now)
        ahead = agendas.ahead(session, {item.committee_id}, now)
        left = agenda_queries.taken_off(session, ahead)[item.id]
        found = [one for one in ahead if paris_day(one.starts_at) >= since and one.id not in left]
        if found:
            returned += agenda_actions.enter(session, found[0], item, now=now)
    return returned


def _let_go(session: Session, now: datetime) -> int:
    """Points of a sitting that nobody opened on its day wait for another one."""
    today = start_of_paris_day(paris_day(now))
    query = select(Sitting).where(Sitting.state.in_(agendas.NOT_BEGUN), Sitting.starts_at < today)
    is_heard = Sitting.id.in_(select(Item.sitting_id).where(Item.state == ItemState.LISTED))
    return sum(
        _empty(session, sitting, now)
        for sitting in list(session.scalars(query.where(is_heard).order_by(Sitting.id)))
    )


def _empty(session: Session, sitting: Sitting, now: datetime) -> int:
    if queries.lock_sitting(session, sitting).state not in agendas.NOT_BEGUN:
        return 0
    items = item_queries.of_sitting(session, sitting, now)
    for item in items:
        dossier_reopening.release(session, item, now).sitting = None
        before = {"on": sitting.ref}
        journal.record(session, MACHINE, Act.SITTING_AGENDA, item, now=now, before=before)
    session.flush()
    return len(items)


def _enter_terms(session: Session, now: datetime) -> int:
    """Startups whose term comes within the window enter their incubator's next sitting."""
    window = settings.current(session).window_days
    due = _due(session, paris_day(now), window)
    items = item_queries.live_of(session, [one.ref for one in due])
    waiting = [one for one in due if _waits(items.get(one.ref))]
    if not waiting:
        return 0
    found, entered = agendas.read(session, waiting, now, window), 0
    for startup in waiting:
        item = items.get(startup.ref)
        sitting = found.before_target(startup, item) or found.late(startup, item)
        if sitting is not None:
            item = item or _listed(session, startup, sitting, now)
            entered += agenda_actions.enter(session, sitting, item, now=now)
    return entered


def _enter_conditions(session: Session, now: datetime) -> int:
    """A condition past its day brings its startup to the next sitting, which it heads."""
    late = _bound(session, paris_day(now))
    items = item_queries.live_of(session, [one.ref for one in late])
    waiting = [one for one in late if one.ref not in items]
    if not waiting:
        return 0
    window = settings.current(session).window_days
    found, entered = agendas.read(session, waiting, now, window), 0
    for startup in waiting:
        sitting = found.soonest(startup)
        if sitting is not None:
            item = _listed(session, startup, sitting, now, ItemOrigin.CONDITION)
            entered += agenda_actions.enter(session, sitting, item, now=now)
    return entered


def _bound(session: Session, today: date) -> list[Startup]:
    """Startups that go on, a condition of theirs being neither lifted nor waived on its day."""
    late = select(Condition.subject_ref).where(
        Condition.state == ConditionState.OPEN,
        Condition.decision_ref.is_not(None),
        Condition.due_on < today,
    )
    query = select(Startup).where(
        Startup.ref.in_(late),
        Startup.current_phase.in_(LIVE_PHASES),
        Startup.safeguard_until.is_(None),
    )
    return list(session.scalars(query.order_by(Startup.id)))


def _waits(item: Item | None) -> bool:
    """Whether an agenda is to be found; what was put off returns by itself on its date."""
    return item is None or (item.sitting_id is None and item.before_ref is None)


def _listed(
    session: Session,
    startup: Startup,
    sitting: Sitting,
    now: datetime,
    origin: ItemOrigin = ItemOrigin.TERM,
) -> Item:
    return item_actions.send_startup(
        session,
        MACHINE,
        startup,
        sitting.committee,
        direction=Direction.CONTINUE,
        origin=origin,
        now=now,
    )


def _due(session: Session, today: date, window: int) -> list[Startup]:
    """Startups in incubation, with a recorded grant, that must be decided upon soon or already."""
    query = select(Startup).where(
        func.coalesce(Startup.target_on, Startup.term_on) <= today + timedelta(days=window),
        Startup.term_is_presumed.is_(False),
        Startup.current_phase.in_(LIVE_PHASES),
    )
    return list(session.scalars(query.order_by(Startup.term_on, Startup.id)))


# A transaction each (`rounds`): closing votes locks items, filling agendas locks sittings then
# items, and whoever opens a vote locks its sitting first. Together they could wait for each other.
STEPS = (
    vote_actions.close_due,
    vote_notices.remind,
    _freeze,
    _let_go,
    dossier_reopening.sweep,
    _return,
    _enter_terms,
    _enter_conditions,
    funding_scheduled.remind,
)
