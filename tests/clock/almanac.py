"""Days, months and French holidays, reckoned here and nowhere else: nothing of the portal's."""

from datetime import date, timedelta

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def length(year: int, month: int) -> int:
    """How many days this month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _LENGTHS[month - 1]


def months_after(day: date, months: int) -> date:
    """So many months later, month by month; the last day of a month that is too short."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, length(year, month)))


def easter(year: int) -> date:
    """The Sunday of Easter (Gauss, as Butcher wrote it)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_worked(day: date) -> bool:
    """Neither a weekend nor a French holiday."""
    after = (day - easter(day.year)).days
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED and after not in (1, 39, 50)


def eve_of_freeze(day: date) -> date | None:
    """The last worked day before the freeze of the year's end, for a day inside it; else None."""
    if (day.month, day.day) >= (12, 15):
        found = date(day.year, 12, 14)
    elif (day.month, day.day) <= (2, 5):
        found = date(day.year - 1, 12, 14)
    else:
        return None
    while not is_worked(found):
        found -= timedelta(days=1)
    return found
