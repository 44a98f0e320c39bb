"""What time alone brings: phases that begin, safeguards that end, reminders and escalations.

Everything is told once, however often this runs; days missed are caught up by the latest step.
"""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.text import plural
from portal.notices import actions as notices
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import MACHINE, Act, Role
from portal.settings import queries as settings
from portal.startups import actions, agreements, carrying_scheduled, rules
from portal.startups.models import PhasePeriod, Startup
from portal.startups.portfolio import state_on
from portal.startups.words import Escalation, Phase, TermState
from portal.web.filters import day_text

_ROLES = {
    Escalation.SPONSOR: Role.SPONSOR,
    Escalation.DIRECTOR: Role.DIRECTOR,
    Escalation.PROGRAMME: Role.PROGRAMME,
}


def run(session: Session, now: datetime) -> int:
    """Do what is due today; how many things were done or told."""
    today = paris_day(now)
    moved = _begin_phases(session, today, now) + _end_safeguards(session, today, now)
    values = settings.current(session)
    moved += agreements.warn(session, today, now)
    moved += carrying_scheduled.run(session, now)
    pressing = list(session.scalars(_pressing(today, values.window_days)))
    days = values.reminder_days
    return moved + sum(
        _remind(session, one, days, today, now) + _escalate(session, one, today, now)
        for one in pressing
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
    query = select(Startup).where(Startup.safeguard_until < today)
    found = list(session.scalars(query))
    for startup in found:
        # The decision said it: taken over before that day, or else dormant.
        actions.end(
            session,
            MACHINE,
            startup,
            Phase.DORMANT,
            on=today,
            decision_ref=startup.safeguard_decision_ref,
            now=now,
        )
    return len(found)


def _pressing(today: date, window: int):
    states = (TermState.SOON.value, TermState.OVERDUE.value)
    on_the_day = and_(Startup.term_on == today, Startup.term_is_presumed.is_(False))
    query = select(Startup).where(or_(state_on(today, window).in_(states), on_the_day))
    return query.order_by(Startup.term_on, Startup.id)


def _remind(
    session: Session, startup: Startup, days: tuple[int, ...], today: date, now: datetime
) -> int:
    on = startup.target_on or startup.term_on
    step = rules.reminder_due(today, on, days)
    if step is None:
        return 0
    return notices.tell(
        session,
        _holders(session, startup, today, Role.TEAM, Role.DIRECTOR),
        event=f"term:{startup.ref}:{on}:{step}",
        kind="term_reminder",
        subject_ref=startup.ref,
        title=lambda: _(
            "%(title)s : un comité avant le %(on)s", title=startup.title, on=day_text(on)
        ),
        body=lambda: _(
            "Le financement de %(title)s a pour terme le %(term)s. "
            "Le comité est attendu avant le %(on)s : préparez le dossier et inscrivez le point.",
            title=startup.title,
            term=day_text(startup.term_on),
            on=day_text(on),
        ),
        path=f"/startups/{startup.ref}",
        now=now,
    )


def _escalate(session: Session, startup: Startup, today: date, now: datetime) -> int:
    return sum(
        _tell_overdue(session, startup, level, today, now)
        for level in rules.escalations_due(today, startup.term_on)
    )


def _tell_overdue(session, startup, level: Escalation, today: date, now: datetime) -> int:
    late = rules.days_overdue(today, startup.term_on)
    return notices.tell(
        session,
        _holders(session, startup, today, _ROLES[level]),
        event=f"overdue:{startup.ref}:{startup.term_on}:{level.value}",
        kind="term_overdue",
        subject_ref=startup.ref,
        title=_l("%(title)s : le terme est atteint sans décision", title=startup.title),
        body=lambda: _(
            "Le terme était le %(term)s (%(late)s). Rien n’est accordé ni arrêté par le silence : "
            "un comité doit décider.",
            term=day_text(startup.term_on),
            late=plural(late, "jour", "jours"),
        ),
        path=f"/startups/{startup.ref}",
        now=now,
    )


def _holders(session: Session, startup: Startup, today: date, *roles: Role) -> list[Person]:
    found: list[Person] = []
    for role in roles:
        scopes = {Role.DIRECTOR: startup.incubator_refs, Role.PROGRAMME: (None,)}
        for scope in scopes.get(role, (startup.ref,)):
            found += people.holders(session, scope, today, role)
    return found
