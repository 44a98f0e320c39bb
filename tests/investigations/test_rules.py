from dataclasses import replace
from datetime import date

import pytest

from portal.investigations import rules
from portal.investigations.words import Criterion
from portal.kernel.errors import Refused

START = date(2026, 9, 1)
OPENING = rules.Opening(
    question="Pourquoi les familles envoient-elles trois fois les mêmes pièces ?",
    irritant_states=("selected", "selected"),
    sponsor_ref="org-7k2m9qhx",
    understands=True,
    accepts_stop=True,
    protects=True,
    days_per_week=2,
    started_on=START,
    planned_end_on=date(2026, 11, 3),
)
READY = {
    "report": "Ce que trente entretiens ont appris. " * 10,
    "interviews": 30,
    "hypotheses": ["kept", "dropped"],
    "sponsor_engaged": True,
}


def test_an_investigation_with_all_it_needs_may_open():
    rules.check_open(OPENING)
    assert rules.usual_end(START) == OPENING.planned_end_on


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": " "}, "question"),
        ({"irritant_states": ()}, "irritants"),
        ({"irritant_states": ("selected", "qualified")}, "irritants"),
        ({"sponsor_ref": ""}, "sponsor"),
        ({"understands": False}, "engagement"),
        ({"accepts_stop": False}, "engagement"),
        ({"protects": False}, "engagement"),
        ({"days_per_week": 0.5}, "days_per_week"),
        ({"planned_end_on": START}, "planned_end_on"),
        ({"planned_end_on": date(2027, 3, 2)}, "planned_end_on"),
    ],
)
def test_what_is_missing_is_named(change, field):
    with pytest.raises(Refused) as refusal:
        rules.check_open(replace(OPENING, **change))
    assert refusal.value.field == field


@pytest.mark.parametrize("verb", ["launch", "conclude"])
def test_a_decision_closes_it_once(verb):
    assert rules.INVESTIGATION.after("running", verb) == "closed"
    with pytest.raises(Refused):
        rules.INVESTIGATION.after("closed", verb)


@pytest.mark.parametrize(
    ("decided", "months", "expected"),
    [
        (date(2026, 10, 1), 2, date(2027, 1, 3)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_provisional_go_moves_the_planned_end(decided, months, expected):
    assert rules.moved_end(OPENING.planned_end_on, decided, months) == expected


@pytest.mark.parametrize(
    ("today", "days"), [(date(2026, 11, 3), 0), (date(2026, 11, 5), 2), (START, 0)]
)
def test_days_over_are_counted_after_the_planned_end(today, days):
    assert rules.days_over(OPENING.planned_end_on, today) == days


def test_the_grid_is_marked_from_zero_to_ten():
    marks = dict.fromkeys(Criterion, 10)
    rules.check_marks(marks)
    for wrong in (-1, 11, None):
        with pytest.raises(Refused) as refusal:
            rules.check_marks(marks | {Criterion.STRATEGY: wrong})
        assert refusal.value.field == "strategy"


def test_what_remains_before_the_committee_is_said():
    assert rules.missing_before_committee(**READY) == []
    rules.check_send("running", [])
    for change in (
        {"report": ""},
        {"interviews": 0},
        {"hypotheses": []},
        {"hypotheses": ["open"]},
        {"sponsor_engaged": False},
    ):
        left = rules.missing_before_committee(**(READY | change))
        assert len(left) == 1
        with pytest.raises(Refused, match=left[0]):
            rules.check_send("running", left)


def test_a_closed_investigation_is_neither_sent_nor_logged():
    for check in (lambda: rules.check_send("closed", []), lambda: rules.check_log("closed")):
        with pytest.raises(Refused, match="close"):
            check()
    rules.check_log("running")
