"""The verbs of investigations, for pages, commands and higher capabilities."""

from portal.investigations.closing import (
    close_inconclusive,
    close_with_startup,
    move_planned_end,
)
from portal.investigations.judging import give_opinion
from portal.investigations.learning import (
    add_hypothesis,
    conclude_hypothesis,
    log,
    mark_sent,
    write_report,
)
from portal.investigations.opening import Engagement, add_member, open_
from portal.investigations.queries import audience
from portal.investigations.reporting import (
    keep_passages,
    publish as publish_report,
    retract as retract_report,
)
from portal.investigations.trying import add_solution, conclude_solution

__all__ = [
    "Engagement",
    "add_hypothesis",
    "add_member",
    "add_solution",
    "audience",
    "close_inconclusive",
    "close_with_startup",
    "conclude_hypothesis",
    "conclude_solution",
    "give_opinion",
    "keep_passages",
    "log",
    "mark_sent",
    "move_planned_end",
    "open_",
    "publish_report",
    "retract_report",
    "write_report",
]
