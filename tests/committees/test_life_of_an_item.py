"""The life of an item at random, on both databases; the outcome checked by a second oracle.

`PORTAL_TEST_LONG=1` lives two thousand lives instead of a few.
"""

import os
from collections import Counter
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.committees import ladder
from portal.committees.words import Choice
from portal.policy import Kind, Role
from tests.committees.ladder_oracle import expected
from tests.committees.life import LifeOfAnItem
from tests.committees.settling import settle
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.people import open_account

IS_LONG = os.environ.get("PORTAL_TEST_LONG") == "1"
LIVES = {"sqlite": 2000, "postgresql": 500} if IS_LONG else {"sqlite": 16, "postgresql": 5}
# How many times so many lives, until every state was seen.
GENERATIONS = 6
GIVEN = {"open", "closed", "proclaimed", "too late", "represented"}
PROFILE = settings(
    stateful_step_count=60 if IS_LONG else 30,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    # Shrinking a history takes minutes: the long profile alone does it.
    phases=[Phase.generate, *([Phase.shrink] if IS_LONG else [])],
)


@pytest.mark.parametrize("presider", [None, *map(str, Choice)])
def test_two_tellings_of_the_ladder_agree(presider):
    for size in range(7):
        for ballots in combinations_with_replacement(map(str, Choice), size):
            if presider is None or presider in ballots:
                found = ladder.outcome(ballots, presider=presider)
                assert found == expected(list(ballots), presider), (ballots, presider)


def test_the_second_telling_refuses_what_nobody_cast():
    for ballots in product(map(str, Choice), repeat=3):
        assert expected(list(ballots), None) in {*ballots, "deferred"}


def test_whatever_happens_to_an_item_the_promises_hold(app_both, engine_kind, clock):
    """P1–P6, P8–P10, P16–P20, P23, P24 and P26 of the promises of a vote, for any history."""
    with writing(app_both) as session:
        world = settle(session, clock)
        admin = open_account(session, email("admin"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
        open_account(session, email("admin2"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
        world.ids["admin"] = admin.id
        known = {"session": session, "settled": world, "app": app_both, "reached": Counter()}
        life = type("LifeOfAnItem", (LifeOfAnItem,), known)
        profile = settings(PROFILE, max_examples=LIVES[engine_kind])
        # On the server the lives are few.
        wanted = GIVEN if engine_kind == "sqlite" else {"open"}
        for generation in range(GENERATIONS):
            run_state_machine_as_test(seed(generation)(life), settings=profile)
            if wanted <= set(life.reached):
                break
    # A profile that proves little is seen.
    assert wanted - set(life.reached) == set()
