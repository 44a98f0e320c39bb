"""What investigations ask of a person."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.investigations import queries, rules
from portal.investigations.models import Investigation
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role

WARNED = timedelta(days=14)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The ends that come for the team and the coach; for the incubator, those past or ready."""
    if not actor.has(Role.TEAM, Role.COACH, Role.DIRECTOR, Role.OFFICER):
        return []
    found = [one for one in session.scalars(queries.running(actor)) if one.sent_at is None]
    counts = queries.interviews(session, [one.id for one in found]) if found else {}
    today = paris_day(now)
    tasks = [_task(actor, one, counts[one.id], today) for one in found]
    return [task for task in tasks if task is not None]


def _task(actor: Actor, one: Investigation, interviews: int, today: date) -> Task | None:
    ready = not _missing(one, interviews)
    if _is_of(actor, one, Role.TEAM):
        why = _("vous menez cette investigation")
        return _for_team(one, ready, why, today)
    if _is_of(actor, one, Role.COACH):
        why = _("vous accompagnez cette investigation")
        return _for_team(one, ready, why, today)
    if actor.scopes(Role.DIRECTOR, Role.OFFICER) & {one.incubator_ref}:
        return _for_house(one, ready, today)
    return None


def _for_team(one: Investigation, ready: bool, why: str, today: date) -> Task | None:
    if ready:
        return _made(_("Porter au comité"), one, why)
    if one.planned_end_on - today <= WARNED:
        return _made(_("Préparer le comité"), one, why)
    return None


def _for_house(one: Investigation, ready: bool, today: date) -> Task | None:
    if ready:
        return _made(_("Porter au comité"), one, _("tout est réuni, et votre incubateur la porte"))
    if rules.days_over(one.planned_end_on, today):
        return _made(
            _("Faire le point"), one, _("sa fin prévue est passée, et votre incubateur la porte")
        )
    return None


def _made(verb: str, one: Investigation, why: str) -> Task:
    return Task(verb, one.title, why, f"/investigations/{one.ref}", one.planned_end_on)


def _is_of(actor: Actor, one: Investigation, role: Role) -> bool:
    return actor.holds(role, one.ref)


def _missing(one: Investigation, interviews: int) -> list[str]:
    return rules.missing_before_committee(
        report=one.report,
        interviews=interviews,
        hypotheses=[each.state for each in one.hypotheses],
        sponsor_engaged=one.sponsor_engaged,
    )
