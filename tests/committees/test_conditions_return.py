"""Conditions that nobody lifted come back by themselves, and head the next point (design §3)."""

from datetime import date, timedelta

import pytest

from portal.committees import decision_queries, dossier_actions, item_queries, scheduled
from portal.committees.decision_actions import settle_condition
from portal.committees.words import Direction, ItemOrigin, ItemState
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from tests.committees.test_scheduled import plan
from tests.committees.world import WEEK, write

DUE = date(2026, 12, 20)


def reserve(session, world, item, what="Mesurer l’effet"):
    return dossier_actions.propose_condition(
        session,
        world.actor(session, "secretary"),
        world.item(session, item.ref),
        what=what,
        owner=world.person(session, "team"),
        due_on=DUE,
        proof="Un relevé",
        today=paris_day(world.now),
        now=world.now,
    )


def decided(session, world, item, letters="ggggg"):
    """Decided at the sitting of the world, with one condition."""
    condition = reserve(session, world, item)
    world.ready(session, item)
    world.counted(session, item, letters)
    return condition, world.proclaim(session, world.item(session, item.ref))


def late(session, world, days=1):
    """After the day of the condition, with a sitting two weeks ahead of it."""
    sitting = plan(session, world, WEEK + timedelta(days=42))
    world.at(WEEK + timedelta(days=13 + days))
    return sitting


def test_a_condition_past_its_day_brings_its_startup_to_the_next_sitting_once(session_both, world):
    session = session_both
    item = world.send_startup(session)
    write(session, world, item)
    condition, _decision = decided(session, world, item)
    sitting = late(session, world, days=0)
    scheduled.run(session, world.now)
    assert item_queries.live_about(session, world.startup_ref) is None
    world.later(days=1)

    scheduled.run(session, world.now)
    scheduled.run(session, world.now)

    again = item_queries.live_about(session, world.startup_ref)
    assert (again.origin, again.sitting_id) == (ItemOrigin.CONDITION, sitting.id)
    heading = decision_queries.open_conditions(session, world.startup_ref)
    assert [one.ref for one in heading] == [condition.ref]


def test_what_is_lifted_or_ended_brings_nothing(session_both, world):
    session = session_both
    item = world.send_startup(session)
    write(session, world, item)
    condition, _decision = decided(session, world, item)
    late(session, world)
    told = {"waived": False, "settlement": "Relevé du 4.", "now": world.now}
    who, found = world.actor(session, "chair"), world.item(session, item.ref)
    settle_condition(session, who, condition, found, **told)

    scheduled.run(session, world.now)

    assert item_queries.live_about(session, world.startup_ref) is None


def test_without_a_sitting_it_waits_for_one(session_both, world):
    session = session_both
    item = world.send_startup(session)
    write(session, world, item)
    decided(session, world, item)
    world.at(WEEK + timedelta(days=20))
    scheduled.run(session, world.now)
    assert item_queries.live_about(session, world.startup_ref) is None

    sitting = plan(session, world, WEEK + timedelta(days=42))
    scheduled.run(session, world.now)

    assert item_queries.live_about(session, world.startup_ref).sitting_id == sitting.id


def test_those_of_the_launch_head_the_points_of_the_startup(session_both, world):
    session = session_both
    item = world.send_investigation(session)
    condition, decision = decided(session, world, item)
    assert decision.startup_ref is not None
    late(session, world)
    scheduled.run(session, world.now)
    again = item_queries.live_about(session, decision.startup_ref)
    assert again.origin is ItemOrigin.CONDITION
    world.sitting_ref = again.sitting.ref
    world.convene(session)
    world.at(again.sitting.starts_at)
    world.begin(session)
    with pytest.raises(Refused, match="Levez ou abandonnez"):
        world.open_vote(session, again)
    told = {"waived": True, "settlement": "Sans objet désormais.", "now": world.now}
    who, found = world.actor(session, "chair"), world.item(session, again.ref)
    settle_condition(session, who, condition, found, **told)

    assert world.open_vote(session, again) is ItemState.OPEN
    assert again.direction is Direction.CONTINUE
