from datetime import date, datetime, timedelta

from portal.committees import agendas, item_queries, scheduled, sitting_actions
from portal.committees.words import ItemOrigin, ItemState, Outcome
from portal.kernel.periods import PARIS
from tests.committees.settling import funded
from tests.committees.world import WEEK
from tests.support.apps import MONDAY


def plan(session, world, moment):
    return sitting_actions.plan(
        session,
        world.actor(session, "secretary"),
        world.committee(session),
        starts_at=moment,
        place="",
        now=world.now,
    )


def test_a_term_within_sixty_days_enters_the_next_sitting_once(session_both, world):
    """The target of the term of 23 January is before the freeze of the year's end."""
    near = plan(session_both, world, WEEK)
    plan(session_both, world, WEEK + timedelta(days=7))
    assert world.startup(session_both).target_on.isoformat() == "2026-12-14"
    assert scheduled.run(session_both, MONDAY) == 1
    assert scheduled.run(session_both, MONDAY) == 0

    item = item_queries.live_about(session_both, world.startup_ref)
    assert (item.sitting, item.origin) == (near, ItemOrigin.TERM)
    assert agendas.sitting_for(session_both, world.startup(session_both), MONDAY, 60) == near


def test_a_sitting_whose_dossiers_can_be_written_is_preferred(session_both, world):
    other = world.send_investigation(session_both)
    world.plan(session_both, MONDAY + timedelta(days=3))
    world.take_up(session_both, other)
    world.convene(session_both, "Vite.")
    later = plan(session_both, world, WEEK)
    scheduled.run(session_both, MONDAY)

    assert item_queries.live_about(session_both, world.startup_ref).sitting == later


def test_no_sitting_before_the_term_is_said(session_both, world):
    plan(session_both, world, datetime(2027, 2, 10, 10, 0, tzinfo=PARIS))

    assert agendas.sitting_for(session_both, world.startup(session_both), MONDAY, 60) is None
    assert scheduled.run(session_both, MONDAY) == 0


def test_past_its_term_a_startup_enters_the_very_next_sitting(session_both, world):
    late = plan(session_both, world, datetime(2027, 2, 10, 10, 0, tzinfo=PARIS))
    world.at(datetime(2027, 1, 25, 9, 0, tzinfo=PARIS))
    scheduled.run(session_both, world.now)

    assert item_queries.live_about(session_both, world.startup_ref).sitting == late


def test_money_that_ends_early_does_not_wait_until_the_term_is_near(session_both, world):
    """The committee was due by 6 December; the term is four months later. The next one hears it."""
    ref = funded(session_both, world, "Sans argent", months=9, ends=date(2027, 1, 20))
    first = plan(session_both, world, datetime(2026, 12, 18, 10, 0, tzinfo=PARIS))
    plan(session_both, world, datetime(2027, 3, 10, 10, 0, tzinfo=PARIS))
    scheduled.run(session_both, MONDAY)

    assert item_queries.live_about(session_both, ref).sitting == first


def test_what_waits_already_is_taken_up_rather_than_doubled(session_both, world):
    item = world.send_startup(session_both)
    near = plan(session_both, world, WEEK)
    scheduled.run(session_both, MONDAY)

    assert item.sitting == near


def test_a_deferral_returns_by_itself_on_its_date(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.defer(session_both, item, WEEK.date() + timedelta(days=14))
    plan(session_both, world, WEEK + timedelta(days=7))
    due = plan(session_both, world, WEEK + timedelta(days=21))
    scheduled.run(session_both, world.now)

    again = item_queries.live_about(session_both, world.startup_ref)
    assert (again.sitting, again.before_ref) == (due, item.ref)


def test_dossiers_freeze_and_votes_end_at_their_hour(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    assert scheduled.run(session_both, MONDAY) == 0
    world.at(WEEK - timedelta(days=7))
    assert scheduled.run(session_both, world.now) == 1
    assert item.dossier.frozen_at == world.now

    world.at(WEEK)
    world.begin(session_both)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "ggnng")
    assert scheduled.run(session_both, world.now) == 0
    world.later(minutes=20)
    assert scheduled.run(session_both, world.now) == 1
    assert (item.state, item.outcome) == (ItemState.CLOSED, Outcome.GO)


def test_what_a_sitting_nobody_opened_was_to_hear_waits_for_the_next(session_both, world):
    forgotten = plan(session_both, world, WEEK)
    scheduled.run(session_both, MONDAY)
    world.at(WEEK + timedelta(hours=6))
    assert scheduled.run(session_both, world.now) == 0
    world.later(days=1)
    following = plan(session_both, world, WEEK + timedelta(days=20))
    scheduled.run(session_both, world.now)

    item = item_queries.live_about(session_both, world.startup_ref)
    assert (item.sitting, item.state) == (following, ItemState.LISTED)
    assert item_queries.of_sitting(session_both, forgotten, world.now) == []


def test_a_sitting_opened_late_keeps_its_points(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.later(days=1)
    plan(session_both, world, WEEK + timedelta(days=20))

    # Its dossier freezes: nobody writes it any more.
    assert scheduled.run(session_both, world.now) == 1
    assert scheduled.run(session_both, world.now) == 0
    assert item.sitting == world.sitting(session_both)
