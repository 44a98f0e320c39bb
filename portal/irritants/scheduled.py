"""What time alone brings: review days, and offers left without an answer."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.irritants import actions, queue, transferring, tying
from portal.irritants.models import Irritant
from portal.kernel.periods import paris_day
from portal.notices import actions as notices


def run(session: Session, now: datetime) -> int:
    """Tell who must read again, and give lapsed offers back. Returns how many things were new."""
    return _reviews(session, now) + _lapses(session, now)


def compare(session: Session, now: datetime) -> int:
    """Find what resembles the irritants that are new or changed, a few at each round."""
    return tying.compare_some(session, now=now)


STEPS = (run, compare)


def _reviews(session: Session, now: datetime) -> int:
    due = list(session.scalars(queue.to_review(paris_day(now))))
    return sum(_tell_review(session, irritant, now) for irritant in due)


def _tell_review(session: Session, irritant: Irritant, now: datetime) -> int:
    if irritant.incubator_ref is None:
        return 0
    # The event names the day, not the version: told once, however often this runs.
    return notices.tell(
        session,
        transferring.desk(session, irritant.incubator_ref, irritant, now),
        event=f"review:{irritant.ref}:{irritant.review_on}",
        kind="triage.review",
        subject_ref=irritant.ref,
        title=_l("À relire : « %(title)s »", title=irritant.title),
        body=_l("Sa date de relecture est venue : rouvrez-le, ou donnez une nouvelle réponse."),
        path=f"/tri/{irritant.ref}",
        now=now,
    )


def _lapses(session: Session, now: datetime) -> int:
    # Each was given its own days: `lapse` knows which are over.
    offered = list(session.scalars(queue.offered_before(paris_day(now))))
    return sum(actions.lapse(session, irritant, now=now) for irritant in offered)
