"""The server is killed while people write: what was acknowledged is there, once.

The long form, over minutes: `python -m tests.faults --cycles 25`.
"""

import random

import pytest

from tests.faults import stage
from tests.faults.killing import kill_again_and_again, kill_workers
from tests.support.apps import ENGINES, running


@pytest.fixture(params=ENGINES)
def url(request):
    """The address of each database in turn."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


def test_nothing_acknowledged_is_lost_by_kill_9(url, serve, tmp_path):
    with running(url, tmp_path) as app:
        path, emails = stage.set_up(app, count=4)
        server = serve(url, workers=2)
        facts = kill_again_and_again(server, path, emails, cycles=3, chance=random.Random(9))

        stage.check(app, facts)
    assert len(facts) > 8


def test_a_killed_worker_takes_nobody_with_it(url, serve, tmp_path):
    with running(url, tmp_path) as app:
        path, emails = stage.set_up(app, count=4)
        server = serve(url, workers=2)
        facts = kill_workers(server, path, emails, times=2)

        stage.check(app, facts)
    assert len(facts) > 8
