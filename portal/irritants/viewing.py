"""Views of the queue: kept under a name, shared with an incubator, dropped."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import desk_rules as rules
from portal.irritants.desk_adding import add
from portal.irritants.desk_models import SavedView
from portal.kernel import text
from portal.kernel.errors import Missing
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor, Role


def keep_view(
    session: Session,
    actor: Actor,
    *,
    name: str,
    asked: dict[str, str],
    incubator_ref: str | None,
    now: datetime,
) -> SavedView:
    """Keep what the queue is narrowed to; shared with an incubator where one triages, if named."""
    policy.require(actor, Act.VIEW_KEEP)
    if incubator_ref and incubator_ref not in actor.scopes(Role.DIRECTOR, Role.OFFICER):
        raise Missing
    mine = list(session.scalars(select(SavedView).where(SavedView.person_id == actor.person_id)))
    rules.check_new_name(name, [each.name for each in mine])
    rules.check_room(len(mine), rules.MOST_VIEWS)
    made = SavedView(
        ref=new_ref("vue"),
        person_id=actor.person_id,
        incubator_ref=incubator_ref or None,
        name=text.one_line(name),
        asked=asked,
        at=now,
    )
    add(session, made)
    return made


def drop_view(session: Session, actor: Actor, view: SavedView) -> None:
    """Keep it no longer, for anybody."""
    policy.require(actor, Act.VIEW_DROP, view)
    session.delete(view)
    session.flush()
