"""Which irritant may be merged into which other. Pure: stars only, neither chain nor cycle."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from flask_babel import gettext as _

from portal.irritants.rules import accepts_support
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Refused

MERGEABLE = (State.SUBMITTED, State.QUALIFIED)


class Told(Protocol):
    """What these rules read of an irritant."""

    ref: str
    title: str
    state: State
    confidential: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """The one that leaves, and the one that stays at the head."""

    leaving: Told
    head: Told
    # Others are merged already into the one that leaves.
    gathers: bool = False
    # It was offered to another incubator, which has not answered.
    is_offered: bool = False


def check(pair: Pair) -> None:
    """Raise Refused, saying what to do instead, unless the first may be merged into the second."""
    for refusal in (_same, _confidential, _chain, _states, _offer):
        if sentence := refusal(pair):
            raise Refused(sentence)


def _same(pair: Pair) -> str:
    same = pair.leaving.ref == pair.head.ref
    return _("Un irritant ne se réunit pas à lui-même. Choisissez-en un autre.") if same else ""


def _confidential(pair: Pair) -> str:
    if not (pair.leaving.confidential or pair.head.confidential):
        return ""
    return _(
        "Un irritant confidentiel ne se réunit à aucun autre : ceux qui lisent l’un ne"
        " peuvent pas tous lire l’autre. Répondez à chacun."
    )


def _chain(pair: Pair) -> str:
    if pair.head.state is State.MERGED:
        return _(
            "« %(title)s » est lui-même réuni à un autre irritant. Choisissez celui-là.",
            title=pair.head.title,
        )
    if pair.gathers:
        return _(
            "D’autres irritants sont réunis à « %(title)s ». Gardez-le plutôt, et réunissez-lui"
            " celui que vous aviez choisi.",
            title=pair.leaving.title,
        )
    return ""


def _states(pair: Pair) -> str:
    if pair.leaving.state not in MERGEABLE:
        return _(
            "« %(title)s » est maintenant « %(state)s » : seul un irritant déposé ou qualifié se"
            " réunit à un autre.",
            title=pair.leaving.title,
            state=pair.leaving.state.label,
        )
    if not accepts_support(pair.head.state) or pair.head.state is State.PARKED:
        return _(
            "« %(title)s » est « %(state)s ». Choisissez un irritant encore ouvert.",
            title=pair.head.title,
            state=pair.head.state.label,
        )
    return ""


def _offer(pair: Pair) -> str:
    if not pair.is_offered:
        return ""
    return _(
        "« %(title)s » est proposé à un autre incubateur : attendez sa réponse.",
        title=pair.leaving.title,
    )


def due_apart(due_on: date | None, *, head_answered: bool, today: date, days: int) -> date | None:
    """The promise of one that is followed apart again: its own, or one anew after the head's answer.

    The head's answer was its own while they were together; nobody is late for having waited for it.
    """
    is_past = due_on is not None and due_on < today
    return today + timedelta(days=days) if head_answered and is_past else due_on


def lowered(own: date | None, due: date | None, first: date | None) -> tuple[date, date | None]:
    """The promise that a head keeps, the earliest one, and its own while another stands for it.

    `own` is its own promise if it was set aside, `due` the one that stands, `first` the earliest
    of those merged into it.
    """
    mine = own or due
    return (first, mine) if first is not None and first < mine else (mine, None)
