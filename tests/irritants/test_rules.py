from datetime import date, timedelta

import pytest

from portal.irritants import rules
from portal.irritants.words import (
    ANSWERED_STATES,
    ENDED_STATES,
    NEGATIVE_EXITS,
    OPEN_STATES,
    IrritantState,
    IrritantVerb,
)
from portal.kernel.errors import Refused

TODAY = date(2026, 11, 23)
TOLD = {
    "motive_code": "too_small",
    "motive": "Une dizaine de demandes par an, traitées en direct.",
    "destination": "irr-7k2m9qhx",
    "review_on": date(2027, 11, 23),
}

MAIN_ROAD = ["submit", "qualify", "select", "investigate", "answer"]


def walk(*verbs):
    state = "draft"
    for verb in verbs:
        state = rules.IRRITANT.after(state, verb)
    return state


@pytest.mark.parametrize(
    ("steps", "state"),
    list(enumerate(["draft", "submitted", "qualified", "selected", "investigating", "answered"])),
)
def test_the_main_road(steps, state):
    assert walk(*MAIN_ROAD[:steps]) == state


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        (["submit", "return"], "returned"),
        (["submit", "return", "complete"], "submitted"),
        (["submit", "return", "withdraw"], "withdrawn"),
        (["submit", "withdraw"], "withdrawn"),
        (["submit", "merge"], "merged"),
        (["submit", "qualify", "decline"], "declined"),
        (["submit", "decline", "reopen"], "submitted"),
        (["submit", "park", "reopen"], "submitted"),
        (["submit", "redirect", "reopen"], "submitted"),
        (["submit", "qualify", "select", "investigate", "conclude"], "inconclusive"),
        (["submit", "qualify", "select", "investigate", "release"], "selected"),
    ],
)
def test_side_roads(verbs, state):
    assert walk(*verbs) == state


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", "qualify"),
        ("submitted", "submit"),
        ("submitted", "select"),
        ("qualified", "withdraw"),
        ("selected", "decline"),
        ("investigating", "merge"),
        ("answered", "reopen"),
        ("inconclusive", "reopen"),
        ("withdrawn", "reopen"),
        ("merged", "reopen"),
    ],
)
def test_roads_that_do_not_exist(state, verb):
    with pytest.raises(Refused):
        rules.IRRITANT.after(state, verb)


def test_every_state_is_reached_and_every_verb_used():
    assert rules.IRRITANT.states == set(IrritantState)
    assert {verb for _, verb in rules.IRRITANT.moves} == set(IrritantVerb)


def test_reopening_is_for_three_answers_alone():
    reopened = {state for state in IrritantState if rules.IRRITANT.can(state, "reopen")}
    assert reopened == {"declined", "parked", "redirected"}


def test_groups_of_states_leave_no_state_out():
    assert OPEN_STATES | ANSWERED_STATES | {"draft", "withdrawn"} == set(IrritantState)
    assert not OPEN_STATES & ANSWERED_STATES and NEGATIVE_EXITS < ENDED_STATES
    ended = {state for state in IrritantState if not rules.accepts_support(state)}
    # What is kept for later is no end.
    assert ended == (ENDED_STATES - {"parked"}) | {"draft"}


@pytest.mark.parametrize("verb", ["return", "decline", "park", "redirect", "merge"])
def test_an_answer_is_complete_or_names_what_is_missing(verb):
    assert rules.check_move("submitted", verb, today=TODAY, **TOLD)
    for field in rules.NEEDS[IrritantVerb(verb)]:
        with pytest.raises(Refused) as refusal:
            rules.check_move(
                "submitted",
                verb,
                today=TODAY,
                **(TOLD | {field: None if field == "review_on" else ""}),
            )
        assert refusal.value.field == field


def test_every_negative_exit_of_triage_needs_something():
    verbs = {verb for (_, verb), after in rules.IRRITANT.moves.items() if after in NEGATIVE_EXITS}
    assert verbs <= set(rules.NEEDS)


@pytest.mark.parametrize("code", ["existing_service", "existing_solution", "duplicate"])
def test_pointing_elsewhere_says_where(code):
    with pytest.raises(Refused) as refusal:
        rules.check_move(
            "submitted",
            "decline",
            today=TODAY,
            **(TOLD | {"motive_code": code, "destination": " "}),
        )
    assert refusal.value.field == "destination"
    assert (
        rules.check_move("submitted", "decline", today=TODAY, **(TOLD | {"destination": ""}))
        == "declined"
    )


@pytest.mark.parametrize(
    ("motive", "is_enough"),
    [("x" * 30, True), ("x" * 29, False), (" " * 40, False), ("x" + " " * 40 + "y", False)],
)
def test_a_motive_says_something(motive, is_enough):
    if is_enough:
        rules.check_motive(motive)
    else:
        with pytest.raises(Refused, match="30 caractères"):
            rules.check_motive(motive)


@pytest.mark.parametrize(
    ("day", "is_fine"),
    [
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
        (date(2028, 11, 23), True),
        (date(2028, 11, 24), False),
        (None, False),
    ],
)
def test_the_review_day_is_ahead_within_two_years(day, is_fine):
    if is_fine:
        rules.check_review_day(day, TODAY)
    else:
        with pytest.raises(Refused):
            rules.check_review_day(day, TODAY)


@pytest.mark.parametrize(
    ("before", "after"),
    [("submitted", "submitted"), ("qualified", "qualified"), ("declined", "submitted")],
)
def test_undoing_a_merge_gives_the_state_back(before, after):
    assert rules.state_unmerged(before) == after


@pytest.mark.parametrize(("days", "last"), [(15, date(2026, 11, 8)), (5, date(2026, 11, 18))])
def test_a_transfer_is_answered_within_the_days_promised(days, last):
    rules.check_transfer_answer(last, days, TODAY)
    with pytest.raises(Refused, match="pris fin"):
        rules.check_transfer_answer(last - timedelta(days=1), days, TODAY)


@pytest.mark.parametrize(
    ("answered_on", "today", "may"),
    [
        (date(2026, 11, 23), date(2026, 11, 22), False),
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 23), date(2027, 1, 23), True),
        (date(2026, 11, 23), date(2027, 1, 24), False),
        (date(2026, 12, 31), date(2027, 2, 28), True),
        (date(2026, 12, 31), date(2027, 3, 1), False),
    ],
)
def test_a_review_is_asked_within_two_months(answered_on, today, may):
    assert rules.may_appeal(answered_on, today) is may


@pytest.mark.parametrize("state", IrritantState)
def test_the_author_edits_a_draft_or_what_is_sent_back(state):
    assert rules.accepts_edit(state) == (state in {"draft", "returned"})
