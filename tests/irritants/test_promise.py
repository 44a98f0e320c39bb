from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from portal.irritants.promise import Pause, answer_due_on, days_left, paused_days, was_kept

DEPOSIT = date(2026, 1, 31)
OFFSETS = st.integers(0, 80)


def day(number):
    return DEPOSIT + timedelta(days=number)


@pytest.mark.parametrize(
    ("pauses", "today", "left"),
    [
        ([], day(0), 30),
        ([], day(30), 0),
        ([], day(31), -1),
        ([Pause(day(10))], day(10), 20),
        ([Pause(day(10))], day(25), 20),
        ([Pause(day(10), day(25))], day(25), 20),
        ([Pause(day(10), day(25))], day(45), 0),
        ([Pause(day(10), day(25)), Pause(day(26), day(30))], day(30), 19),
        ([Pause(day(10), day(10))], day(30), 0),
    ],
)
def test_the_clock_stands_still_while_the_author_completes(pauses, today, left):
    assert days_left(DEPOSIT, pauses, today) == left


def test_the_day_due_is_told():
    assert answer_due_on(DEPOSIT, [], DEPOSIT) == date(2026, 3, 2)
    assert answer_due_on(DEPOSIT, [], DEPOSIT, days=10) == date(2026, 2, 10)


@pytest.mark.parametrize(("answered", "kept"), [(30, True), (31, False)])
def test_the_promise_is_kept_on_the_last_day(answered, kept):
    assert was_kept(DEPOSIT, [], day(answered)) is kept


@given(spans=st.lists(st.tuples(OFFSETS, st.none() | OFFSETS), max_size=6), now=OFFSETS)
def test_paused_days_are_those_of_the_union(spans, now):
    pauses = [Pause(day(a), None if b is None else day(max(a, b))) for a, b in spans]
    still = {n for a, b in spans for n in range(a, min(now, now if b is None else max(a, b)))}
    assert paused_days(pauses, day(now)) == len(still)
