"""Where things fall in the picture of the promise, month by month. Pure."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from portal.irritants.reckoning import Share

WIDTH, HIGHEST, GAP = 1000, 120, 8


@dataclass(frozen=True, slots=True)
class Column:
    """A month: what was answered in it, in time and late, and the heights of both bars."""

    first: date
    label: str
    share: Share
    x: int
    width: int
    in_time_height: int
    late_height: int


def columns(months: list[tuple[date, Share]]) -> list[Column]:
    """The bars of these months, in units of 0..1000; none if nothing was answered."""
    most = max((share.total for _first, share in months), default=0)
    if not most:
        return []
    step = WIDTH // len(months)
    return [
        Column(
            first=first,
            label=format_date(first, "MMM"),
            share=share,
            x=place * step,
            width=step - GAP,
            in_time_height=round(share.in_time * HIGHEST / most),
            late_height=round(share.late * HIGHEST / most),
        )
        for place, (first, share) in enumerate(months)
    ]
