"""What time alone brings: counts and links that serve no more are removed."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.people import links, throttling


def run(session: Session, now: datetime) -> int:
    """Remove them; how many."""
    return throttling.forget_old(session, now) + links.forget_old(session, now)
