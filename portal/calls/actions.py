"""The verbs of calls, for pages, commands and higher capabilities."""

from portal.calls.answering import answer, conclude
from portal.calls.entering import enter, withdraw
from portal.calls.preparing import (
    Told,
    appoint,
    ask,
    dismiss,
    move,
    prepare,
    publish,
    retire,
    reword,
    rewrite,
)
from portal.calls.reviewing import recuse, review
from portal.calls.selecting import award, fix_short_list, move_pitch, set_pitch_day

__all__ = [
    "Told",
    "answer",
    "appoint",
    "ask",
    "award",
    "conclude",
    "dismiss",
    "enter",
    "fix_short_list",
    "move",
    "move_pitch",
    "prepare",
    "publish",
    "recuse",
    "retire",
    "review",
    "reword",
    "rewrite",
    "set_pitch_day",
    "withdraw",
]
