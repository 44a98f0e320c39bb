"""Lives through requests, on both databases: two hosts, commits, restarts between two gestures."""

from collections import Counter
from contextlib import ExitStack
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.committees.words import Choice
from portal.extensions import db
from tests.committees.life_on_pages import LifeOnPages
from tests.support.apps import running

GO, NO_GO, ABSTAIN = Choice.GO, Choice.NO_GO, Choice.ABSTAIN
RESTART = [("is_killed_and_restarted", {"number": number}) for number in (0, 1)]
LATE, TICKS = ("time_passes", {"minutes": 21}), ("ticks_on_two_hosts", {})
OPENS, CLOSES = ("opens", {"who": None}), ("closes", {"who": None})


def _cast(**choices: Choice) -> list[tuple[str, dict]]:
    return [("casts", {"who": who, "choice": choice}) for who, choice in choices.items()]


ROADS = (
    # Decided, hosts dying one after the other at each stage.
    (
        OPENS,
        *_cast(chair=GO, ann=GO, bob=NO_GO),
        RESTART[0],
        ("casts_twice_on_two_hosts", {"who": "cleo", "choice": GO}),
        RESTART[1],
        LATE,
        *_cast(deputy=NO_GO),
        TICKS,
        RESTART[0],
        ("is_proclaimed", {"who": None}),
        ("is_published", {"who": "secretary"}),
    ),
    # Undecided in each way, and heard again.
    (
        OPENS,
        *_cast(ann=GO),
        LATE,
        CLOSES,
        ("is_heard_again", {}),
        OPENS,
        *_cast(chair=ABSTAIN, ann=GO, bob=NO_GO),
        RESTART[1],
        LATE,
        TICKS,
        ("is_put_off", {"who": None}),
        ("is_heard_again", {}),
        OPENS,
        ("is_annulled", {"who": "secretary"}),
    ),
    # Left to chance.
    (OPENS,),
)
REACHED = {"open", "closed", "proclaimed", "published", "no_quorum", "deferred", "voided"}
PROFILE = settings(
    max_examples=len(ROADS),
    stateful_step_count=12,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.fixture
def start(engine_kind, request, tmp_path, clock):
    """Start a host of this database, whatever became of the others."""
    name = "sqlite_url" if engine_kind == "sqlite" else "postgres_url"
    url = request.getfixturevalue(name)
    with ExitStack() as stack:

        def one():
            host = stack.enter_context(running(url, tmp_path))
            host.extensions["portal.clock"] = clock
            return host

        yield one


def test_whatever_people_send_to_two_hosts_that_die_the_promises_hold(start, clock):
    """P1–P6, P9, P16, P19, P20 and P26, from the page to the disk."""

    def restart(host):
        with host.app_context():
            db.engine.dispose()
        return start()

    known = {"hosts": [start(), start()], "restart": staticmethod(restart), "clock": clock}
    known |= {"roads": ROADS, "lived": [], "places": count()}
    known |= {"reached": Counter(), "decisions": []}
    life = type("LifeOnPages", (LifeOnPages,), known)
    run_state_machine_as_test(seed(0)(life), settings=PROFILE)

    assert len(known["lived"]) == len(ROADS)
    assert REACHED - set(known["reached"]) == set()
