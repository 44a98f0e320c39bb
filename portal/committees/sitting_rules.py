"""What a convening promises: the day, the agenda, the dossiers that stand still. Pure."""

from datetime import datetime

from flask_babel import gettext as _

from portal.committees.words import SittingState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day


def may_begin(starts_at: datetime, now: datetime) -> bool:
    """Whether its day has come, in Paris: those convened for that day know when it opens."""
    return paris_day(now) >= paris_day(starts_at)


def check_change(state: str, motive: str) -> None:
    """Raise Refused unless an agenda that was already told changes with a motive."""
    if state != SittingState.PLANNED and not text.length(motive):
        raise Refused(
            _("La séance est déjà convoquée : indiquez le motif d’urgence."), field="motive"
        )


def is_late(joined_at: datetime | None, freezes_at: datetime) -> bool:
    """Whether a point entered once the dossiers of its sitting had frozen: its own is written yet."""
    return joined_at is not None and joined_at >= freezes_at
