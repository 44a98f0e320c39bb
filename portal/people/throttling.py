"""Counting attempts, by account and by place, so that guessing and flooding stop.

A place in the count is taken before the trial, in a transaction of its own, and given back when
the trial succeeds: however many come at once, no more than the limit are tried.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask import current_app
from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.kernel.errors import TooMany
from portal.people.models import Attempt
from portal.people.words import Attempted

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Limit:
    """At most so many within that time, and the sentence for whoever goes beyond."""

    what: Attempted
    most: int
    within: timedelta
    sentence: str


def take(session: Session, limit: Limit, who: str, now: datetime) -> None:
    """Count one attempt of `who` (an account, a place). Raises TooMany beyond the limit."""
    count, since = session.execute(_counted(session, limit, who, now)).one()
    if count > limit.most:
        left = since + limit.within - now
        raise TooMany(str(limit.sentence), seconds=max(1, ceil(left.total_seconds())))


def give_back(session: Session, limit: Limit, who: str) -> None:
    """Count one attempt less: it was the right one."""
    session.execute(
        update(Attempt)
        .where(Attempt.what == limit.what, Attempt.key == _key(who), Attempt.count > 0)
        .values(count=Attempt.count - 1)
        .execution_options(synchronize_session=False)
    )


def forget_old(session: Session, now: datetime) -> int:
    """Remove counts that no limit looks at any more; how many."""
    return session.execute(delete(Attempt).where(Attempt.since < now - KEPT)).rowcount


def _counted(session: Session, limit: Limit, who: str, now: datetime):
    """Insert or add one, in one statement: the row itself makes the others wait their turn."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"what": limit.what, "key": _key(who), "since": now, "count": 1}
    made = dialect.insert(Attempt).values(row)
    is_over = Attempt.since <= now - limit.within
    return made.on_conflict_do_update(
        index_elements=["what", "key"],
        set_={
            "count": case((is_over, 1), else_=Attempt.count + 1),
            "since": case((is_over, made.excluded.since), else_=Attempt.since),
        },
    ).returning(Attempt.count, Attempt.since)


def _key(who: str) -> str:
    """A digest that nobody reverses without our key: addresses are few enough to try them all."""
    return hmac.digest(current_app.secret_key.encode(), who.encode(), "sha256").hex()
