"""What time does by itself: votes end, dossiers freeze, terms enter the agenda. Once each."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.committees import (
    dossier_actions,
    item_actions,
    item_queries,
    queries,
    rules,
    vote_actions,
)
from portal.committees.item_models import Dossier, Item
from portal.committees.models import Sitting
from portal.committees.words import Direction, ItemOrigin, ItemState, SittingState
from portal.kernel.periods import paris_day
from portal.policy import MACHINE
from portal.startups.models import Startup
from portal.startups.words import LIVE_PHASES


def run(session: Session, now: datetime) -> int:
    """Do what is due; how many things were done."""
    closed = vote_actions.close_due(session, now)
    return closed + _freeze(session, now) + _enter_terms(session, now)


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
    )
    due = [item for item in session.scalars(query) if dossier_actions.is_frozen(item, now)]
    for item in due:
        dossier_actions.freeze(session, item, now)
    return len(due)


def _enter_terms(session: Session, now: datetime) -> int:
    """Startups whose term comes within sixty days enter their incubator's next sitting."""
    today = paris_day(now)
    entered = 0
    for startup in _due(session, today):
        sitting = sitting_for(session, startup, now)
        if sitting is None or item_queries.live_about(session, startup.ref) is not None:
            continue
        item = item_actions.send_startup(
            session,
            MACHINE,
            startup,
            sitting.committee,
            direction=Direction.CONTINUE,
            origin=ItemOrigin.TERM,
            now=now,
        )
        item.sitting, item.position = sitting, 50
        entered += 1
    return entered


def _due(session: Session, today: date) -> list[Startup]:
    """Startups in incubation, with a recorded grant, that must be decided upon soon or already."""
    query = select(Startup).where(
        Startup.term_on <= today + timedelta(days=rules.AGENDA_WINDOW_DAYS),
        Startup.term_is_presumed.is_(False),
        Startup.current_phase.in_(LIVE_PHASES),
    )
    return list(session.scalars(query.order_by(Startup.term_on, Startup.id)))


def sitting_for(session: Session, startup: Startup, now: datetime) -> Sitting | None:
    """The next sitting before the term; None: « aucune séance avant l’échéance »."""
    committees = queries.of_incubators(session, startup.incubator_refs)
    found = [
        one
        for one in queries.ahead(session, {committee.id for committee in committees}, now)
        if one.state is not SittingState.IN_SESSION and one.starts_at > now
    ]
    on = startup.target_on or startup.term_on
    day = rules.sitting_day_for([paris_day(one.starts_at) for one in found], paris_day(now), on)
    return next((one for one in found if paris_day(one.starts_at) == day), None)
