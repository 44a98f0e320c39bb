"""What this capability asks of a person: the health checks that come."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import or_
from sqlalchemy.orm import Session

from portal.handovers import queries, sentences
from portal.handovers.models import Handover, HealthCheck
from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor, Role
from portal.startups.portfolio import carried_by

_AHEAD = timedelta(days=15)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Health checks of the services that one's incubators carried, or that one receives."""
    if not actor.is_agent:
        return []
    mine = HealthCheck.plan.has(Handover.contact_id == actor.person_id)
    incubators = actor.scopes(Role.DIRECTOR)
    if incubators:
        mine = or_(mine, HealthCheck.startup.has(carried_by(incubators)))
    query = queries.waiting(paris_day(now) + _AHEAD).where(mine)
    return [_task(one, actor) for one in session.scalars(query)]


def _task(check: HealthCheck, actor: Actor) -> Task:
    is_contact = check.contact_id == actor.person_id
    return Task(
        verb=_("Faire le bilan"),
        title=sentences.named(check),
        why=_("vous recevez le service")
        if is_contact
        else _("vous êtes responsable de l’incubateur"),
        href=f"/startups/{check.startup_ref}/sortie/bilans/{check.ref}",
        due_on=check.due_on,
    )
