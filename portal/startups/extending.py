"""Which extensions a term still allows, and when: only if the committee cannot meet in time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from flask_babel import gettext as _

from portal.kernel.errors import Refused
from portal.startups.rules import LONGEST_EXTENSION, Grant, check_extension
from portal.startups.words import GrantKind
from portal.web.filters import day_text


class Running(Protocol):
    """What is read of the grant that runs."""

    kind: str
    decided_on: date
    decision_ref: str | None
    terms: Grant


def why_not(grant: Running | None, today: date, window_days: int) -> str:
    """Why no extension may be signed today; nothing when one may.

    It stands for the committee that cannot meet before the term: so neither before the window in
    which the term enters an agenda, nor once the committee has spoken within it. A provisional
    grant lasts what the design allows, once.
    """
    if grant is None:
        return _("Aucun financement en cours ne peut être prolongé.")
    opens_on = grant.terms.nominal_on - timedelta(days=window_days)
    if grant.kind == GrantKind.PROVISIONAL:
        return _("Un sursis ne se prolonge pas : la suite revient au comité.")
    if today < opens_on:
        return _(
            "Une prolongation se signe à partir du %(day)s, si le comité ne peut se tenir avant le terme.",
            day=day_text(opens_on),
        )
    if grant.decision_ref is not None and grant.decided_on >= opens_on:
        return _(
            "Le comité s’est prononcé le %(day)s : ce financement ne se prolonge pas.",
            day=day_text(grant.decided_on),
        )
    return ""


def offers(grant: Running | None, today: date, window_days: int) -> dict[int, date]:
    """The months that may be signed today, each with the term it would give."""
    if grant is None or grant.terms.extension_months or why_not(grant, today, window_days):
        return {}
    found = {months: term_with(grant.terms, months) for months in range(1, LONGEST_EXTENSION + 1)}
    return {months: term for months, term in found.items() if term >= today}


def term_with(grant: Grant, months: int) -> date:
    """The term once so extended."""
    return replace(grant, extension_months=months).nominal_on


def check(grant: Running, months: int, motive: str, today: date, window_days: int) -> None:
    """Raise Refused unless the grant may be so extended now, to a day that is not past."""
    check_extension(grant.terms, months, motive)
    if told := why_not(grant, today, window_days):
        raise Refused(told)
    if term_with(grant.terms, months) < today:
        raise Refused(
            _("Même prolongé, ce terme resterait passé : la suite revient au comité."),
            field="months",
        )
