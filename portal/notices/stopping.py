"""Stopping a sort of mails from a mail itself, without signing in; and taking it up again."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.notices import queries
from portal.notices.models import Preference
from portal.notices.words import DIGEST, IN_DIGESTS, STOPPABLE, Group, Pace
from portal.policy import Act, Actor


def stop(session: Session, actor: Actor, sort: str, *, now: datetime) -> bool:
    """Send this person no more of these mails; all stays in their inbox. Whether any was sent.

    `actor` is whoever the link was made for: it is the link that lets them, not a session.
    """
    policy.require(actor, Act.NOTICE_STOP)
    kept = _held(session, actor)
    before = {group.value: kept.pace(group).value for group in _running(kept, sort)}
    if not before:
        return False
    kept.stopped = (kept.stopped or {}) | before
    kept.paces = kept.paces | dict.fromkeys(before, Pace.NONE.value)
    _record(session, actor, before, dict.fromkeys(before, Pace.NONE.value), now)
    return True


def resume(session: Session, actor: Actor, sort: str, *, now: datetime) -> bool:
    """Send them as before this link stopped them. Whether there was something to take up again."""
    policy.require(actor, Act.NOTICE_STOP)
    kept = _held(session, actor)
    after = {name: pace for name, pace in (kept.stopped or {}).items() if _is_of(sort, name, pace)}
    if not after:
        return False
    kept.stopped = {
        name: p for name, p in (kept.stopped or {}).items() if name not in after
    } or None
    kept.paces = kept.paces | after
    _record(session, actor, dict.fromkeys(after, Pace.NONE.value), after, now)
    return True


def is_stopped(kept: Preference, sort: str) -> bool:
    """Whether a link stopped them, so that it can be undone."""
    return any(_is_of(sort, name, pace) for name, pace in (kept.stopped or {}).items())


def is_sent(kept: Preference, sort: str) -> bool:
    """Whether any of these mails is sent."""
    return bool(_running(kept, sort))


def _running(kept: Preference, sort: str) -> list[Group]:
    if sort == DIGEST:
        return [group for group in STOPPABLE if kept.pace(group) in IN_DIGESTS]
    return [group for group in STOPPABLE if group == sort and kept.pace(group) is not Pace.NONE]


def _is_of(sort: str, name: str, pace: str) -> bool:
    return name == sort or (sort == DIGEST and pace in IN_DIGESTS)


def _held(session: Session, actor: Actor) -> Preference:
    kept = queries.held(session, actor.person_id)
    if kept.id is not None:
        return kept
    kept.version = 1
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        # Made in the meantime, by another click.
        return queries.held(session, actor.person_id)
    return kept


def _record(session: Session, actor: Actor, before: dict, after: dict, now: datetime) -> None:
    told = {"before": before, "after": after}
    journal.record(session, actor, Act.NOTICE_STOP, actor.ref, now=now, **told)
    session.flush()
