"""What one unit of impact costs, committee after committee. Pure.

The payments of a half-year are divided by what was obtained in that very half-year, whatever the
figures of the measure say: a quantity of a period, a total since the beginning, a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from portal.kernel.periods import add_months
from portal.startups.sheet_words import Better, Nature, NoCost

HALF_YEAR, YEAR = 6, 12
_CENT = Decimal("0.01")
# Months between the two readings of a total: about a half-year, or they tell of another time.
_LEAST_APART, _MOST_APART = 5, 7

Figures = list[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Obtained:
    """What a half-year brought, or a year: from which readings, and how many of its periods."""

    value: Decimal
    measured_on: date
    # The reading that a total is counted from.
    since: date | None = None
    known: int = 1
    periods: int = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Euros really paid for one unit of what was obtained, as a day could know it."""

    on: date
    half_year: date
    months: int
    paid: int
    nature: Nature
    obtained: Obtained
    each: Decimal

    @property
    def counted(self) -> Decimal:
        """The part of the payments that stands beside the periods that are known."""
        return Decimal(self.paid * self.obtained.known) / self.obtained.periods


def costs(
    days: Iterable[date], paid: dict[date, int], figures: Figures, nature: Nature | None
) -> list[Cost]:
    """The cost as each of these days could know it, in order; a day that could not is left out.

    `paid` gives the euros really paid by first day of half-year; `figures` are oldest first.
    """
    if nature is None or nature is Nature.RATE:
        return []
    spans = _spans(paid, nature)
    found = (_known(on, spans, figures, nature) for on in sorted(set(days)))
    return [one for one in found if one is not None]


def no_cost(
    found: list[Cost], nature: Nature | None, better: Better, paid: dict[date, int]
) -> NoCost | None:
    """Why nothing can be said of the cost; None when something is."""
    if found:
        return None
    if better is Better.DOWN:
        return NoCost.DOWN
    if nature is None:
        return NoCost.NATURE
    if nature is Nature.RATE:
        return NoCost.RATE
    return NoCost.FIGURES if paid else NoCost.PAYMENTS


def _spans(paid: dict[date, int], nature: Nature) -> list[tuple[date, int, int]]:
    """First day, months and euros of what is paid: half-years, or whole years for yearly figures."""
    if nature is not Nature.PER_YEAR:
        return [(first, HALF_YEAR, euros) for first, euros in sorted(paid.items())]
    following = {first: add_months(first, HALF_YEAR) for first in sorted(paid) if first.month == 1}
    return [
        (first, YEAR, paid[first] + paid[second])
        for first, second in following.items()
        if second in paid
    ]


def _known(on: date, spans: list, figures: Figures, nature: Nature) -> Cost | None:
    """By the latest span ended before this day whose payments and figures are both known."""
    for first, months, euros in reversed(spans):
        end = add_months(first, months) - timedelta(days=1)
        got = _obtained(nature, first, end, figures) if end < on else None
        if got is not None and got.value > 0:
            each = Decimal(euros * got.known) / got.periods / got.value
            each = each.quantize(_CENT, ROUND_HALF_UP)
            return Cost(on, first, months, euros, nature, got, each)
    return None


def _obtained(nature: Nature, first: date, end: date, figures: Figures) -> Obtained | None:
    inside = [(on, value) for on, value in figures if first <= on <= end]
    if not inside:
        return None
    if nature is Nature.STATE:
        return Obtained(inside[-1][1], inside[-1][0])
    if nature is Nature.TOTAL:
        return _added(first, inside, figures)
    return _summed(nature, first, end, inside)


def _added(first: date, inside: Figures, figures: Figures) -> Obtained | None:
    """What a total gained between the last readings of the half-year before and of this one."""
    start = add_months(first, -HALF_YEAR)
    before = [(on, value) for on, value in figures if start <= on < first]
    if not before:
        return None
    (since, base), (on, value) = before[-1], inside[-1]
    if not add_months(since, _LEAST_APART) <= on <= add_months(since, _MOST_APART):
        return None
    return Obtained(value - base, on, since)


def _summed(nature: Nature, first: date, end: date, inside: Figures) -> Obtained | None:
    """The sum of the periods that are known, when they are half of them at least."""
    last = {_period(on, first, nature): value for on, value in inside}
    periods = _period(end, first, nature) + 1
    if 2 * len(last) < periods:
        return None
    return Obtained(sum(last.values(), Decimal(0)), inside[-1][0], None, len(last), periods)


def _period(on: date, first: date, nature: Nature) -> int:
    """Which month, quarter, half-year or year of the span this day falls in, from 0."""
    return ((on.year - first.year) * 12 + on.month - first.month) // nature.months
