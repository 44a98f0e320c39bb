from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from portal.kernel.errors import Refused
from portal.kernel.periods import is_working_day
from portal.startups import rules
from portal.startups.words import Escalation, Phase, TermNote, TermState

TERM = date(2026, 12, 4)
DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))
GRANTS = st.builds(
    rules.Grant,
    granted_from=DAYS,
    months=st.integers(1, 12),
    money_ends_on=st.none(),
    extension_months=st.integers(0, 2),
)


def days_after(day, days):
    return day + timedelta(days=days)


@pytest.mark.parametrize(
    ("previous", "decided", "expected"),
    [
        (None, date(2026, 6, 4), date(2026, 6, 4)),
        (date(2026, 6, 30), date(2026, 6, 4), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 1)),
    ],
)
def test_a_decision_in_time_follows_the_grant_before(previous, decided, expected):
    assert rules.granted_from(previous, decided) == expected


def test_chained_grants_clip_to_the_month_end_from_each_anchor():
    grant = rules.Grant(date(2026, 8, 31), 6)
    assert grant.nominal_on == date(2027, 2, 28)
    assert rules.Grant(date(2026, 8, 31), 12).nominal_on == date(2027, 8, 31)


@pytest.mark.parametrize(
    ("granted", "months", "money_end", "expected", "notes"),
    [
        # nothing in the way
        (date(2026, 4, 4), 6, None, date(2026, 10, 4), ()),
        # money ends 45 days or more after the term
        (date(2026, 4, 4), 6, date(2026, 11, 18), date(2026, 10, 4), ()),
        # one day less, and the committee moves with the money
        (date(2026, 4, 4), 6, date(2026, 11, 17), date(2026, 10, 3), (TermNote.MONEY,)),
        (
            date(2026, 4, 4),
            6,
            date(2026, 9, 30),
            date(2026, 8, 16),
            (TermNote.MONEY, TermNote.MONEY_SHORT),
        ),
        # the freeze, first and last day; 14 Dec 2026 is a Monday
        (date(2026, 6, 14), 6, None, date(2026, 12, 14), ()),
        (date(2026, 6, 15), 6, None, date(2026, 12, 14), (TermNote.FREEZE,)),
        (date(2026, 8, 5), 6, None, date(2026, 12, 14), (TermNote.FREEZE,)),
        (date(2026, 8, 6), 6, None, date(2027, 2, 6), ()),
        # 14 Dec 2025 is a Sunday
        (date(2025, 7, 1), 6, None, date(2025, 12, 12), (TermNote.FREEZE,)),
        # short grants stay where they are
        (date(2026, 11, 1), 2, None, date(2027, 1, 1), ()),
        (date(2026, 10, 1), 3, None, date(2026, 12, 14), (TermNote.FREEZE,)),
        # never in the first fourteen days: the term stands
        (
            date(2026, 12, 1),
            2,
            date(2027, 1, 20),
            date(2027, 2, 1),
            (TermNote.TOO_CLOSE, TermNote.MONEY_SHORT),
        ),
        (
            date(2026, 11, 30),
            3,
            date(2027, 2, 20),
            date(2026, 12, 14),
            (TermNote.MONEY, TermNote.FREEZE, TermNote.MONEY_SHORT),
        ),
        (date(2026, 12, 1), 3, None, date(2027, 3, 1), ()),
        (
            date(2026, 3, 2),
            6,
            date(2026, 4, 30),
            date(2026, 3, 16),
            (TermNote.MONEY, TermNote.MONEY_SHORT),
        ),
        (
            date(2026, 3, 2),
            6,
            date(2026, 4, 29),
            date(2026, 9, 2),
            (TermNote.TOO_CLOSE, TermNote.MONEY_SHORT),
        ),
        (date(2026, 11, 5), 3, None, date(2026, 12, 14), (TermNote.FREEZE,)),
        (
            date(2026, 12, 2),
            3,
            date(2027, 3, 1),
            date(2027, 3, 2),
            (TermNote.TOO_CLOSE, TermNote.MONEY_SHORT),
        ),
    ],
)
def test_target_date(granted, months, money_end, expected, notes):
    target = rules.Grant(granted, months, money_ends_on=money_end).target
    assert (target.on, target.notes) == (expected, notes)
    assert target.has_warning == (TermNote.TOO_CLOSE in notes)


@given(grant=GRANTS, money_days=st.none() | st.integers(1, 500))
def test_target_is_never_late_nor_hasty(grant, money_days):
    money = money_days and days_after(grant.granted_from, money_days)
    target = rules.target_date(grant.granted_from, grant.nominal_on, grant.months, money)
    assert target.nominal_on == grant.nominal_on
    assert days_after(grant.granted_from, 14) <= target.on <= grant.nominal_on
    if money and not target.has_warning:
        assert target.on <= days_after(money, -45)
    if grant.months >= 3 and not target.has_warning:
        assert not (target.on.month, target.on.day) >= (12, 15)
        assert not (target.on.month, target.on.day) <= (2, 5)
    if TermNote.FREEZE in target.notes:
        assert is_working_day(target.on) and target.on.month == 12 and target.on.day <= 14


@pytest.mark.parametrize("year", range(1995, 2095))
def test_the_freeze_runs_over_the_year_end(year):
    first, last = date(year, 12, 15), date(year + 1, 2, 5)
    assert not rules.in_freeze(days_after(first, -1)) and not rules.in_freeze(days_after(last, 1))
    frozen = [days_after(first, days) for days in range((last - first).days + 1)]
    assert all(rules.in_freeze(day) for day in frozen)
    assert {rules.before_freeze(day) for day in frozen} == {rules.before_freeze(first)}
    moved = rules.before_freeze(first)
    assert all(not is_working_day(days_after(moved, n)) for n in range(1, (first - moved).days))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (days_after(TERM, -61), TermState.ON_TIME),
        (days_after(TERM, -60), TermState.SOON),
        (TERM, TermState.SOON),
        (days_after(TERM, 1), TermState.OVERDUE),
    ],
)
def test_term_state_by_day(today, state):
    assert rules.term_state(today, TERM) == state


def test_term_state_watches_the_committee_date_when_it_comes_first():
    target = days_after(TERM, -45)
    assert rules.term_state(days_after(target, -60), TERM, target_on=target) == TermState.SOON
    assert rules.term_state(days_after(target, -61), TERM, target_on=target) == TermState.ON_TIME
    assert rules.term_state(days_after(target, 1), TERM, target_on=target) == TermState.SOON


def test_a_presumed_term_is_never_overdue():
    assert rules.term_state(days_after(TERM, 400), TERM, True) == TermState.PRESUMED


@pytest.mark.parametrize("phase", Phase)
def test_an_ended_startup_has_no_clock(phase):
    state = rules.term_state(days_after(TERM, 1), TERM, phase=phase)
    assert (state == TermState.ENDED) == phase.is_end


def test_no_grant_no_term():
    assert rules.term_state(TERM, None) == TermState.NONE


@pytest.mark.parametrize(
    ("committee", "phase", "expected"),
    [
        (None, None, None),
        (date(2026, 8, 31), None, date(2027, 2, 28)),
        (None, date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 1, 1), date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 4, 1), date(2026, 3, 1), date(2026, 10, 1)),
    ],
)
def test_presumed_term_is_six_months_after_the_latest_sign(committee, phase, expected):
    assert rules.presumed_term(committee, phase) == expected


@pytest.mark.parametrize(
    ("left", "reminder"),
    [
        (61, None),
        (60, 60),
        (46, 60),
        (45, 45),
        (31, 45),
        (30, 30),
        (8, 30),
        (7, 7),
        (0, 7),
        (-1, None),
    ],
)
def test_one_reminder_at_a_time(left, reminder):
    assert rules.reminder_due(days_after(TERM, -left), TERM) == reminder


@pytest.mark.parametrize(
    ("past", "count"), [(-1, 0), (0, 1), (14, 1), (15, 2), (29, 2), (30, 3), (400, 3)]
)
def test_escalation_climbs(past, count):
    levels = [Escalation.SPONSOR, Escalation.DIRECTOR, Escalation.PROGRAMME]
    assert rules.escalations_due(days_after(TERM, past), TERM) == levels[:count]


@given(today=DAYS, term=DAYS)
def test_overdue_exactly_when_days_are_counted(today, term):
    is_overdue = rules.term_state(today, term) == TermState.OVERDUE
    assert (
        is_overdue == (rules.days_overdue(today, term) > 0) == (not rules.was_in_time(today, term))
    )


def test_an_extension_replaces_the_term_once():
    grant = rules.Grant(date(2026, 8, 31), 6)
    longer = rules.extended(grant, 2, "Sponsor en cours de nomination")
    assert longer.nominal_on == date(2027, 4, 30)
    with pytest.raises(Refused, match="déjà été prolongé"):
        rules.extended(longer, 1, "Encore un mois")


@pytest.mark.parametrize(
    ("months", "motive", "field"), [(0, "m", "months"), (3, "m", "months"), (1, " ", "motive")]
)
def test_an_extension_is_short_and_motivated(months, motive, field):
    with pytest.raises(Refused) as refusal:
        rules.extended(rules.Grant(date(2026, 8, 31), 6), months, motive)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"months": 0}, "months"),
        ({"months": 13}, "months"),
        ({"amount": -1}, "amount"),
        ({"granted_from": date(2026, 7, 2)}, "granted_from"),
        ({"money_ends_on": date(2026, 6, 1)}, "money_ends_on"),
    ],
)
def test_a_recorded_grant_makes_sense(change, field):
    told = {"granted_from": date(2026, 6, 1), "months": 6, "amount": 150_000}
    rules.check_grant(rules.Grant(**told), today=date(2026, 7, 1))
    with pytest.raises(Refused) as refusal:
        rules.check_grant(rules.Grant(**(told | change)), today=date(2026, 7, 1))
    assert refusal.value.field == field
