"""Many people at the same instant, on both databases: nothing acknowledged is lost, nothing twice."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import DBAPIError

from portal.committees import decision_queries, vote_actions
from portal.committees.decision_models import Decision
from portal.committees.vote_models import Ballot, BallotVersion
from portal.committees.words import Choice, ItemState
from portal.kernel.errors import Refused
from portal.register import queries as register
from portal.web.application import TRIES, is_worth_another
from tests.committees.conftest import CROWD
from tests.committees.settling import settle
from tests.committees.world import World
from tests.support.apps import writing
from tests.support.crowd import at_once as crowd_at_once


def at_once(app: Flask, jobs: list[Callable]) -> list:
    """Run these at the same instant, each in its own transaction; what each answered.

    A refusal is an answer; anything else that rises fails the test.
    """

    def apart(job: Callable) -> Callable:
        def run():
            for attempt in range(1, TRIES + 1):
                try:
                    with writing(app) as session:
                        return job(session)
                except Refused as refusal:
                    return refusal
                except DBAPIError as error:
                    # As a page does: on a slow machine, a lock may be long to come.
                    if attempt == TRIES or not is_worth_another(error):
                        raise
            raise AssertionError("unreachable")

        return run

    return crowd_at_once([apart(job) for job in jobs])


def voter(world: World, ref: str, who: str, choice: Choice = Choice.GO) -> Callable:
    """One ballot to be cast; it answers the receipt."""

    def cast(session):
        return world.cast(session, world.item(session, ref), who, choice).receipt

    return cast


def test_sixty_four_members_at_once_cast_sixty_four_ballots(crowd):
    app, world, ref, members = crowd
    receipts = at_once(app, [voter(world, ref, who) for who in members])

    with writing(app) as session:
        assert sorted(receipts) == sorted(one.receipt for one in session.query(Ballot))
        assert len(set(receipts)) == CROWD


def test_one_member_sixty_four_times_at_once_has_one_ballot(crowd):
    app, world, ref, _members = crowd
    receipts = at_once(app, [voter(world, ref, "ann")] * CROWD)

    with writing(app) as session:
        assert {one.receipt for one in session.query(Ballot)} == set(receipts)
        numbers = [one.number for one in session.query(BallotVersion)]
        assert sorted(numbers) == list(range(1, CROWD + 1))


def test_a_ballot_counts_if_and_only_if_it_was_acknowledged(crowd):
    """Half vote; then the hour strikes while the others vote, and somebody closes."""
    app, world, ref, members = crowd
    early, late = members[: CROWD // 2], members[CROWD // 2 :]
    at_once(app, [voter(world, ref, who) for who in early])

    def strike(session):
        world.later(minutes=20)
        item = world.item(session, ref)
        return vote_actions.settle(session, world.actor(session, "ann"), item, now=world.now)

    jobs = [voter(world, ref, who, Choice.ABSTAIN) for who in late]
    jobs.insert(len(jobs) // 2, strike)
    answers = at_once(app, jobs)
    acknowledged = [one for one in answers if isinstance(one, str)]

    with writing(app) as session:
        item = world.item(session, ref)
        assert item.state is ItemState.CLOSED
        assert item.counts["go"] == len(early)
        assert item.counts["abstain"] == len(acknowledged)
        kept = {one.receipt for one in decision_queries.ballots(session, item)}
        assert set(acknowledged) <= kept
        assert len(kept) == len(early) + len(acknowledged)


def test_a_closing_that_races_with_a_change_counts_what_it_found(crowd):
    app, world, ref, members = crowd
    at_once(app, [voter(world, ref, who) for who in members])

    def close(session):
        world.close(session, world.item(session, ref))
        return "closed"

    jobs = [voter(world, ref, who, Choice.ABSTAIN) for who in members[1:]]
    jobs.insert(CROWD // 2, close)
    answers = at_once(app, jobs)
    changed = len([one for one in answers if isinstance(one, str)]) - 1

    with writing(app) as session:
        item = world.item(session, ref)
        assert item.counts["abstain"] == changed
        assert item.counts["go"] == CROWD - changed


def test_two_presiders_at_once_make_one_decision(app_both, clock):
    with writing(app_both) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        world.counted(session, item, "ggggg")
        ref = item.ref

    def proclaim(session):
        return world.proclaim(session, world.item(session, ref)).ref

    answers = at_once(app_both, [proclaim] * 8)
    with writing(app_both) as session:
        assert [one.ref for one in session.query(Decision)] == [
            one for one in answers if isinstance(one, str)
        ]
        assert register.head(session)[0] == 1
        assert register.fault(session) is None
        assert len(world.startup(session).grants) == 2
