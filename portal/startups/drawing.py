"""Where things fall in the pictures: the line of phases and the line of months. Pure."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, gettext as _

from portal.kernel.periods import add_months, days_between
from portal.startups.models import PhasePeriod
from portal.startups.words import TermState

WIDTH = 1000
MONTHS_BACK, MONTHS_AHEAD = 3, 12
HIGHEST = 120


@dataclass(frozen=True, slots=True)
class Frieze:
    """What `phase_timeline` draws, in units of 0..1000."""

    bars: list[dict]
    years: list[dict]
    today: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """A column of the line of months: how many terms, firm and presumed, and their bars."""

    first: date
    label: str
    firm: int
    presumed: int
    x: int
    width: int
    firm_height: int
    presumed_height: int

    @property
    def total(self) -> int:
        return self.firm + self.presumed

    @property
    def code(self) -> str:
        """How the address says this month."""
        return f"{self.first:%Y-%m}"


def frieze(periods: list[PhasePeriod], today: date) -> Frieze:
    """The phases from the first to today (or to the last one told, if later)."""
    shown = [(one, _end(periods, place, today)) for place, one in enumerate(periods)]
    first = min(one.starts_on for one, _until in shown)
    last = max([today, *(until for _one, until in shown)])
    scale = WIDTH / max(1, days_between(first, last))
    bars = [
        {
            "label": _label(one),
            "x": round(days_between(first, one.starts_on) * scale),
            "width": round(max(0, days_between(one.starts_on, until)) * scale),
            "kind": one.phase.value,
        }
        for one, until in shown
    ]
    years = [
        {"x": round(days_between(first, date(year, 1, 1)) * scale), "label": year}
        for year in range(first.year + 1, last.year + 1)
    ]
    return Frieze(bars, years, round(days_between(first, today) * scale))


def months_line(terms: dict[date, dict[TermState, int]], today: date) -> list[Month]:
    """The months around today, each with the terms that fall in it; none if there are none."""
    months = [
        add_months(today.replace(day=1), shift) for shift in range(-MONTHS_BACK, MONTHS_AHEAD + 1)
    ]
    told = [(month, *_firm_and_presumed(terms.get(month, {}))) for month in months]
    most = max(firm + presumed for _month, firm, presumed in told)
    if not most:
        return []
    width = WIDTH // len(months)
    return [
        Month(
            first=month,
            label=format_date(month, "MMM"),
            firm=firm,
            presumed=presumed,
            x=place * width,
            width=width - 8,
            firm_height=round(firm * HIGHEST / most),
            presumed_height=round(presumed * HIGHEST / most),
        )
        for place, (month, firm, presumed) in enumerate(told)
    ]


def beyond(terms: dict[date, dict[TermState, int]], months: list[Month]) -> tuple[int, int]:
    """How many terms fall before and after the months that are drawn."""
    if not months:
        return 0, 0
    before = [told for month, told in terms.items() if month < months[0].first]
    after = [told for month, told in terms.items() if month > months[-1].first]
    return _sum(before), _sum(after)


def _sum(told: list[dict[TermState, int]]) -> int:
    return sum(sum(_firm_and_presumed(one)) for one in told)


def _firm_and_presumed(counts: dict[TermState, int]) -> tuple[int, int]:
    firm = (TermState.OVERDUE, TermState.SOON, TermState.ON_TIME)
    return sum(counts.get(state, 0) for state in firm), counts.get(TermState.PRESUMED, 0)


def _end(periods: list[PhasePeriod], place: int, today: date) -> date:
    one = periods[place]
    if one.phase.is_end:
        return one.starts_on
    following = (
        periods[place + 1].starts_on if place + 1 < len(periods) else max(today, one.starts_on)
    )
    return one.ends_on or following


def _label(period: PhasePeriod) -> str:
    on = format_date(period.starts_on, "MMMM y")
    return _("%(phase)s depuis %(on)s", phase=period.phase.label, on=on)
