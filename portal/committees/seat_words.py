"""The days of a seat, in words."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from portal.web.filters import day_text


def seat_days(starts_on: date, last_on: date | None) -> Callable[[], str]:
    """What says from when to when a seat counts, in the language in force when it is called."""

    def say() -> str:
        first = day_text(starts_on, "d MMMM y")
        if last_on is None:
            return _("Du %(first)s, sans terme.", first=first)
        last = day_text(last_on, "d MMMM y")
        return _("Du %(first)s au %(last)s, ce dernier jour compris.", first=first, last=last)

    return say
