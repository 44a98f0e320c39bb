"""Bounds of the settings: tables."""

from dataclasses import replace

import pytest

from portal.kernel.errors import Refused
from portal.settings import rules
from portal.settings.rules import DEFAULTS, Values

WHY = "Décision du comité de pilotage."


@pytest.mark.parametrize(
    ("field", "least", "most"), [(name, *bounds) for name, bounds in rules.BOUNDS.items()]
)
def test_each_number_is_bounded(field, least, most):
    for sound in (least, most):
        rules.check(replace(DEFAULTS, reminder_days=(7,), **{field: sound}))
    for wrong in (least - 1, most + 1):
        with pytest.raises(Refused) as refused:
            rules.check(replace(DEFAULTS, **{field: wrong}))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("60, 45, 30, 7", (60, 45, 30, 7)),
        ("7;30 ; 7,", (30, 7)),
        ("", ()),
        ("sept", None),
        ("-7", None),
        ("1000", None),
        ("٣", None),
    ],
)
def test_days_are_read_as_people_write_them(written, days):
    if days is None:
        with pytest.raises(Refused) as refused:
            rules.read_days(written)
        assert refused.value.field == "reminder_days"
    else:
        assert rules.read_days(written) == days


@pytest.mark.parametrize("days", [(), (61,), (0,), (7, 6, 5, 4, 3, 2, 1)])
def test_reminders_are_few_and_within_the_window(days):
    with pytest.raises(Refused) as refused:
        rules.check(replace(DEFAULTS, reminder_days=days))
    assert refused.value.field == "reminder_days"


@pytest.mark.parametrize(("window", "fine"), [(59, False), (60, True), (90, True)])
def test_a_window_shorter_than_a_reminder_is_refused(window, fine):
    wanted = replace(DEFAULTS, window_days=window)
    if fine:
        rules.check(wanted)
        return
    with pytest.raises(Refused, match="entre 1 et 59"):
        rules.check(wanted)


def test_a_change_changes_something_and_says_why():
    with pytest.raises(Refused, match="Rien n’a changé"):
        rules.check_change(DEFAULTS, Values(), WHY)
    with pytest.raises(Refused) as refused:
        rules.check_change(DEFAULTS, Values(answer_days=20), "Bof")
    assert refused.value.field == "motive"
    rules.check_change(DEFAULTS, Values(answer_days=20), WHY)


def test_what_is_stored_is_read_again_whatever_it_lacks():
    values = Values(answer_days=20, reminder_days=(30, 3))
    assert Values.read(values.stored()) == values
    assert Values.read({"answer_days": 20, "unknown": 1}) == Values(answer_days=20)
