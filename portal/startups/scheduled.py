"""What time alone brings: phases that begin, safeguards that end, reminders and escalations.

Everything is told once, however often this runs; days missed are caught up by the latest step.
"""

from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.policy import MACHINE, Act
from portal.settings import queries as settings
from portal.startups import (
    actions,
    after_scheduled,
    agreements,
    alerts,
    carrying_scheduled,
    queries,
    takeover_queries,
    technical,
)
from portal.startups.models import PhasePeriod, Startup
from portal.startups.words import Phase


def run(session: Session, now: datetime) -> int:
    """Do what is due today; how many things were done or told."""
    today = paris_day(now)
    moved = _begin_phases(session, today, now) + _end_safeguards(session, today, now)
    values = settings.current(session)
    moved += agreements.warn(session, today, now) + after_scheduled.run(session, today, now)
    moved += carrying_scheduled.run(session, now)
    return moved + alerts.tell_due(
        session, today, now, window=values.window_days, reminder_days=values.reminder_days
    )


def _begin_phases(session: Session, today: date, now: datetime) -> int:
    known = Startup.phase_started_on
    begun = and_(
        PhasePeriod.starts_on <= today, or_(known.is_(None), PhasePeriod.starts_on > known)
    )
    query = select(Startup).where(Startup.periods.any(begun))
    query = query.options(selectinload(Startup.periods), selectinload(Startup.grants))
    found = list(session.scalars(query))
    for startup in found:
        actions.refresh_phase(startup, today)
        actions.set_term(startup, today)
        actions.index(session, startup)
        told = {"updated": {"phase": startup.current_phase}}
        journal.record(session, MACHINE, Act.IMPORT, startup, now=now, after=told)
    session.flush()
    return len(found)


def _end_safeguards(session: Session, today: date, now: datetime) -> int:
    # What a committee is about to decide is not decided by the calendar.
    waits = takeover_queries.before_a_committee()
    query = select(Startup).where(Startup.safeguard_until < today, Startup.id.not_in(waits))
    ended = 0
    for startup in list(session.scalars(query.order_by(Startup.id))):
        startup = queries.lock(session, startup)
        # Read again under the lock: an offer may have been carried, another host may have passed.
        until, carried = startup.safeguard_until, takeover_queries.accepted(session, startup.ref)
        if until is None or until >= today or carried:
            continue
        ended += 1
        technical.freeze(session, startup, now=now)
        # The decision said it: taken over before that day, or else dormant.
        actions.end(
            session,
            MACHINE,
            startup,
            Phase.DORMANT,
            on=today,
            decision_ref=startup.safeguard_decision_ref,
            reason=startup.end_reason,
            now=now,
        )
    return ended
