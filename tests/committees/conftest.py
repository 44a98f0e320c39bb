"""The world of committees, within a transaction of the test or committed for visits."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.clock import Clock
from tests.committees.settling import settle
from tests.committees.world import WEEK, World, email, write
from tests.support.apps import writing


@pytest.fixture
def world(session_both: Session, clock: Clock) -> World:
    """On each database in turn, within the transaction of the test."""
    return settle(session_both, clock)


@pytest.fixture
def open_world(app: Flask, clock: Clock) -> World:
    """Committed on the embedded database, for visits."""
    with writing(app) as session:
        return settle(session, clock)


@pytest.fixture
def meet(open_world, visitors):
    """Sign somebody in: `meet("chair", path)`."""

    def make(who, path="/comites"):
        return visitors(email(who)).get(path)

    return make


@pytest.fixture
def listed(app, open_world):
    """An item about the startup, convened for a sitting two weeks ahead."""
    with writing(app) as session:
        item = open_world.send_startup(session)
        write(session, open_world, item)
        open_world.plan(session)
        open_world.take_up(session, item)
        open_world.convene(session)
        return item.ref


@pytest.fixture
def heard(app, open_world, listed):
    """The same, in a sitting under way, everyone present."""
    open_world.at(WEEK)
    with writing(app) as session:
        open_world.begin(session)
    return listed


@pytest.fixture
def voting(app, open_world, heard):
    """The same, its vote open."""
    with writing(app) as session:
        open_world.open_vote(session, open_world.item(session, heard))
    return heard
