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
from tests.committees.roads import REACHED, ROADS
from tests.committees.settling import settle
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.people import open_account

IS_LONG = os.environ.get("PORTAL_TEST_LONG") == "1"
# Lives left to chance and how long each is; then how long each goes on from the end of a road.
LIVES = {"sqlite": 2000, "postgresql": 500} if IS_LONG else {"sqlite": 3, "postgresql": 2}
STEPS = 60 if IS_LONG else 20
FURTHER = 60 if IS_LONG else 6
PROFILE = settings(
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
        life = type("LifeOfAnItem", (LifeOfAnItem,), known | {"lived": []})
        told = type("LifeOfAnItem", (life,), {"roads": tuple(ROADS.values()), "lived": []})
        _live(told, len(ROADS), FURTHER)
        # The roads alone must lead everywhere: chance cannot hide that one is no longer walked.
        assert len(told.lived) == len(ROADS)
        assert REACHED - set(life.reached) == set()
        _live(life, LIVES[engine_kind], STEPS)


def _live(life: type[LifeOfAnItem], lives: int, steps: int) -> None:
    profile = settings(PROFILE, max_examples=lives, stateful_step_count=steps)
    run_state_machine_as_test(seed(0)(life), settings=profile)
