"""What a condition asks: of whoever takes care of it, then of those who may lift it."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import condition_queries
from portal.committees.condition_actions import handing_path, settling_path
from portal.kernel.tasks import Task
from portal.policy import Act, Actor, Role

KEEPING = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY)


def waiting(session: Session, actor: Actor) -> list[Task]:
    """Both sides of a condition; nobody is asked to judge what they handed in themselves."""
    return [*_mine(session, actor), *_to_read(session, actor)]


def _mine(session: Session, actor: Actor) -> Iterator[Task]:
    for one in session.scalars(condition_queries.owned_by(actor.person_id)):
        why = _("réserve à lever")
        yield Task(_("Dire ce qui est fait"), one.what, why, handing_path(one), one.due_on)


def _to_read(session: Session, actor: Actor) -> Iterator[Task]:
    committees, incubators = actor.scopes(*KEEPING), actor.scopes(Role.DIRECTOR)
    if not committees and not incubators:
        return
    for one, item in session.execute(condition_queries.to_read(committees, incubators)):
        if one.owner_id == actor.person_id or not policy.may(actor, Act.CONDITION_SETTLE, item):
            continue
        why = _("la preuve de cette réserve est remise")
        yield Task(_("Relire la preuve"), one.what, why, settling_path(one, item), one.due_on)
