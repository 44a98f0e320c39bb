"""When a service is taken over, what its technical file lacks, and when its lesson is due."""

from datetime import date, timedelta
from itertools import product

import pytest

from portal.kernel.errors import Refused
from portal.startups import after_rules as rules
from portal.startups.after_words import (
    OfferState as State,
    OfferVerb as Verb,
    Reminder,
    TechnicalState,
    TechnicalTopic,
)
from portal.startups.words import Phase

SINCE, UNTIL = date(2026, 9, 1), date(2026, 12, 1)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), None),
        (date(2026, 10, 15), None),
        (date(2026, 10, 16), Reminder.HALF),
        (date(2026, 11, 15), Reminder.HALF),
        (date(2026, 11, 16), Reminder.LAST),
        (date(2026, 12, 1), Reminder.LAST),
        (date(2026, 12, 2), None),
    ],
)
def test_a_safeguard_is_recalled_at_half_time_then_fifteen_days_before_its_end(today, step):
    assert rules.reminder_due(today, SINCE, UNTIL) == step


def test_a_period_whose_first_day_is_not_known_lasted_three_months():
    assert rules.began(None, UNTIL) == SINCE
    assert rules.began(TODAY, UNTIL) == TODAY


@pytest.mark.parametrize(("phase", "until"), list(product([None, *Phase], [None, UNTIL])))
def test_only_what_is_safeguarded_or_asleep_may_be_taken_over(phase, until):
    expected = until is not None or phase is Phase.DORMANT
    assert rules.may_be_taken_over(phase, until) is expected
    if not expected:
        with pytest.raises(Refused):
            rules.check_may_be_taken_over(phase, until)


MOVES = {
    State.MADE: {
        Verb.ACCEPT: State.ACCEPTED,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
        Verb.LAPSE: State.LAPSED,
    },
    State.ACCEPTED: {
        Verb.TAKE: State.TAKEN,
        Verb.LEAVE: State.NOT_TAKEN,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
}


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_an_offer_lives_as_told(state, verb):
    goal = MOVES.get(state, {}).get(verb)
    if goal is not None:
        assert rules.OFFER.after(state, verb) == goal
        return
    with pytest.raises(Refused):
        rules.OFFER.after(state, verb)


@pytest.mark.parametrize(
    ("amount", "holds_until", "field"),
    [
        (0, TODAY + timedelta(days=1), "amount"),
        (1, TODAY, "holds_until"),
        (1, date(2027, 11, 24), "holds_until"),
        (1, TODAY + timedelta(days=1), None),
        (1, date(2027, 11, 23), None),
    ],
)
def test_an_offer_brings_money_and_holds_a_while(amount, holds_until, field):
    if field is None:
        rules.check_offer(amount, holds_until, TODAY)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_offer(amount, holds_until, TODAY)
    assert refusal.value.field == field


def test_the_file_lacks_what_is_unsaid_or_said_in_part():
    told = dict.fromkeys(TechnicalTopic, TechnicalState.KNOWN)
    assert rules.missing(told) == []
    told[TechnicalTopic.LICENCE] = TechnicalState.NOT_APPLICABLE
    told[TechnicalTopic.DATA] = TechnicalState.PARTLY
    del told[TechnicalTopic.USERS]
    assert rules.missing(told) == [TechnicalTopic.DATA, TechnicalTopic.USERS]
    assert rules.missing({}) == list(TechnicalTopic)


@pytest.mark.parametrize(
    ("days", "due"), [(44, False), (45, True), (60, True), (120, True), (121, False)]
)
def test_a_lesson_is_recalled_around_its_day(days, due):
    assert rules.lesson_due_on(SINCE) == date(2026, 10, 31)
    assert rules.lesson_reminder_is_due(SINCE + timedelta(days=days), SINCE) is due


@pytest.mark.parametrize("phase", [None, *Phase])
def test_a_lesson_is_told_of_a_stop(phase):
    if phase in (Phase.STOPPED, Phase.DORMANT):
        rules.check_taught(phase)
        return
    with pytest.raises(Refused):
        rules.check_taught(phase)


@pytest.mark.parametrize(
    ("published", "may_publish", "motive", "fine"),
    [
        (False, False, "", True),
        (True, False, "Une coquille.", False),
        (True, True, " ", False),
        (True, True, "Une coquille.", True),
    ],
)
def test_what_is_published_is_corrected_with_a_motive(published, may_publish, motive, fine):
    if fine:
        rules.check_correction(published, may_publish, motive)
        return
    with pytest.raises(Refused):
        rules.check_correction(published, may_publish, motive)
