"""What a ballot must say, and when a vote may be opened beside others. Pure."""

from flask_babel import gettext as _

from portal.committees.words import Choice, StopReason
from portal.kernel import text
from portal.kernel.errors import Refused

LONGEST_IN_THE_ROOM = 24 * 60
NEEDS_A_MOTIVE = frozenset({Choice.NO_GO, Choice.PROVISIONAL})


def check_alone(under_way: str | None, vote_minutes: int) -> None:
    """Raise Refused while another point of the sitting is voted upon: one thing at a time.

    `under_way` is its title. Votes that last for days are cast from afar, side by side.
    """
    if under_way is not None and vote_minutes <= LONGEST_IN_THE_ROOM:
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
