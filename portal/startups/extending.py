"""Which extensions a term still allows. Pure."""

from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.startups.rules import LONGEST_EXTENSION, Grant, check_extension


def offers(grant: Grant | None, today: date) -> dict[int, date]:
    """The months that may be signed today, each with the term it would give."""
    if grant is None or grant.extension_months:
        return {}
    found = {months: term_with(grant, months) for months in range(1, LONGEST_EXTENSION + 1)}
    return {months: term for months, term in found.items() if term >= today}


def term_with(grant: Grant, months: int) -> date:
    """The term once so extended."""
    return replace(grant, extension_months=months).nominal_on


def check(grant: Grant, months: int, motive: str, today: date) -> None:
    """Raise Refused unless the grant may be so extended, to a day that is not past."""
    check_extension(grant, months, motive)
    if term_with(grant, months) < today:
        raise Refused(
            _("Même prolongé, ce terme resterait passé : la suite revient au comité."),
            field="months",
        )
