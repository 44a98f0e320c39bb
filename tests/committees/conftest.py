"""The world of committees, within a transaction of the test or committed for visits."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.committees import actions, attendance_actions, queries
from portal.committees.words import Attendance, ItemState
from portal.kernel.clock import Clock
from portal.policy import Role
from tests.committees.settling import settle
from tests.committees.world import VOTERS, WEEK, World, email, write
from tests.support.apps import writing
from tests.support.people import SINCE, open_account

CROWD = 64


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


@pytest.fixture
def crowd(app_both, clock) -> tuple[Flask, World, str, list[str]]:
    """A vote open to sixty-four members, of whom the first five alone are in the room."""
    with writing(app_both) as session:
        world = settle(session, clock)
        members = [*VOTERS, *(f"m{number}" for number in range(CROWD - len(VOTERS)))]
        for who in members[len(VOTERS) :]:
            _seat(session, world, who)
        item = world.send_startup(session)
        world.ready(session, item)
        ids = {p.id for p in queries.members(session, world.committee(session), SINCE)}
        attendance_actions.note_attendance(
            session,
            world.actor(session, "chair"),
            world.sitting(session),
            attendances=dict.fromkeys(ids, Attendance.PRESENT),
            now=world.now,
        )
        assert world.open_vote(session, item) is ItemState.OPEN
        return app_both, world, item.ref, members


def _seat(session: Session, world: World, who: str) -> None:
    person = open_account(session, email(who), name=who)
    world.ids[who] = person.id
    actions.seat(
        session,
        world.actor(session, "director"),
        world.committee(session),
        person,
        role=Role.SEAT,
        quality="membre",
        voting=True,
        starts_on=SINCE,
        now=world.now,
    )
