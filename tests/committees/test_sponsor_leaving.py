"""A sponsor answers for the line that it is asked before it leaves; what it confirmed stays."""

import pytest

from portal.committees import funding_queries
from portal.committees.words import LineState
from portal.kernel.errors import Refused
from portal.startups import backing
from tests.committees import money
from tests.committees.settling import settle

TWO = {"alpha": 70, "beta": None}


@pytest.fixture
def both(session_both, clock):
    """On each database in turn."""
    return session_both, settle(session_both, clock)


def leaves(session, world, name: str):
    startup, ref = world.startup(session), money.organisation(session, name).ref
    told = {"last_on": world.now.date(), "motive": "Fin de la convention.", "now": world.now}
    return backing.end(session, world.actor(session, "director"), startup, ref, **told)


def test_a_sponsor_whose_line_waits_answers_first(both):
    session, world = both
    money.granted(session, world, **TWO)

    with pytest.raises(Refused, match="attend sa réponse"):
        leaves(session, world, "beta")


def test_what_it_confirmed_stays_and_is_its_own(both):
    session, world = both
    made = money.granted(session, world, **TWO)
    money.say(session, world, "beta", made, "beta", money.yes(90_000))

    leaves(session, world, "beta")

    found = funding_queries.funded(session, made.ref, world.now.date())
    line = next(one for one in found.lines if one.organisation.name == "beta")
    assert (line.state, line.amount) == (LineState.CONFIRMED, 90_000)
    # Those who answered for it commit no other money.
    assert world.ids["beta"] not in {who for one in found.lines for who in one.speaker_ids}
