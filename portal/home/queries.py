"""What waits for a person, gathered from every capability that may ask something of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module

from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.kernel.tasks import Task
from portal.policy import Actor

# Each of these has `tasks.waiting(session, actor, now) -> list[Task]`.
ASKING = ("irritants", "calls", "investigations", "startups", "handovers", "committees")


@dataclass(frozen=True)
class Agenda:
    """Tasks by urgency; each list is ordered by date, then by title."""

    late: list[Task]
    week: list[Task]
    later: list[Task]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.week or self.later)


def agenda(session: Session, actor: Actor, now: datetime) -> Agenda:
    """What waits for this person, late first."""
    found = [task for name in ASKING for task in _of(name).waiting(session, actor, now)]
    found.sort(key=lambda task: (task.due_on or date.max, task.title))
    today = paris_day(now)
    soon = today + timedelta(days=7)
    return Agenda(
        late=[t for t in found if t.due_on and t.due_on < today],
        week=[t for t in found if t.due_on and today <= t.due_on <= soon],
        later=[t for t in found if not t.due_on or t.due_on > soon],
    )


def _of(name: str):
    return import_module(f"portal.{name}.tasks")
