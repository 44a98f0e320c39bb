"""What time alone brings: review days, and offers left without an answer."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.irritants import actions, bringing_back, queue, tying
from portal.kernel.periods import paris_day


def run(session: Session, now: datetime) -> int:
    """Tell who must read again, and give lapsed offers back. Returns how many things were new."""
    return _reviews(session, now) + _lapses(session, now)


def compare(session: Session, now: datetime) -> int:
    """Find what resembles the irritants that are new or changed, a few at each round."""
    return tying.compare_some(session, now=now)


STEPS = (run, compare)


def _reviews(session: Session, now: datetime) -> int:
    due = list(session.scalars(queue.to_review(paris_day(now))))
    why = _l("Sa date de relecture est venue : rouvrez-le, ou donnez une nouvelle réponse.")
    return sum(bringing_back.tell(session, irritant, why, now=now) for irritant in due)


def _lapses(session: Session, now: datetime) -> int:
    # Each was given its own days: `lapse` knows which are over.
    offered = list(session.scalars(queue.offered_before(paris_day(now))))
    return sum(actions.lapse(session, irritant, now=now) for irritant in offered)
