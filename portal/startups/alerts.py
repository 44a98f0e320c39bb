"""Terms that come and terms that have passed: who must hear of which, once each.

What was told already is read in one statement for everybody, so that most days write nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.kernel.text import plural
from portal.notices import actions as notices, queries as notice_queries
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Role
from portal.startups import rules
from portal.startups.models import Startup
from portal.startups.portfolio import state_on
from portal.startups.words import Escalation, TermState
from portal.web.filters import day_text

_ROLES = {
    Escalation.SPONSOR: Role.SPONSOR,
    Escalation.DIRECTOR: Role.DIRECTOR,
    Escalation.PROGRAMME: Role.PROGRAMME,
}
_PRESSING = (TermState.SOON.value, TermState.OVERDUE.value)


@dataclass(frozen=True)
class Alert:
    """One thing to say of one startup, to these roles; `level` only past the term."""

    event: str
    startup: Startup
    roles: tuple[Role, ...]
    level: Escalation | None = None

    def told_to(self, holders: dict) -> list[Person]:
        """Who holds these roles for it."""
        scopes = {Role.DIRECTOR: self.startup.incubator_refs, Role.PROGRAMME: (None,)}
        return [
            person
            for role in self.roles
            for scope in scopes.get(role, (self.startup.ref,))
            for person in holders.get((role, scope), ())
        ]


def tell_due(
    session: Session, today: date, now: datetime, *, window: int, reminder_days: tuple[int, ...]
) -> int:
    """Remind and escalate, for all terms that press today; how many people were newly told."""
    pressing = list(session.scalars(_pressing(today, window)))
    alerts = [one for startup in pressing for one in _due(startup, reminder_days, today)]
    if not alerts:
        return 0
    scopes = {one.ref for one in pressing} | {ref for one in pressing for ref in one.incubator_refs}
    roles = {role for one in alerts for role in one.roles}
    holders = people.holders_by(session, scopes, today, *roles)
    wanted = [(alert, alert.told_to(holders)) for alert in alerts]
    ids = {person.id for _alert, found in wanted for person in found}
    known = notice_queries.told(session, [alert.event for alert in alerts], ids)
    told = 0
    for alert, found in wanted:
        fresh = [person for person in found if (alert.event, person.id) not in known]
        told += _tell(session, alert, fresh, today, now) if fresh else 0
    return told


def _pressing(today: date, window: int):
    on_the_day = and_(Startup.term_on == today, Startup.term_is_presumed.is_(False))
    query = select(Startup).where(or_(state_on(today, window).in_(_PRESSING), on_the_day))
    return query.order_by(Startup.term_on, Startup.id)


def _due(startup: Startup, days: tuple[int, ...], today: date) -> Iterator[Alert]:
    on = startup.target_on or startup.term_on
    step = rules.reminder_due(today, on, days)
    if step is not None:
        yield Alert(f"term:{startup.ref}:{on}:{step}", startup, (Role.TEAM, Role.DIRECTOR))
    for level in rules.escalations_due(today, startup.term_on):
        event = f"overdue:{startup.ref}:{startup.term_on}:{level.value}"
        yield Alert(event, startup, (_ROLES[level],), level)


def _tell(session: Session, alert: Alert, fresh: list[Person], today: date, now: datetime) -> int:
    startup = alert.startup
    said = _overdue(startup, today) if alert.level else _reminder(startup)
    return notices.tell(
        session,
        fresh,
        event=alert.event,
        subject_ref=startup.ref,
        path=f"/startups/{startup.ref}",
        now=now,
        **said,
    )


def _reminder(startup: Startup) -> dict:
    on = startup.target_on or startup.term_on
    return {
        "kind": "term_reminder",
        "title": lambda: _(
            "%(title)s : un comité avant le %(on)s", title=startup.title, on=day_text(on)
        ),
        "body": lambda: _(
            "%(title)s : le financement a pour terme le %(term)s. "
            "Le comité est attendu avant le %(on)s : préparez le dossier et inscrivez le point.",
            title=startup.title,
            term=day_text(startup.term_on),
            on=day_text(on),
        ),
    }


def _overdue(startup: Startup, today: date) -> dict:
    late = rules.days_overdue(today, startup.term_on)
    return {
        "kind": "term_overdue",
        "title": lambda: _("%(title)s : le terme est atteint sans décision", title=startup.title),
        "body": lambda: _(
            "Le terme était le %(term)s (%(late)s). Rien n’est accordé ni arrêté par le silence : "
            "un comité doit décider.",
            term=day_text(startup.term_on),
            late=plural(late, "jour", "jours"),
        ),
    }
