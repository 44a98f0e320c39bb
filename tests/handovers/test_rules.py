"""What an exit counts: calendar months clipped, presence without doubles, what is missing."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from portal.handovers import rules
from portal.handovers.rules import Stay
from portal.handovers.sentences import months
from portal.handovers.summary import Told, handover_summary
from portal.handovers.words import ExitLine, ExitStep, LineState, Reminder, Scenario
from portal.kernel.errors import Refused
from portal.kernel.periods import months_between

END = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 1, 1), date(2026, 7, 1), 6),
        (date(2026, 8, 31), date(2027, 2, 28), 6),
        (date(2026, 8, 31), date(2027, 2, 27), 5 + Fraction(27, 28)),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 1), date(2026, 1, 16), Fraction(15, 31)),
        (date(2026, 1, 2), date(2026, 1, 1), 0),
        (date(2027, 1, 2), date(2026, 1, 1), 0),
    ],
)
def test_months_between_are_those_of_the_calendar(first, last, expected):
    assert months_between(first, last) == expected


@pytest.mark.parametrize(
    ("left", "six", "twelve"),
    [
        (date(2026, 3, 15), date(2026, 9, 15), date(2027, 3, 15)),
        (date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)),
        (date(2028, 2, 29), date(2028, 8, 29), date(2029, 2, 28)),
    ],
)
def test_health_checks_come_six_and_twelve_months_after(left, six, twelve):
    assert rules.checks_due(left) == {6: six, 12: twelve}


def test_steps_are_counted_from_the_first_day():
    ends = rules.usual_ends(date(2026, 8, 31))

    assert list(ends.values()) == [
        date(2026, 10, 31),
        date(2027, 2, 28),
        date(2027, 6, 30),
        date(2028, 1, 31),
    ]
    for step, (least, most) in rules.USUAL_MONTHS.items():
        assert least < most, step
    assert 12 <= months_between(date(2026, 8, 31), ends[ExitStep.IMPLEMENTATION]) <= 18


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([], 0),
        ([Stay(date(2026, 7, 1), None)], 6),
        ([Stay(date(2026, 7, 1), date(2026, 9, 30))], 3),
        # Two people at once count once; one after the other, both.
        ([Stay(date(2026, 7, 1), None), Stay(date(2026, 9, 1), None)], 6),
        ([Stay(date(2026, 7, 1), date(2026, 8, 31)), Stay(date(2026, 9, 1), None)], 6),
        ([Stay(date(2026, 7, 1), date(2026, 7, 31)), Stay(date(2026, 12, 1), None)], 2),
        # What lies beyond the exit is not before it.
        ([Stay(date(2026, 12, 1), date(2027, 6, 30))], 1),
        ([Stay(date(2027, 2, 1), None)], 0),
    ],
)
def test_presence_counts_the_time_somebody_is_there(stays, expected):
    assert rules.presence(stays, END) == expected


def test_full_time_counts_each_share():
    stays = [Stay(date(2026, 7, 1), None, 50), Stay(date(2026, 9, 1), None, 25)]

    assert rules.full_time(stays, END) == 4
    assert rules.full_time([Stay(date(2027, 2, 1), None, 50)], END) == 0


@pytest.mark.parametrize(
    ("count", "is_hasty"), [(0, True), (Fraction(599, 100), True), (6, False), (12, False)]
)
def test_less_than_six_months_is_hasty(count, is_hasty):
    assert rules.is_hasty(Fraction(count)) is is_hasty


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0\u00a0mois"), (6, "6\u00a0mois"), (Fraction(599, 100), "5,9\u00a0mois")],
)
def test_months_are_never_rounded_up(app, count, words):
    with app.test_request_context():
        assert months(Fraction(count)) == words


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 12, 16), None),
        (date(2026, 12, 17), Reminder.DUE),
        (date(2027, 1, 16), Reminder.DUE),
        (date(2027, 1, 17), Reminder.LATE),
    ],
)
def test_a_health_check_is_told_a_fortnight_before_and_after(today, step):
    assert rules.reminder_due(END, today) is step


@pytest.mark.parametrize(
    ("expected_on", "done_on", "is_late"),
    [
        (None, None, False),
        (date(2026, 12, 31), None, True),
        (END, None, False),
        (date(2026, 12, 31), date(2027, 1, 1), False),
    ],
)
def test_a_step_is_late_once_its_day_has_passed(expected_on, done_on, is_late):
    assert rules.is_late(expected_on, done_on, END) is is_late


@pytest.mark.parametrize(
    ("check", "field"),
    [
        (lambda: rules.check_scenarios(Scenario.PRODUCT, Scenario.PRODUCT), "fallback"),
        (lambda: rules.check_stay(END, date(2026, 12, 31)), "ends_on"),
        (lambda: rules.check_proof(LineState.DONE, " ", ""), "proof"),
        (lambda: rules.check_proof(LineState.NOT_APPLICABLE, "", ""), "proof"),
        (lambda: rules.check_told(False, " ", "Enquête", "DSI"), "usage"),
        (lambda: rules.check_told(False, "1 200", "", "DSI"), "source"),
        (lambda: rules.check_told(False, "1 200", "Enquête", ""), "runner"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(app, check, field):
    with app.test_request_context(), pytest.raises(Refused) as refusal:
        check()
    assert refusal.value.field == field


def test_what_holds_passes():
    rules.check_scenarios(Scenario.PRODUCT, None)
    rules.check_stay(END, END)
    rules.check_proof(LineState.DONE, "", "https://exemple.gouv.fr")
    rules.check_proof(LineState.DOING, "", "")
    rules.check_told(True, "", "", "")


def _plan(**changes):
    told = {"scenario": Scenario.PRODUCT, "fallback": None, "contact_id": None}
    told |= {"contact_role": "", "final_on": None, "vision": ""}
    told |= {"adopted_scenario": None, "adopted_fallback": None, "adopted_on": None}
    return SimpleNamespace(**(told | changes))


def test_a_summary_names_what_is_missing_in_one_sentence(app):
    lines = [
        Told(ExitLine.DOMAIN, LineState.DONE),
        Told(ExitLine.MARKET, LineState.NOT_APPLICABLE),
        Told(ExitLine.DOCS, LineState.DOING),
        Told(ExitLine.TRAINING, LineState.TODO),
    ]
    late = SimpleNamespace(step=ExitStep.VISION, expected_on=date(2026, 1, 1), done_on=None)
    with app.test_request_context():
        told = handover_summary(
            _plan(vision="Trois agents."), lines, host="", steps=[late], stays=[], today=END
        )

        assert (told.ready, told.asked, told.is_hasty, told.late) == (1, 3, True, ("vision",))
        assert told.sentence == (
            "Il manque\u00a0: un scénario de repli, la structure d’accueil,"
            " un contact dans cette structure, la date de sortie, la documentation"
            " et la formation de l’équipe d’accueil."
        )


def test_a_whole_plan_misses_nothing_and_shows_what_was_adopted(app):
    plan = _plan(
        contact_role="cheffe de bureau",
        final_on=END,
        vision="Trois agents.",
        adopted_scenario=Scenario.MAINTENANCE,
        adopted_on=END,
    )
    stays = [Stay(date(2026, 7, 1), None, 50)]
    with app.test_request_context():
        told = handover_summary(plan, [], host="DSI", steps=[], stays=stays, today=END)

        assert (told.scenario, told.fallback) == (Scenario.MAINTENANCE, None)
        assert (told.sentence, told.is_hasty) == ("", False)
        assert (told.months, told.full_time) == (6, 3)
