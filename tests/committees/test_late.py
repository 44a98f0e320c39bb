"""A decision that comes after its term keeps both days, sealed, and everybody reads them."""

import json
from datetime import date, datetime, time

import pytest

from portal.kernel.periods import PARIS
from portal.register import queries as register
from tests.committees.world import write
from tests.support.apps import writing


def decided_on(session, world, day: datetime):
    """The startup is heard on that day, and goes on."""
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session, day)
    world.take_up(session, item)
    world.convene(session)
    world.at(day)
    world.begin(session)
    world.counted(session, item, "ggggg")
    return world.proclaim(session, item)


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 12, 7), 0), (date(2027, 1, 23), 0), (date(2027, 2, 2), 10)]
)
def test_a_decision_keeps_the_term_that_it_answered(session_both, world, day, late):
    made = decided_on(session_both, world, datetime.combine(day, time(14), PARIS))

    assert (made.due_on, made.decided_on, made.days_late) == (date(2027, 1, 23), day, late)
    (entry,) = register.about(session_both, made.ref)
    told = json.loads(entry.payload)
    assert (told["terme_prevu"], told["decide_le"]) == ("2027-01-23", day.isoformat())


def test_a_late_decision_says_so_where_it_is_read(app, open_world, meet):
    with writing(app) as session:
        ref = decided_on(session, open_world, datetime(2027, 2, 2, 14, tzinfo=PARIS)).ref

    ann = meet("ann", f"/decisions/{ref}")
    assert ann.sees("Le terme était le 23 janvier 2027 : décidé 10 jours après.")
