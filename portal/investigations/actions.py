"""The verbs of investigations, for pages, commands and higher capabilities."""

from portal.investigations.closing import (
    close_inconclusive,
    close_with_startup,
    move_planned_end,
)
from portal.investigations.learning import (
    add_hypothesis,
    conclude_hypothesis,
    log,
    mark_sent,
    write_report,
)
from portal.investigations.opening import Engagement, add_member, open_
from portal.investigations.queries import audience

__all__ = [
    "Engagement",
    "add_hypothesis",
    "add_member",
    "audience",
    "close_inconclusive",
    "close_with_startup",
    "conclude_hypothesis",
    "log",
    "mark_sent",
    "move_planned_end",
    "open_",
    "write_report",
]
