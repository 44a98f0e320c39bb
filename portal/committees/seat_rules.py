"""When a seat is given, and when its days may change. Pure."""

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.people.rules import in_force

# From a first day to the first day without; None when no end is known.
Span = tuple[date, date | None]


def check_place(holder: str | None) -> None:
    """Raise Refused if somebody holds this place, which is for one alone."""
    if holder is not None:
        raise Refused(
            _("%(name)s tient déjà cette place : mettez d’abord fin à son mandat.", name=holder),
            field="role",
        )


def check_seat_days(
    before: Span, after: Span, held_on: Iterable[date], say: Callable[[date], str]
) -> None:
    """Raise Refused if a seat would come or go on a day when a sitting was held to its end."""
    changed = [day for day in held_on if in_force(*before, day) != in_force(*after, day)]
    if changed:
        field = "starts_on" if before[0] != after[0] else "ends_on"
        raise Refused(
            _(
                "La séance du %(day)s s’est tenue avec ces sièges : qui y siégeait ne change plus.",
                day=say(max(changed)),
            ),
            field=field,
        )
