"""Beating."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.health.models import Heartbeat


def beat(session: Session, now: datetime) -> None:
    """Note that the round of time came to its end."""
    session.execute(update(Heartbeat).where(Heartbeat.name == "tick").values(at=now))
