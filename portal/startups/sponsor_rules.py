"""When an organisation may join or leave the sponsors of a startup. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.startups.sheet_rules import check_past


def check_add(
    *, is_known: bool, share: int | None, others: Iterable[int | None], since: date, today: date
) -> None:
    """Raise Refused for a sponsor that is one already, for more than the whole, for tomorrow."""
    if is_known:
        raise Refused(_("Cette organisation la sponsorise déjà."), field="organisation")
    check_past(since, today, "since")
    left = 100 - sum(one or 0 for one in others)
    if share is not None and share > left:
        raise Refused(
            _("Les parts font plus de 100 %% : il reste %(left)s %%.", left=left), field="share"
        )


def check_end(*, last_on: date, since: date | None, today: date, motive: str) -> None:
    """Raise Refused unless it has left, after it came, and somebody says why."""
    check_past(last_on, today, "last_on")
    if since is not None and last_on < since:
        raise Refused(_("Le dernier jour précède le premier."), field="last_on")
    if not text.length(motive):
        raise Refused(_("Dites pourquoi : chacun des prévenus le lira."), field="motive")


def is_undoable(at: datetime | None, now: datetime) -> bool:
    """Whether it was said today: a slip is mended the same day, later it is told anew."""
    return at is not None and paris_day(at) == paris_day(now)


def check_undo(at: datetime | None, now: datetime) -> None:
    """Raise Refused once the day is over."""
    if not is_undoable(at, now):
        raise Refused(_("Cela s’annule le jour même seulement. Dites plutôt ce qui a changé."))
