"""What this capability asks of a person."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.kernel.tasks import Task
from portal.policy import Actor


def waiting(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The tasks that wait for this person."""
    return []
