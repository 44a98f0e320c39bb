"""When a handover may change, and what it counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flask_babel import gettext as _

from portal.handovers.words import SETTLED, ExitStep, LineState, Reminder, Scenario
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months, months_between

LEAST_PRESENCE = 6
"""Months that people of the host spend in the team before the exit (founding document S1)."""

USUAL_MONTHS = {
    ExitStep.LAUNCH: (1, 3),
    ExitStep.VISION: (3, 6),
    ExitStep.ORGANISATION: (3, 6),
    ExitStep.IMPLEMENTATION: (5, 9),
}
"""How long each step usually lasts, in months (domain §2.2: twelve to eighteen in all)."""
_PROPOSED = {
    ExitStep.LAUNCH: 2,
    ExitStep.VISION: 4,
    ExitStep.ORGANISATION: 4,
    ExitStep.IMPLEMENTATION: 7,
}

CHECKED_AFTER = (6, 12)
"""Months after the exit at which a service is looked at again."""
_AHEAD_DAYS, _LATE_DAYS = 15, 15


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody of the host in the team, from a day to a last day included; None: still there."""

    starts_on: date
    ends_on: date | None
    share: int = 100


def usual_ends(begins_on: date) -> dict[ExitStep, date]:
    """When each step would usually be over, counted in calendar months from the first day."""
    ends, months = {}, 0
    for step in ExitStep:
        months += _PROPOSED[step]
        ends[step] = add_months(begins_on, months)
    return ends


def is_late(expected_on: date | None, done_on: date | None, today: date) -> bool:
    """Whether a step should be over and is not."""
    return done_on is None and expected_on is not None and expected_on < today


def presence(stays: Iterable[Stay], until: date) -> Fraction:
    """Months during which at least one person of the host is there, before the day `until`."""
    covered = _covered((one.starts_on, _end(one, until)) for one in stays)
    return sum((months_between(first, last) for first, last in covered), Fraction(0))


def full_time(stays: Iterable[Stay], until: date) -> Fraction:
    """The same stays as months of one person at full time: each counts for its share."""
    return sum(
        (
            months_between(one.starts_on, _end(one, until)) * Fraction(one.share, 100)
            for one in stays
        ),
        Fraction(0),
    )


def _end(stay: Stay, until: date) -> date:
    return min(until, stay.ends_on + timedelta(days=1)) if stay.ends_on else until


def _covered(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans put together where they meet or overlap; empty ones left out."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def is_hasty(months: Fraction) -> bool:
    """Whether the exit would be hurried: told, never blocking."""
    return months < LEAST_PRESENCE


def checks_due(left_on: date) -> dict[int, date]:
    """The days of the health checks, in calendar months clipped to the end of the month."""
    return {months: add_months(left_on, months) for months in CHECKED_AFTER}


def reminder_due(due_on: date, today: date) -> Reminder | None:
    """What to tell today of a health check that nobody did; None while it is far."""
    if today > due_on + timedelta(days=_LATE_DAYS):
        return Reminder.LATE
    return Reminder.DUE if today >= due_on - timedelta(days=_AHEAD_DAYS) else None


def opens_on(due_on: date) -> date:
    """The first day on which a health check may be told."""
    return due_on - timedelta(days=_AHEAD_DAYS)


def check_scenarios(scenario: Scenario, fallback: Scenario | None) -> None:
    """Raise Refused for a fallback that is the scenario itself."""
    if fallback is scenario:
        raise Refused(
            _("Choisissez un repli différent du scénario, ou laissez-le vide."), field="fallback"
        )


def check_stay(starts_on: date, ends_on: date | None) -> None:
    """Raise Refused for a last day before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Le dernier jour vient avant le premier."), field="ends_on")


def check_proof(state: LineState, proof: str, link: str) -> None:
    """Raise Refused unless what is done, or does not apply, is proven or explained."""
    if state in SETTLED and not text.length(proof) and not link:
        raise Refused(
            _("Dites ce qui le prouve, ou pourquoi c’est sans objet ; un lien suffit."),
            field="proof",
        )


def check_opened(due_on: date, today: date) -> None:
    """Raise Refused for a health check whose day is still far."""
    if today < opens_on(due_on):
        raise Refused(_("Ce bilan est encore loin : revenez à l’approche de sa date."))


def check_of_last_exit(is_last: bool, is_done: bool) -> None:
    """Raise Refused for what nobody saw of an exit that is over: the service came back since."""
    if not is_last and not is_done:
        raise Refused(_("Le service est revenu depuis cette sortie : ce bilan n’est plus attendu."))


def check_told(closed: bool, usage: str, source: str, runner: str) -> None:
    """Raise Refused unless a service that runs says who uses it, from what, and who runs it."""
    if closed:
        return
    asked = (
        ("usage", usage, _("Dites combien de personnes s’en servent.")),
        ("source", source, _("Dites d’où vient ce chiffre.")),
        ("runner", runner, _("Dites qui fait tourner le service.")),
    )
    for field, told, sentence in asked:
        if not text.length(told):
            raise Refused(sentence, field=field)
