from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.committees import rules
from portal.committees.effects import Effect
from portal.committees.words import (
    SETTLED_STATES,
    UNFINISHED_STATES,
    Choice,
    EffectKind,
    ItemState,
    ItemVerb,
    SittingState,
    SittingVerb,
    StopReason,
)
from portal.kernel.errors import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SOON = NOW + timedelta(minutes=20)


@dataclass
class Item:
    title: str
    state: str
    motive: str = ""


def refused(check, *args, **kwargs):
    """The field of the refusal, which must come."""
    with pytest.raises(Refused) as refusal:
        check(*args, **kwargs)
    return refusal.value.field


def test_the_road_of_an_item_and_of_a_sitting():
    state = "listed"
    for verb, after in [
        ("open", "open"),
        ("close", "closed"),
        ("proclaim", "proclaimed"),
        ("publish", "published"),
    ]:
        state = rules.ITEM.after(state, verb)
        assert state == after
    state = "planned"
    for verb, after in [
        ("convene", "convened"),
        ("open", "in_session"),
        ("close", "closed"),
        ("sign", "minuted"),
    ]:
        state = rules.SITTING.after(state, verb)
        assert state == after


def test_machines_use_every_state_and_verb():
    assert rules.ITEM.states == set(ItemState) and rules.SITTING.states == set(SittingState)
    assert {verb for _, verb in rules.ITEM.moves} == set(ItemVerb)
    assert {verb for _, verb in rules.SITTING.moves} == set(SittingVerb)


@pytest.mark.parametrize("state", ["published", "voided", "no_quorum", "deferred"])
def test_an_ended_item_never_moves_again(state):
    assert rules.ITEM.is_final(state)


@pytest.mark.parametrize(
    ("verb", "state"),
    [("proclaim", "open"), ("defer", "open"), ("open", "closed"), ("void", "proclaimed")],
)
def test_shortcuts_do_not_exist(verb, state):
    refused(rules.ITEM.after, state, verb)


@pytest.mark.parametrize(
    ("ahead", "urgency", "is_fine"),
    [(7, "", True), (6, "", False), (6, "Fin des crédits vendredi", True), (6, "  ", False)],
)
def test_convening_is_a_week_ahead_or_urgent(ahead, urgency, is_fine):
    starts_at = NOW + timedelta(days=ahead)
    if is_fine:
        rules.check_convening(NOW, starts_at, urgency=urgency, item_count=1)
    else:
        assert (
            refused(rules.check_convening, NOW, starts_at, urgency=urgency, item_count=1)
            == "urgency"
        )


def test_the_week_is_counted_in_paris_days():
    convened = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 23:30 in Paris
    rules.check_convening(convened, datetime(2026, 11, 30, 8, 0, tzinfo=UTC), item_count=1)
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # already the 24th
    assert refused(
        rules.check_convening, late, datetime(2026, 11, 30, 8, 0, tzinfo=UTC), item_count=1
    )


def test_convening_needs_a_future_and_an_agenda():
    assert refused(rules.check_convening, NOW, NOW, urgency="u", item_count=1) == "starts_at"
    refused(rules.check_convening, NOW, NOW + timedelta(days=9), item_count=0)


@pytest.mark.parametrize(
    ("convened", "frozen"),
    [
        (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 10, tzinfo=UTC), datetime(2026, 11, 27, 10, tzinfo=UTC)),
    ],
)
def test_dossiers_freeze_at_the_later_of_convening_and_a_week_before(convened, frozen):
    assert rules.freezes_at(convened, datetime(2026, 11, 30, 13, 0, tzinfo=UTC)) == frozen


@pytest.mark.parametrize(
    ("days", "expected"),
    [([], None), ([70, 30, 10], 10), ([-1], None), ([46], None), ([45], 45), ([0], 0)],
)
def test_the_next_sitting_before_the_term(days, expected):
    sittings = [TODAY + timedelta(days=number) for number in days]
    found = rules.sitting_day_for(sittings, TODAY, TODAY + timedelta(days=45))
    assert found == (None if expected is None else TODAY + timedelta(days=expected))


def test_a_sitting_too_early_is_not_in_the_window():
    term = TODAY + timedelta(days=90)
    sittings = [term - timedelta(days=61), term - timedelta(days=60)]
    assert rules.sitting_day_for(sittings, TODAY, term) == sittings[1]


def test_a_vote_opens_in_session_once_conditions_are_settled():
    rules.check_open("in_session", "listed", ["lifted", "waived"])
    for sitting, item, conditions in [
        ("convened", "listed", []),
        ("in_session", "closed", []),
        ("in_session", "listed", iter(["lifted", "open"])),
    ]:
        refused(rules.check_open, sitting, item, conditions)


def test_a_vote_is_cancelled_before_any_ballot_only():
    rules.check_cancel(0)
    refused(rules.check_cancel, 1)


@pytest.mark.parametrize(
    ("past", "is_offered"),
    [
        ([], True),
        (["go"], True),
        (["provisional"], False),
        (["provisional", "deferred"], False),
        (["provisional", "go"], True),
        (["go", "provisional"], False),
    ],
)
def test_no_second_provisional(past, is_offered):
    expected = {"go", "no_go", "abstain"} | ({"provisional"} if is_offered else set())
    assert set(rules.choices(past)) == expected


BALLOT = {"choice": "go"}
STOP = {"choice": "no_go", "motive": "Personne ne s’en sert", "reason": "no_impact"}


def test_a_ballot_counts_until_the_last_moment():
    just_before = SOON - timedelta(microseconds=1)
    for told in (
        BALLOT,
        STOP,
        {"choice": "abstain"},
        {"choice": "provisional", "motive": "Deux mois pour prouver"},
    ):
        rules.check_ballot("open", SOON, just_before, **told)
    assert refused(rules.check_ballot, "open", SOON, SOON, **BALLOT) is None


@pytest.mark.parametrize("state", [state for state in ItemState if state != "open"])
def test_a_ballot_needs_an_open_item(state):
    refused(rules.check_ballot, state, SOON, NOW, **BALLOT)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"choice": "oui"}, "choice"),
        ({"choice": "provisional"}, "motive"),
        (STOP | {"motive": " "}, "motive"),
        (STOP | {"reason": None}, "reason"),
        (STOP | {"reason": "fatigue"}, "reason"),
        (
            {
                "choice": "provisional",
                "motive": "m",
                "offered": [Choice.GO, Choice.NO_GO, Choice.ABSTAIN],
            },
            "choice",
        ),
    ],
)
def test_a_ballot_says_why_where_it_must(told, field):
    assert refused(rules.check_ballot, "open", SOON, NOW, **told) == field


def test_closing_early_waits_for_everyone():
    rules.check_close("open", SOON, NOW, expected={1, 2}, voted={1, 2, 3})
    rules.check_close("open", SOON, SOON, expected={1, 2}, voted=set())
    refused(rules.check_close, "open", SOON, NOW, expected={1, 2}, voted={1})
    refused(rules.check_close, "open", SOON, NOW, expected=set(), voted=set())
    refused(rules.check_close, "closed", SOON, SOON, expected={1}, voted={1})


def test_more_time_is_given_before_the_end_only():
    later = SOON + timedelta(minutes=10)
    rules.check_extend("open", SOON, later, NOW)
    assert refused(rules.check_extend, "open", SOON, SOON, NOW) == "hour"
    refused(rules.check_extend, "open", SOON, later, SOON)
    refused(rules.check_extend, "closed", SOON, later, NOW)


def test_proclaiming_needs_a_decision_and_a_reason_from_the_ballots():
    stop = Effect(EffectKind.STOP, reason=StopReason.NO_IMPACT)
    rules.check_proclaim("closed", "no_go", stop, reasons_on_ballots=["no_impact", "no_funding"])
    rules.check_proclaim("closed", "go", Effect(EffectKind.NEW_GRANT))
    rules.check_proclaim("closed", "no_go", Effect(EffectKind.RETURN_TO_AGENDA))
    assert (
        refused(rules.check_proclaim, "closed", "no_go", stop, reasons_on_ballots=["no_funding"])
        == "reason"
    )
    refused(rules.check_proclaim, "closed", "deferred", Effect(EffectKind.NOTHING))
    refused(rules.check_proclaim, "open", "go", Effect(EffectKind.NEW_GRANT))


def test_a_deferral_says_why_and_until_when():
    told = {"motive": "Partage des voix", "next_on": TODAY + timedelta(days=30), "today": TODAY}
    rules.check_defer("closed", "deferred", **told)
    rules.check_defer("listed", None, **told)
    assert refused(rules.check_defer, "closed", "deferred", **(told | {"motive": ""})) == "motive"
    for day in (None, TODAY):
        assert (
            refused(rules.check_defer, "closed", "deferred", **(told | {"next_on": day}))
            == "next_on"
        )
    refused(rules.check_defer, "closed", "go", **told)
    refused(rules.check_defer, "open", None, **told)


@pytest.mark.parametrize(("count", "told"), [(0, False), (1, False), (2, True), (3, True)])
def test_deferred_twice_escalates(count, told):
    assert rules.escalates(count) is told


def test_a_condition_says_what_who_when_and_how():
    told = {
        "what": "Ouvrir les statistiques",
        "owner": 7,
        "due_on": date(2026, 12, 20),
        "proof": "Page publique",
        "today": TODAY,
    }
    rules.check_condition(**told)
    for field, empty in [
        ("what", ""),
        ("owner", None),
        ("due_on", None),
        ("due_on", TODAY),
        ("proof", " "),
    ]:
        assert refused(rules.check_condition, **(told | {field: empty})) == field


@pytest.mark.parametrize("state", ItemState)
def test_an_undecided_item_keeps_the_sitting_open(state):
    item = Item("Aides au permis", state, motive="Quorum non atteint à 10 h")
    waiting = rules.what_prevents_closing([item])
    assert waiting == ([] if state in SETTLED_STATES else [item])


@pytest.mark.parametrize("state", sorted(UNFINISHED_STATES))
def test_what_is_put_off_bears_its_motive(state):
    assert rules.what_prevents_closing([Item("Aides au permis", state)])


def test_the_refusal_names_what_remains():
    items = [Item("Aides au permis", "listed"), Item("Pièces", "open"), Item("Bâti", "proclaimed")]
    with pytest.raises(Refused, match="« Aides au permis » et « Pièces »"):
        rules.check_close_sitting("in_session", items)
    rules.check_close_sitting("in_session", items[2:])
    refused(rules.check_close_sitting, "convened", [])
