"""Between the hour when the team stops writing and the round that freezes: one honest reading."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from portal.committees import (
    agenda_actions,
    dossier_actions,
    dossier_views,
    item_queries,
    scheduled,
)
from portal.kernel.errors import Refused
from tests.committees.crossing import pivoting
from tests.committees.settling import settle
from tests.committees.sheet import fill
from tests.committees.world import WEEK, write

MISSION = "UPDATE startup SET mission = 'Autre mission'"


@pytest.fixture
def settled(session, clock):
    return settle(session, clock)


@pytest.fixture
def past(session, settled):
    """A point past its hour, of which nothing is kept yet."""
    fill(session, settled)
    item = settled.send_startup(session)
    write(session, settled, item)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    settled.at(dossier_actions.freezes_at(item))
    return item


def read(session, world, item):
    session.expire_all()
    return dossier_views.read_of(session, world.item(session, item.ref), world.now)


def test_what_is_read_then_is_what_will_be_frozen(session, settled, past):
    with pytest.raises(Refused, match="gelé"):
        write(session, settled, past)
    before = read(session, settled, past)
    settled.later(minutes=40)
    scheduled.run(session, settled.now)
    after = read(session, settled, past)

    assert after.pop("gele_a") == settled.now.isoformat()
    assert after == before


def test_a_sheet_that_changes_then_is_read_when_it_freezes_and_the_text_says_when(
    session, settled, past
):
    hour = settled.now
    session.execute(text(MISSION))
    settled.later(minutes=40)
    scheduled.run(session, settled.now)
    frozen = json.loads(settled.item(session, past.ref).dossier.frozen)

    assert frozen["grille"][0]["fiche"][0]["texte"] == "Autre mission"
    assert datetime.fromisoformat(frozen["gele_a"]) == settled.now > hour
    session.execute(text(MISSION.replace("Autre", "Encore une autre")))
    settled.later(minutes=40)
    scheduled.run(session, settled.now)
    assert json.loads(settled.item(session, past.ref).dossier.frozen) == frozen


def test_a_point_taken_up_while_they_sit_is_written_until_its_vote(session, settled):
    settled.ready(session, settled.send_investigation(session))
    item = settled.send_startup(session)
    settled.take_up(session, item)
    scheduled.run(session, settled.now)
    assert not settled.item(session, item.ref).dossier.sha256
    write(session, settled, item)
    settled.open_vote(session, item)

    assert settled.item(session, item.ref).dossier.sha256


def test_a_point_put_off_before_its_round_is_frozen_as_it_ends(session, settled):
    item = settled.send_startup(session)
    settled.ready(session, item)
    settled.defer(session, item)

    assert settled.item(session, item.ref).dossier.sha256


def test_another_course_listed_again_is_read_beside_what_the_sheet_says_now(session, settled):
    item = pivoting(session, settled)
    settled.ready(session, item)
    scheduled.run(session, settled.now)
    settled.defer(session, item)
    session.execute(text(MISSION))
    session.expire_all()
    again = item_queries.live_about(session, settled.startup_ref)

    assert read(session, settled, again)["proposition"]["cap"]["mission_avant"] == "Autre mission"
    kept = read(session, settled, item)["proposition"]["cap"]["mission_avant"]
    assert kept != "Autre mission"


def test_another_course_taken_off_its_agenda_is_read_beside_what_the_sheet_says_now(
    session, settled
):
    item = pivoting(session, settled)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    settled.at(WEEK - timedelta(days=7))
    scheduled.run(session, settled.now)
    keeper = settled.actor(session, "secretary")
    agenda_actions.put_back(session, keeper, item, motive="Une pièce manque.", now=settled.now)
    session.execute(text(MISSION))

    assert read(session, settled, item)["proposition"]["cap"]["mission_avant"] == "Autre mission"
