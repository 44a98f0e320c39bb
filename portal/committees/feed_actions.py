"""The secret address of one's calendar: made, made anew, revoked. Only its digest is kept."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import calendar_queries
from portal.committees.calendar_models import CalendarFeed
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.policy import Act, Actor


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def make(session: Session, actor: Actor, *, now: datetime) -> str:
    """A fresh key, which ends the one before; it is told here and never again."""
    policy.require(actor, Act.FEED_MANAGE)
    _end_live(session, actor, now)
    key = secrets.token_urlsafe(32)
    made = CalendarFeed(person_id=actor.person_id, token_hash=digest(key), made_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Another page of theirs made one at this very moment.
        raise Stale(None) from None
    journal.record(session, actor, Act.FEED_MANAGE, actor.ref, now=now, after={"feed": "made"})
    return key


def revoke(session: Session, actor: Actor, *, now: datetime) -> bool:
    """End one's feed; False if there was none."""
    policy.require(actor, Act.FEED_MANAGE)
    ended = _end_live(session, actor, now)
    if ended:
        after = {"feed": "revoked"}
        journal.record(session, actor, Act.FEED_MANAGE, actor.ref, now=now, after=after)
    return ended


def _end_live(session: Session, actor: Actor, now: datetime) -> bool:
    kept = calendar_queries.live_feed(session, actor.person_id)
    if kept is None:
        return False
    kept.revoked_at = now
    session.flush()
    return True
