"""A year of ten startups, day by day: each reminder once, no term lost, no silent go or stop."""

from contextlib import ExitStack

import pytest

from tests.clock.simulation import Simulation
from tests.support.apps import ENGINES, running


@pytest.fixture(params=ENGINES)
def hosts(request, tmp_path):
    """Two hosts on one database."""
    url = request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_url")
    with ExitStack() as stack:
        yield [stack.enter_context(running(url, tmp_path)) for _ in range(2)]


def test_a_year_of_ten_startups_says_each_thing_once_and_loses_nothing(hosts):
    life = Simulation(hosts, startups=10, seed=1)
    life.live(365)

    assert life.watch.faults == []
    # Otherwise the year proves nothing.
    lived = ("décisions", "prolongations", "saisies", "séances", "annulées")
    assert all(life.done[name] for name in lived), life.done
    assert life.watch.told > 50
