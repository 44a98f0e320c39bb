"""Following an irritant: hearing each step and each comment, for as long as one may read it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import policy
from portal.db.inserting import insert_or_nothing
from portal.irritants import family, queries
from portal.irritants.models import Follow, Irritant
from portal.irritants.moving import record
from portal.policy import Act, Actor


def follow(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Follow it. However often asked, it counts once."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_FOLLOW, irritant)
    if begin(session, irritant, actor.person_id, now=now):
        record(session, actor, Act.IRRITANT_FOLLOW, irritant, "follow", now=now)


def unfollow(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Follow it no longer, nor those merged into it. Authors and supporters still hear its answer."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_FOLLOW, irritant)
    gone = session.execute(
        delete(Follow).where(
            family.has(Follow.irritant_id, irritant), Follow.person_id == actor.person_id
        )
    )
    if gone.rowcount:
        record(session, actor, Act.IRRITANT_FOLLOW, irritant, "unfollow", now=now)


def begin(session: Session, irritant: Irritant, person_id: int, *, now: datetime) -> bool:
    """Let this person follow it from now on; whether they did not already."""
    adding = insert_or_nothing(session, Follow, ("irritant_id", "person_id"))
    row = {"irritant_id": irritant.id, "person_id": person_id, "at": now}
    return session.scalar(adding.values(row).returning(Follow.id)) is not None
