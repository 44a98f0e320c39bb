"""What a ballot must say, and when a vote may be opened beside others. Pure."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from portal.committees.words import Choice, StopReason
from portal.kernel import text
from portal.kernel.errors import Refused

# Beyond, one votes from afar, over hours or days: votes stand side by side and mails tell of them.
LONGEST_IN_THE_ROOM = timedelta(hours=4)
LONGEST = timedelta(days=14)
REMINDER = timedelta(hours=24)
NEEDS_A_MOTIVE = frozenset({Choice.NO_GO, Choice.PROVISIONAL})


def is_from_afar(opened_at: datetime, closes_at: datetime) -> bool:
    """Whether a vote lasts longer than one stays in a room."""
    return closes_at - opened_at > LONGEST_IN_THE_ROOM


def reminds(opened_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether those who have not voted are told again: in the last day of a longer vote."""
    return closes_at - opened_at > REMINDER and timedelta(0) < closes_at - now <= REMINDER


def check_closing(closes_at: datetime, now: datetime) -> None:
    """Raise Refused unless a vote may close then: later, and within fourteen days."""
    if closes_at <= now:
        raise Refused(_("Choisissez une clôture à venir."), field="hour")
    if closes_at - now > LONGEST:
        raise Refused(_("Un vote dure au plus quatorze jours."), field="day")


def check_alone(under_way: str | None, closes_at: datetime, now: datetime) -> None:
    """Raise Refused while another point is voted upon in the room: one thing at a time there.

    `under_way` is its title; `closes_at` is when the vote about to open would close.
    """
    if under_way is not None and not is_from_afar(now, closes_at):
        raise Refused(
            _(
                "Un vote est déjà ouvert dans cette séance : « %(title)s ». Attendez sa clôture.",
                title=under_way,
            )
        )


def ballot_faults(choice: str | None, motive: str, reason: str | None) -> dict[str, str]:
    """What such a ballot still lacks: a sentence for each field, in the order of the form."""
    faults = {}
    if choice == Choice.NO_GO and reason not in StopReason.codes():
        faults["reason"] = _("Choisissez la raison de l’arrêt.")
    if choice in NEEDS_A_MOTIVE and not text.length(motive):
        faults["motive"] = _("Un arrêt ou un sursis se motive : dites pourquoi en une phrase.")
    return faults
