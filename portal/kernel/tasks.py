"""One line of « Mes tâches »: what to do, on what, why me, by when."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """`verb` is the button (« Répondre »); `why` tells the person's part in it (« vous êtes… »)."""

    verb: str
    title: str
    why: str
    href: str
    due_on: date | None = None
