from datetime import date, datetime

import pytest

from portal.calls import rules
from portal.calls.words import CallState, Criterion, EntryState as State, QuestionKind
from portal.irritants.words import IrritantState
from portal.kernel.errors import Refused

FULL = dict.fromkeys(Criterion, 5)
FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("today", "published", "answered", "expected"),
    [
        (date(2026, 12, 1), False, False, CallState.DRAFT),
        (date(2026, 12, 9), False, False, CallState.DRAFT),
        (date(2026, 12, 1), True, False, CallState.OPEN),
        (FRIDAY, True, False, CallState.OPEN),
        (date(2026, 12, 5), True, False, CallState.CLOSED),
        (date(2026, 12, 5), True, True, CallState.ANSWERED),
    ],
)
def test_a_call_closes_by_itself_after_its_last_day(today, published, answered, expected):
    told = {"is_published": published, "is_answered": answered}

    assert rules.state_on(today, closes_on=FRIDAY, **told) is expected


@pytest.mark.parametrize(
    ("verdict", "marks", "field"),
    [
        ("keep", {}, None),
        (None, FULL, None),
        ("drop", FULL, None),
        (None, FULL | {Criterion.PROBLEM: 0}, None),
        (None, {}, "verdict"),
        ("keep", {Criterion.PROBLEM: 4}, "strategy"),
        (None, FULL | {Criterion.CARRIER: None}, "carrier"),
        (None, FULL | {Criterion.CARRIER: 11}, ""),
    ],
)
def test_an_opinion_is_a_tick_or_the_whole_grid(verdict, marks, field):
    if field is None:
        assert rules.check_marks(verdict, marks) is None
        return
    with pytest.raises(Refused) as refusal:
        rules.check_marks(verdict, marks)
    assert (refusal.value.field or "") == field


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), (0, None, None, None, None)),
        ((4.0,), (1, 4.0, 4.0, 4.0, 4.0)),
        ((3.0, 8.0, 4.0), (3, 3.0, 8.0, 4.0, 5.0)),
        ((1.0, 2.0), (2, 1.0, 2.0, 1.5, 1.5)),
    ],
)
def test_a_spread_tells_extremes_middle_and_mean(marks, expected):
    spread = rules.Spread(marks)
    found = (spread.count, spread.lowest, spread.highest, spread.middle, spread.mean)

    assert found == expected


@pytest.mark.parametrize(
    ("one", "step", "expected"),
    [
        (1, -1, [1, 2, 3]),
        (1, 1, [2, 1, 3]),
        (3, -1, [1, 3, 2]),
        (3, 1, [1, 2, 3]),
        (2, 0, [1, 2, 3]),
    ],
)
def test_an_order_moves_by_one_place(one, step, expected):
    assert rules.moved([1, 2, 3], one, step) == expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"carried_by": None}, None),
        ({"state": IrritantState.DECLINED}, "choisissez-en un autre"),
        ({"confidential": True}, "confidentiel"),
        ({"carried_by": "inc-00000002"}, "Un autre incubateur"),
    ],
)
def test_what_may_enter_a_call(changes, said):
    known = {
        "state": IrritantState.SUBMITTED,
        "confidential": False,
        "carried_by": "inc-00000001",
        "house": "inc-00000001",
        "title": "La Fabrique",
    }
    if said is None:
        assert rules.check_may_enter(**(known | changes)) is None
        return
    with pytest.raises(Refused, match=said):
        rules.check_may_enter(**(known | changes))


@pytest.mark.parametrize(
    ("state", "chosen", "shortlisted", "said"),
    [
        (CallState.CLOSED, 1, False, None),
        (CallState.CLOSED, 20, False, None),
        (CallState.CLOSED, 0, False, "Gardez entre"),
        (CallState.CLOSED, 21, False, "Gardez entre"),
        (CallState.OPEN, 3, False, "une fois l’appel clos"),
        (CallState.CLOSED, 3, True, "déjà fixée"),
    ],
)
def test_when_the_short_list_is_fixed(state, chosen, shortlisted, said):
    if said is None:
        assert rules.check_shortlist(state, chosen, is_shortlisted=shortlisted) is None
        return
    with pytest.raises(Refused, match=said):
        rules.check_shortlist(state, chosen, is_shortlisted=shortlisted)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([State.PITCHED], None),
        ([], None),
        ([State.PITCHED, State.SHORTLISTED], "entendu par le jury"),
    ],
)
def test_a_laureate_was_heard_and_a_jury_may_choose_nobody(states, said):
    if said is None:
        assert rules.check_laureates(states, is_chosen=False) is None
        return
    with pytest.raises(Refused, match=said):
        rules.check_laureates(states, is_chosen=False)


def test_a_call_does_not_close_while_somebody_waits_and_names_them():
    with pytest.raises(Refused) as refusal:
        rules.check_close(CallState.CLOSED, [f"Dossier {n}" for n in range(7)])

    assert "«\u00a0Dossier 0\u00a0»" in str(refusal.value)
    assert "et 2 de plus" in str(refusal.value)
    assert rules.check_close(CallState.CLOSED, []) is None


def test_a_choice_offers_two_answers_or_more():
    assert rules.listed_choices(" a \n\nb\na") == ["a", "b"]
    with pytest.raises(Refused) as refusal:
        rules.check_question(QuestionKind.CHOICE, ["a"])
    assert refusal.value.field == "choices"


def test_pitches_follow_each_other_every_eight_minutes():
    at = datetime(2026, 12, 15, 14, 0)

    assert rules.pitch_starts(at, 0) == at
    assert rules.pitch_starts(at, 3) == datetime(2026, 12, 15, 14, 24)
