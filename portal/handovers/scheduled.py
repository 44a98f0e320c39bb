"""What time alone brings: health checks that come, and those that nobody did. Told once each."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.handovers import queries, rules, sentences
from portal.handovers.models import HealthCheck
from portal.handovers.words import Reminder
from portal.kernel.periods import add_months, paris_day
from portal.notices import actions as notices
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Role
from portal.web.filters import day_text


def run(session: Session, now: datetime) -> int:
    """Tell what is due today; how many people were told."""
    today = paris_day(now)
    # A month ahead is wider than any reminder: the rule says which are told.
    found = session.scalars(queries.waiting(add_months(today, 1)))
    return sum(_remind(session, one, today, now) for one in found)


def _remind(session: Session, check: HealthCheck, today: date, now: datetime) -> int:
    step = rules.reminder_due(check.due_on, today)
    if step is None:
        return 0
    return notices.tell(
        session,
        _concerned(session, check, today, step),
        event=f"health:{check.ref}:{step.value}",
        kind="health_check",
        subject_ref=check.startup_ref,
        title=lambda: _("%(check)s : à faire", check=sentences.named(check)),
        body=lambda: _(
            "%(title)s est sorti le %(left)s. Dites en quelques lignes comment va le service : "
            "le bilan est attendu pour le %(due)s.",
            title=check.startup.title,
            left=day_text(check.left_on),
            due=day_text(check.due_on),
        ),
        path=f"/startups/{check.startup_ref}/sortie/bilans/{check.ref}",
        now=now,
    )


def _concerned(session: Session, check: HealthCheck, today: date, step: Reminder) -> list[Person]:
    """The director and the contact; the programme too, once it is late."""
    found = [check.plan.contact_person] if check.plan and check.plan.contact_person else []
    for scope in check.incubator_refs:
        found += people.holders(session, scope, today, Role.DIRECTOR)
    if step is Reminder.LATE:
        found += people.holders(session, None, today, Role.PROGRAMME)
    return list({one.id: one for one in found}.values())
