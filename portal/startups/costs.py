"""What the impact costs, committee after committee. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.kernel.periods import half_year_end

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cost:
    """Euros really paid in the last whole half-year, for one unit of the last figure known."""

    on: date
    half_year: date
    paid: int
    value: Decimal
    measured_on: date
    each: Decimal


def costs(
    days: Iterable[date], paid: dict[date, int], figures: list[tuple[date, Decimal]]
) -> list[Cost]:
    """The cost as each of these days could know it, in order; a day that could not is left out.

    `paid` gives the euros really paid by first day of half-year; `figures` are oldest first.
    """
    found = (_known(on, paid, figures) for on in sorted(set(days)))
    return [one for one in found if one is not None]


def _known(on: date, paid: dict[date, int], figures: list[tuple[date, Decimal]]) -> Cost | None:
    ended = [first for first in paid if half_year_end(first) < on]
    seen = [(day, value) for day, value in figures if day <= on and value > 0]
    if not ended or not seen:
        return None
    half, (measured_on, value) = max(ended), seen[-1]
    each = (Decimal(paid[half]) / value).quantize(_CENT, ROUND_HALF_UP)
    return Cost(on, half, paid[half], value, measured_on, each)
