from dataclasses import replace

import pytest

from portal.committees import effects
from portal.committees.effects import Effect, Proposal
from portal.committees.words import (
    DIRECTIONS,
    Direction,
    EffectKind,
    Outcome,
    StopReason,
    SubjectKind,
)
from portal.kernel.errors import Refused
from portal.startups.words import Phase

MONEY = {"months": 6, "amount": 300_000, "provisional_months": 2, "provisional_amount": 50_000}

# subject, direction, phase of the proposal → (go), (provisional), (no_go)
TABLE = [
    (
        "investigation",
        "launch",
        None,
        ("create_startup", "construction", 6),
        ("move_planned_end", None, 2),
        ("inconclusive", None, 0),
    ),
    (
        "startup",
        "continue",
        None,
        ("new_grant", None, 6),
        ("provisional_grant", None, 2),
        ("stop", "stopped", 0),
    ),
    (
        "startup",
        "pivot",
        None,
        ("new_grant", None, 6),
        ("provisional_grant", None, 2),
        ("stop", "stopped", 0),
    ),
    (
        "startup",
        "maintenance",
        None,
        ("new_grant", None, 6),
        ("provisional_grant", None, 2),
        ("stop", "stopped", 0),
    ),
    (
        "startup",
        "next_phase",
        "acceleration",
        ("change_phase", "acceleration", 6),
        ("provisional_grant", None, 2),
        ("stop", "stopped", 0),
    ),
    (
        "startup",
        "transfer",
        None,
        ("end_state", "transferred", 0),
        ("provisional_grant", None, 2),
        ("return_to_agenda", None, 0),
    ),
    (
        "startup",
        "transfer",
        "reintegration",
        ("change_phase", "reintegration", 6),
        ("provisional_grant", None, 2),
        ("return_to_agenda", None, 0),
    ),
    (
        "startup",
        "operate",
        "operated",
        ("end_state", "operated", 0),
        ("provisional_grant", None, 2),
        ("return_to_agenda", None, 0),
    ),
    (
        "startup",
        "merge",
        None,
        ("end_state", "merged", 0),
        ("provisional_grant", None, 2),
        ("return_to_agenda", None, 0),
    ),
]


def proposal(subject, direction, phase=None):
    return Proposal(
        SubjectKind(subject), Direction(direction), phase=phase and Phase(phase), **MONEY
    )


@pytest.mark.parametrize(("subject", "direction", "phase", "go", "provisional", "no_go"), TABLE)
def test_the_table_of_effects(subject, direction, phase, go, provisional, no_go):
    put = proposal(subject, direction, phase)
    effects.check_proposal(put)
    for outcome, expected in [("go", go), ("provisional", provisional), ("no_go", no_go)]:
        found = effects.effect(put, Outcome(outcome), reason=StopReason.NO_IMPACT)
        assert (found.kind, found.phase, found.months) == expected
    assert effects.effect(put, Outcome.DEFERRED) == Effect(EffectKind.NOTHING)


def test_the_table_names_every_direction():
    told = {(subject, direction) for subject, direction, *_ in TABLE}
    assert told == {
        (subject, direction) for subject, all_of in DIRECTIONS.items() for direction in all_of
    }


def test_money_follows_the_outcome():
    put = proposal("startup", "continue")
    amounts = [
        effects.effect(put, outcome).amount
        for outcome in (Outcome.GO, Outcome.PROVISIONAL, Outcome.NO_GO)
    ]
    assert amounts == [300_000, 50_000, 0]


@pytest.mark.parametrize("reason", StopReason)
def test_want_of_money_or_sponsor_opens_a_safeguard(reason):
    found = effects.effect(proposal("startup", "continue"), Outcome.NO_GO, reason=reason)
    is_safe = reason in {"no_funding", "no_sponsor"}
    assert found.kind == ("safeguard" if is_safe else "stop")
    assert (found.phase is None) == is_safe
    assert found.reason == reason and found.stops and not found.grants


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"direction": Direction.LAUNCH}, "direction"),
        ({"months": 0}, "months"),
        ({"months": 13}, "months"),
        ({"provisional_months": 0}, "provisional_months"),
        ({"provisional_months": 3}, "provisional_months"),
        ({"amount": -1}, "amount"),
        ({"provisional_amount": -1}, "amount"),
        ({"direction": Direction.NEXT_PHASE}, "phase"),
        ({"direction": Direction.NEXT_PHASE, "phase": Phase.STOPPED}, "phase"),
        ({"direction": Direction.TRANSFER, "phase": Phase.OPERATED}, "phase"),
    ],
)
def test_a_proposal_that_cannot_be_put_to_the_vote(change, field):
    with pytest.raises(Refused) as refusal:
        effects.check_proposal(replace(proposal("startup", "continue"), **change))
    assert refusal.value.field == field


def test_defaults_are_six_months_and_two():
    put = Proposal(SubjectKind.STARTUP, Direction.CONTINUE)
    assert (put.months, put.provisional_months) == (6, 2)
