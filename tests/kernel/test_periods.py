from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from portal.kernel import periods

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def month_later_by_hand(day, months):
    """Walk month by month, then clip: written without the code under test."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize("months", [1, 2, 3, 6, 8, 12])
def test_terms_of_every_start_day_agree_with_the_calendar(months):
    day, last = date(1990, 1, 1), date(2100, 12, 31)
    while day <= last:
        assert periods.add_months(day, months) == month_later_by_hand(day, months), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        (1, date(2027, 2, 28)),
        (2, date(2027, 8, 31)),
        (3, date(2028, 2, 29)),
        (4, date(2028, 8, 31)),
    ],
)
def test_terms_come_back_to_the_day_of_the_anchor(k, expected):
    assert periods.kth_term(date(2026, 8, 31), 6, k) == expected


@given(day=DAYS, months=st.integers(1, 12), k=st.integers(1, 20))
def test_terms_never_leave_their_month_nor_pass_the_day_of_the_anchor(day, months, k):
    term = periods.kth_term(day, months, k)
    assert (term.year - day.year) * 12 + term.month - day.month == months * k
    assert term.day == min(day.day, monthrange(term.year, term.month)[1])


@given(day=DAYS, months=st.integers(-24, 24))
def test_going_back_never_passes_the_start(day, months):
    assert periods.add_months(periods.add_months(day, months), -months) <= day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 11), False),  # Armistice
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 7, 14), False),
        (date(2026, 12, 26), False),  # Saturday
        (date(2025, 12, 26), True),  # a holiday in Alsace alone
    ],
)
def test_working_days_know_the_holidays(day, works):
    assert periods.is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 11), date(2026, 11, 10), date(2026, 11, 12)),
        (date(2025, 12, 14), date(2025, 12, 12), date(2025, 12, 15)),
        (date(2027, 1, 3), date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_nearest_working_days(day, before, after):
    assert periods.last_working_day_before(day) == before
    assert periods.next_working_day(day) == after


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_paris_day_follows_summer_and_winter(moment, day):
    assert periods.paris_day(moment) == day


@given(day=DAYS)
def test_a_paris_day_holds_its_moments(day):
    start, end = periods.start_of_paris_day(day), periods.end_of_paris_day(day)
    assert periods.paris_day(start) == day
    assert periods.paris_day(start - timedelta(seconds=1)) == day - timedelta(days=1)
    assert end - start in {timedelta(hours=hours) for hours in (23, 24, 25)}


def test_a_moment_without_zone_is_a_bug():
    with pytest.raises(ValueError, match="zone"):
        periods.paris_day(datetime(2026, 1, 1))


def test_days_between_is_signed():
    assert periods.days_between(date(2026, 2, 28), date(2026, 3, 1)) == 1
    assert periods.days_between(date(2026, 3, 1), date(2026, 2, 28)) == -1


def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_skipped_is_none():
    twice = periods.paris_moment(date(2026, 10, 25), time(2, 30))
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    with pytest.raises(ValueError, match="skip"):
        periods.paris_moment(date(2026, 3, 29), time(2, 30))
