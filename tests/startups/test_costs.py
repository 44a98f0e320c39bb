"""What one unit of impact costs: what a half-year paid, for what that half-year brought."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from portal.kernel.errors import Refused
from portal.kernel.periods import add_months
from portal.startups import cost_says, costs, measuring
from portal.startups.sheet_words import Nature
from tests.startups.test_measures import PLEASED, TOLD, followed

FIRST, SECOND, THIRD = date(2025, 7, 1), date(2026, 1, 1), date(2026, 7, 1)
AMOUNT = st.integers(0, 1000)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
TODAY = date(2026, 11, 23)
COUNTED = [one for one in Nature if one is not Nature.RATE]


def months(first, *values):
    """A figure at the end of each month from this one; None for a month that is not known."""
    told = enumerate(values)
    return [(_end(first, n), Decimal(value)) for n, value in told if value is not None]


def _end(first, shift):
    return date.fromordinal(add_months(first, shift + 1).toordinal() - 1)


def on(day, value):
    return (date.fromisoformat(day), Decimal(value))


def known(paid, figures, nature, days=(TODAY,)):
    return costs.costs(days, paid, figures, nature)


def of(found):
    return [(str(one.each), one.obtained.known, one.obtained.periods) for one in found]


@pytest.mark.parametrize(
    ("nature", "figures", "expected"),
    [
        # Six months of about a thousand: a half-year of six thousand, and not one month of it.
        (Nature.PER_MONTH, months(SECOND, 1000, 1000, 1000, 1000, 1000, 1000), [("20.00", 6, 6)]),
        # Two months not known: two thirds of the payments for the four others.
        (Nature.PER_MONTH, months(SECOND, 1000, None, 1000, 1000, None, 1000), [("20.00", 4, 6)]),
        (Nature.PER_MONTH, months(SECOND, 1000, None, 1000, None, None, 1000), [("20.00", 3, 6)]),
        (Nature.PER_MONTH, months(SECOND, 1000, None, 1000), []),
        # What came after the half-year says nothing of it.
        (Nature.PER_MONTH, months(THIRD, 1000, 1000, 1000, 1000), []),
        # Twice the same month: its last figure is the one of the month.
        (
            Nature.PER_MONTH,
            [on("2026-01-10", 5), *months(SECOND, 1000, 1000, 1000)],
            [("20.00", 3, 6)],
        ),
        (Nature.PER_QUARTER, [on("2026-03-31", 4000), on("2026-06-30", 2000)], [("20.00", 2, 2)]),
        (Nature.PER_QUARTER, [on("2026-06-30", 3000)], [("20.00", 1, 2)]),
        (Nature.PER_HALF_YEAR, [on("2026-06-30", 6000)], [("20.00", 1, 1)]),
        # A total: what it gained from the end of a half-year to the end of the next.
        (Nature.TOTAL, [on("2025-12-31", 1000), on("2026-06-30", 7000)], [("20.00", 1, 1)]),
        (Nature.TOTAL, [on("2026-06-30", 7000)], []),
        (Nature.TOTAL, [on("2025-12-31", 7000), on("2026-06-30", 7000)], []),
        (Nature.TOTAL, [on("2025-12-31", 7000), on("2026-06-30", 6000)], []),
        # Readings that tell of another time than six months.
        (Nature.TOTAL, [on("2025-08-31", 1000), on("2026-06-30", 7000)], []),
        (Nature.TOTAL, [on("2025-12-31", 1000), on("2026-02-28", 7000)], []),
        (Nature.STATE, [on("2026-01-31", 1), on("2026-06-15", 6000)], [("20.00", 1, 1)]),
        (Nature.STATE, [on("2025-12-31", 6000)], []),
        (Nature.RATE, [on("2026-06-30", 87)], []),
        (None, [on("2026-06-30", 6000)], []),
        (Nature.PER_HALF_YEAR, [on("2026-06-30", 0)], []),
    ],
)
def test_what_was_paid_is_divided_by_what_the_same_half_year_brought(nature, figures, expected):
    assert of(known({SECOND: 120_000}, figures, nature)) == expected


@pytest.mark.parametrize(
    ("paid", "day", "expected"),
    [
        # A year is divided by its own payments, both halves known.
        ({date(2025, 1, 1): 40_000, FIRST: 80_000}, TODAY, [("20.00", 1, 1)]),
        ({FIRST: 80_000}, TODAY, []),
        ({date(2025, 1, 1): 40_000, FIRST: 80_000}, date(2025, 12, 31), []),
    ],
)
def test_a_yearly_figure_stands_beside_the_payments_of_its_year(paid, day, expected):
    found = known(paid, [on("2025-12-31", 6000)], Nature.PER_YEAR, [day])

    assert of(found) == expected
    assert [cost_says.span(one) for one in found] == ["année 2025"] * len(found)


@pytest.mark.parametrize(
    ("days", "paid", "each"),
    [
        ([date(2026, 6, 30)], {SECOND: 1000}, []),
        ([date(2026, 7, 1)], {SECOND: 1000}, ["100.00"]),
        # The half-year under way is not whole: the one before speaks.
        ([date(2026, 12, 31)], {SECOND: 1000, THIRD: 400}, ["100.00"]),
        ([date(2027, 1, 1)], {SECOND: 1000, THIRD: 400}, ["10.00"]),
        ([date(2027, 1, 1), date(2026, 8, 1)], {SECOND: 1000, THIRD: 400}, ["100.00", "10.00"]),
        # Paid, but nothing measured in it: the last half-year of which both are known.
        ([date(2027, 8, 1)], {THIRD: 400, date(2027, 1, 1): 900}, ["10.00"]),
        ([date(2026, 8, 1)], {}, []),
    ],
)
def test_each_committee_knows_the_half_years_that_had_ended(days, paid, each):
    figures = [on("2026-06-30", 10), on("2026-12-31", 40)]
    found = known(paid, figures, Nature.PER_HALF_YEAR, days)

    assert [str(one.each) for one in found] == each


def test_two_committees_of_one_half_year_are_no_move():
    paid, figures = {FIRST: 3000, SECOND: 2000}, [on("2025-12-31", 10), on("2026-06-30", 10)]
    days = [date(2026, 3, 1), date(2026, 8, 1), date(2026, 9, 1)]

    assert "baisse" in cost_says.moves(known(paid, figures, Nature.PER_HALF_YEAR, days))
    assert cost_says.moves(known(paid, figures, Nature.PER_HALF_YEAR, days[1:])) == ""


@given(
    st.lists(DAYS, max_size=8),
    st.dictionaries(st.sampled_from([date(y, m, 1) for y in (2025, 2026) for m in (1, 7)]), AMOUNT),
    st.dictionaries(DAYS, AMOUNT, max_size=12),
    st.sampled_from(COUNTED),
)
def test_a_cost_knows_nothing_of_what_came_after(days, paid, figures, nature):
    figures = sorted((day, Decimal(value)) for day, value in figures.items())
    found = costs.costs(days, paid, figures, nature)

    assert [one.on for one in found] == sorted({one.on for one in found})
    for one in found:
        ends = add_months(one.half_year, one.months)
        assert one.obtained.measured_on < ends <= one.on
        later = {half: euros for half, euros in paid.items() if half < ends}
        seen = [(day, value) for day, value in figures if day < ends]
        assert costs.costs([one.on], later, seen, nature) == [one]


@given(AMOUNT, st.lists(st.integers(1, 1000), min_size=6, max_size=6), st.data())
def test_equal_months_cost_the_same_however_many_are_missing(paid, values, data):
    kept = data.draw(st.sets(st.integers(0, 5), min_size=3))
    alike = [values[0] if n in kept else None for n in range(6)]
    whole = known({SECOND: paid}, months(SECOND, *[values[0]] * 6), Nature.PER_MONTH)

    partial = known({SECOND: paid}, months(SECOND, *alike), Nature.PER_MONTH)
    assert [one.each for one in partial] == [one.each for one in whole]


# What a measure says


def test_a_rate_is_not_counted(studio):
    startup = studio.made()
    studio.session.expire_all()
    for told in (TOLD | {"unit": "%"}, PLEASED):
        with pytest.raises(Refused, match="taux"):
            followed(studio, startup, **(told | {"nature": Nature.PER_MONTH}))
        followed(studio, startup, **(told | {"nature": Nature.RATE}))


def test_what_its_figures_say_is_mended_after_some_exist(studio):
    startup = studio.made()
    studio.session.expire_all()
    measure = followed(studio, startup)
    told = TOLD | {"nature": Nature.STATE}
    measuring.change(studio.session, studio.actor("team"), startup, measure, **told, now=studio.now)

    assert measure.nature is Nature.STATE
