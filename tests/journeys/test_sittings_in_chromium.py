"""In Chromium, everybody at once: the chair's wide screen, telephones with a script and without."""

import pytest

from tests.committees.world import WEEK, email
from tests.journeys import test_sitting_together as together, test_term_lived as term
from tests.journeys.conftest import ServerClock
from tests.journeys.tab import Crew
from tests.support.live_server import LiveServer

WAYS = {
    "wide": {"script": True, "width": 1280},
    "phone": {"script": True, "width": 320},
    "plain": {"script": False, "width": 320},
}


@pytest.fixture
def crews(chromium, server: LiveServer):
    """Three ways of standing before the portal, in one browser."""
    made = {way: Crew(chromium, server, **told) for way, told in WAYS.items()}
    yield made
    for crew in made.values():
        crew.close()
    assert [line for crew in made.values() for line in crew.complaints] == []


@pytest.mark.slow
def test_a_sitting_is_lived_by_several_people(app, clock, server, crews):
    world = together.prepare(app, clock)
    people = ServerClock(server)
    people.move_to(WEEK)
    together.live_through(lambda who, way: crews[way](email(who)), people, world, app)

    assert sum(len(crew.seen) for crew in crews.values()) > 25


@pytest.mark.slow
def test_a_term_is_lived(app, clock, server, crews):
    world = term.prepare(app, clock)
    term.live_through(
        lambda who, way: crews[way](who and email(who)), ServerClock(server), world, app
    )
