"""Months, working days and Paris days: the only place where they are computed."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def add_months(day: date, months: int) -> date:
    """`day` plus calendar months (may be negative), clipped to the end of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def kth_term(anchor: date, months: int, k: int) -> date:
    """The k-th term of periods of `months` months, always counted from the anchor.

    From 31 August by six months: 28 or 29 February, then 31 August again.
    """
    return add_months(anchor, months * k)


def months_between(start: date, end: date) -> Fraction:
    """Calendar months from `start` to `end`: whole ones, then the part of the one begun.

    Nothing when `end` comes first.
    """
    whole = max(0, (end.year - start.year) * 12 + end.month - start.month)
    if add_months(start, whole) > end:
        whole -= 1
    if whole < 0:
        return Fraction(0)
    first, following = add_months(start, whole), add_months(start, whole + 1)
    return whole + Fraction((end - first).days, (following - first).days)


def half_year_of(day: date) -> date:
    """The first day of the half-year in which `day` falls: 1 January or 1 July."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def half_year_end(day: date) -> date:
    """The last day of the half-year in which `day` falls."""
    return add_months(half_year_of(day), 6) - timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday, nor a public holiday of metropolitan France."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def last_working_day_before(day: date) -> date:
    """The last working day on or before `day`."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_working_day(day: date) -> date:
    """The first working day on or after `day`."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def days_between(start: date, end: date) -> int:
    """Days from `start` to `end`; negative when `end` comes first."""
    return (end - start).days


def paris_day(moment: datetime) -> date:
    """The day it is in Paris at `moment`. Raises ValueError on a moment without a zone."""
    return to_paris(moment).date()


def to_paris(moment: datetime) -> datetime:
    """The same moment on the clocks of Paris. Raises ValueError on a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(PARIS)


def paris_moment(day: date, hour: time) -> datetime:
    """That day at that hour in Paris; of two hours alike, the first.

    Raises ValueError for an hour that the clocks skip, the night when summer time begins.
    """
    told = datetime.combine(day, hour, PARIS)
    if told.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != told.replace(tzinfo=None):
        raise ValueError("an hour that the clocks skip")
    return told


def start_of_paris_day(day: date) -> datetime:
    """The first moment of `day` in Paris, in UTC."""
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)


def end_of_paris_day(day: date) -> datetime:
    """The first moment that is no longer `day` in Paris, in UTC."""
    return start_of_paris_day(day + timedelta(days=1))


@cache
def _holidays_of(year: int) -> frozenset[date]:
    # Imported here: the library weighs more than the rest of the kernel.
    from holidays import country_holidays

    return frozenset(country_holidays("FR", years=year))
