"""Where the figures of a series fall in their picture. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import format_date, format_decimal

from portal.kernel.periods import days_between

WIDTH, TOP, FOOT = 1000, 34, 190


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure: where it stands, its day and whether both are written."""

    x: int
    y: int
    figure: Decimal
    on: date
    is_said: bool

    @property
    def value(self) -> str:
        """The figure, as the language writes it."""
        return format_decimal(self.figure)

    @property
    def day(self) -> str:
        """Its month."""
        return format_date(self.on, "MMM y")


@dataclass(frozen=True, slots=True)
class Series:
    """What `series_chart` draws, in units of 0..1000 by 0..220."""

    dots: list[Dot]
    foot: int = FOOT
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def line(self) -> str:
        """The line through the dots, as the points of a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def series(
    figures: list[tuple[date, Decimal]], marks: Sequence[tuple[date, str]] = ()
) -> Series | None:
    """The picture of these dated figures, oldest first; None for fewer than two.

    The foot is zero, so that a small change never looks large. `marks` are days that change what
    the figures mean: those within the picture are drawn across it.
    """
    if len(figures) < 2:
        return None
    first, last = figures[0][0], figures[-1][0]
    across = WIDTH / max(1, days_between(first, last))
    most = max(value for _on, value in figures) or Decimal(1)
    said = _said(figures)
    return Series(
        [
            Dot(
                x=round(days_between(first, on) * across),
                y=round(FOOT - (FOOT - TOP) * float(value / most)),
                figure=value,
                on=on,
                is_said=place in said,
            )
            for place, (on, value) in enumerate(figures)
        ],
        marks=tuple(
            (round(days_between(first, on) * across), label)
            for on, label in marks
            if first <= on <= last
        ),
    )


def _said(figures: list[tuple[date, Decimal]]) -> set[int]:
    """The dots whose value is written: the first, the last, the highest and the lowest."""
    values = [value for _on, value in figures]
    ends = {0, len(values) - 1}
    if len(values) <= 6:
        return set(range(len(values)))
    return ends | {values.index(max(values)), values.index(min(values))}
