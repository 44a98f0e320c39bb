"""A point leaves its sitting: what was frozen stays as it was read, and the team writes again."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.committees import (
    actions,
    agenda_actions,
    dossier_actions,
    dossier_files,
    dossier_queries,
    item_actions,
    item_queries,
    scheduled,
    sitting_actions,
)
from portal.committees.grid_words import GridLine
from portal.files import actions as files, queries as file_queries, store
from portal.files.words import FileKind
from portal.kernel.errors import Refused
from portal.organisations.models import Incubator
from tests.committees.settling import settle
from tests.committees.world import WEEK, write

LATER = WEEK + timedelta(days=60)
NOTE = files.Received("a.txt", FileKind.TEXT, b"a", hashlib.sha256(b"a").hexdigest())


@pytest.fixture
def settled(session, clock):
    """On the embedded database alone, for what no database decides."""
    return settle(session, clock)


def frozen(session, world):
    """A point whose dossier is frozen, with a file, a grid and an addendum."""
    item = world.send_startup(session)
    team = world.actor(session, "team")
    write(session, world, item)
    told = {"texts": {GridLine.AGILITY: "Un virage."}, "now": world.now}
    dossier_actions.write_grid(session, team, item, **told)
    dossier_files.attach(session, team, item, NOTE, store=store.ours(), now=world.now)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    world.at(WEEK - timedelta(days=7))
    scheduled.run(session, world.now)
    world.later(hours=1)
    told = {"body": "Un chiffre neuf.", "now": world.now}
    dossier_actions.add_addendum(session, team, world.item(session, item.ref), **told)
    found = world.item(session, item.ref)
    assert found.dossier.frozen_at is not None
    return found


def put_back(session, world, item):
    agenda_actions.put_back(
        session, world.actor(session, "secretary"), item, motive="Une pièce manque.", now=world.now
    )


def cancel(session, world, item):
    who, told = world.actor(session, "secretary"), {"motive": "Grève.", "now": world.now}
    sitting_actions.cancel(session, who, world.sitting(session), **told)


def miss(session, world, item):
    """Nobody opens it on its day."""
    world.at(WEEK + timedelta(days=1))
    scheduled.run(session, world.now)


def put_later(session, world, item):
    who = world.actor(session, "secretary")
    told = {"starts_at": LATER, "place": "Salle 3", "urgency": "", "now": world.now}
    sitting_actions.move(session, who, world.sitting(session), **told)


@pytest.mark.parametrize("leave", [put_back, cancel, miss, put_later])
def test_what_was_frozen_is_kept_and_the_team_writes_again(session_both, world, leave):
    item = frozen(session_both, world)
    read, digest = item.dossier.frozen, item.dossier.sha256
    leave(session_both, world, item)
    item = world.item(session_both, item.ref)
    [former] = dossier_queries.formers(session_both, item)

    assert (former.frozen, former.sha256) == (read, digest)
    assert hashlib.sha256(former.frozen.encode()).hexdigest() == digest
    assert (former.sitting.ref, former.sitting_at) == (world.sitting_ref, WEEK)
    assert (item.dossier.frozen_at, item.dossier.frozen, item.dossier.sha256) == (None, "", "")
    assert item.dossier.body == "Ce qui était promis, ce qui est observé."
    assert dossier_queries.grid(session_both, item.dossier).texts == {"agility": "Un virage."}
    write(session_both, world, item, body="Six mois plus tard.")
    assert world.item(session_both, item.ref).dossier.body == "Six mois plus tard."
    assert former.frozen == read


def test_the_next_sitting_freezes_the_new_text_at_its_own_hour(session, settled):
    item = frozen(session, settled)
    put_back(session, settled, item)
    settled.plan(session, LATER)
    settled.take_up(session, settled.item(session, item.ref))
    settled.convene(session)
    hour = dossier_actions.freezes_at(settled.item(session, item.ref))
    settled.at(hour - timedelta(minutes=1))
    scheduled.run(session, settled.now)
    write(session, settled, item, body="À jour.")
    settled.later(minutes=1)
    with pytest.raises(Refused, match="gelé"):
        write(session, settled, item, body="Trop tard.")
    scheduled.run(session, settled.now)
    found = settled.item(session, item.ref)
    [former] = dossier_queries.formers(session, found)

    assert json.loads(found.dossier.frozen)["texte"] == "À jour."
    assert json.loads(former.frozen)["texte"] != "À jour."
    assert found.dossier.sha256 != former.sha256


def test_addenda_and_files_stay_with_the_text_they_complete(session, settled):
    item = frozen(session, settled)
    put_back(session, settled, item)
    item = settled.item(session, item.ref)
    every = dossier_queries.formers(session, item)
    [former] = every

    assert [one.body for one in dossier_queries.addenda_of(former, every)] == ["Un chiffre neuf."]
    assert dossier_queries.addenda_now(item.dossier, every) == []
    [named] = json.loads(former.frozen)["fichiers"]
    [kept] = files_of(session, former.ref)
    assert (named["ref"], named["sha256"]) == (kept.ref, kept.sha256)
    [goes_on] = dossier_queries.files_of(session, item)
    assert (goes_on.sha256, goes_on.ref != kept.ref) == (kept.sha256, True)
    team = settled.actor(session, "team")
    dossier_files.take_away(session, team, item, goes_on, now=settled.now)
    assert kept.is_live


def files_of(session, ref):
    return file_queries.of_owner(session, ref)


def test_a_second_leave_keeps_a_second_text_and_its_own_addenda(session, settled):
    item = frozen(session, settled)
    put_back(session, settled, item)
    settled.plan(session, LATER)
    settled.take_up(session, settled.item(session, item.ref))
    settled.convene(session)
    settled.at(LATER - timedelta(days=7))
    scheduled.run(session, settled.now)
    settled.later(hours=1)
    told = {"body": "Un autre chiffre.", "now": settled.now}
    team = settled.actor(session, "team")
    dossier_actions.add_addendum(session, team, settled.item(session, item.ref), **told)
    cancel(session, settled, item)
    item = settled.item(session, item.ref)
    every = dossier_queries.formers(session, item)
    told = [[one.body for one in dossier_queries.addenda_of(former, every)] for former in every]

    assert told == [["Un chiffre neuf."], ["Un autre chiffre."]]
    assert dossier_queries.addenda_now(item.dossier, every) == []


def test_what_leaves_between_its_hour_and_the_round_is_kept_too(session, settled):
    item = settled.send_startup(session)
    write(session, settled, item)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    settled.at(WEEK - timedelta(days=7))
    put_back(session, settled, settled.item(session, item.ref))
    item = settled.item(session, item.ref)
    [former] = dossier_queries.formers(session, item)

    assert (former.frozen_at, item.dossier.frozen_at) == (settled.now, None)


@pytest.mark.parametrize("leave", [put_back, cancel])
def test_what_leaves_before_its_hour_leaves_nothing(session, settled, leave):
    item = settled.send_startup(session)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    leave(session, settled, settled.item(session, item.ref))

    assert dossier_queries.formers(session, item) == []


def test_a_sitting_put_a_day_later_opens_nothing(session, settled):
    item = frozen(session, settled)
    settled.later(days=2)
    who = settled.actor(session, "secretary")
    told = {"starts_at": WEEK + timedelta(days=1), "place": "Salle 3", "now": settled.now}
    sitting_actions.move(session, who, settled.sitting(session), urgency="Un mot.", **told)

    assert settled.item(session, item.ref).dossier.frozen_at is not None
    assert dossier_queries.formers(session, item) == []


def test_the_round_reopens_what_waited_frozen_before_this_was_kept(session_both, world):
    item = frozen(session_both, world)
    item.sitting = None
    session_both.flush()
    scheduled.run(session_both, world.now)
    item = world.item(session_both, item.ref)
    [former] = dossier_queries.formers(session_both, item)

    assert (former.sitting, item.dossier.frozen_at) == (None, None)
    scheduled.run(session_both, world.now)
    assert len(dossier_queries.formers(session_both, item)) == 1


def test_what_is_listed_again_begins_writable_from_the_former_text(session, settled):
    item = settled.send_startup(session)
    write(session, settled, item)
    settled.ready(session, item)
    scheduled.run(session, settled.now)
    settled.defer(session, item)
    again = item_queries.live_about(session, settled.startup_ref)

    assert settled.item(session, item.ref).dossier.sha256
    assert again.dossier.frozen_at is None
    assert again.dossier.body == "Ce qui était promis, ce qui est observé."
    write(session, settled, again, body="À jour.")


STATEMENTS = (
    "UPDATE dossier SET body = 'autre'",
    "UPDATE dossier SET frozen = '', sha256 = '', frozen_at = NULL",
    "DELETE FROM dossier",
)
FALSE = (
    "INSERT INTO former_dossier (ref, item_id, dossier_id, frozen_at, frozen, sha256, left_at,"
    " last_addendum) SELECT 'dos-00000000', item_id, id, frozen_at, 'faux', sha256, frozen_at, 0"
    " FROM dossier"
)


def test_the_database_lets_go_of_no_frozen_text_that_is_not_kept(session_both, world):
    item = frozen(session_both, world)
    for statement in (*STATEMENTS, FALSE):
        with pytest.raises(DatabaseError, match="closed"), session_both.begin_nested():
            session_both.execute(text(statement))
    put_back(session_both, world, item)
    for statement in (
        "UPDATE former_dossier SET frozen = ''",
        "DELETE FROM former_dossier",
        "DELETE FROM dossier",
    ):
        with pytest.raises(DatabaseError), session_both.begin_nested():
            session_both.execute(text(statement))


def test_a_point_referred_elsewhere_is_written_again_there(session, settled):
    item = frozen(session, settled)
    put_back(session, settled, item)
    house = session.query(Incubator).filter_by(ref=settled.house).one()
    director = settled.actor(session, "director")
    told = {"name": "Autre comité", "vote_minutes": 20, "now": settled.now}
    other = actions.found(session, director, house, **told)
    item = settled.item(session, item.ref)
    secretary = settled.actor(session, "secretary")
    item_actions.refer(session, secretary, item, other, now=settled.now)
    write(session, settled, item, body="Pour l’autre comité.")
    [former] = dossier_queries.formers(session, item)

    assert former.committee_ref == settled.committee_ref != item.committee_ref


def test_what_comes_back_too_late_and_leaves_again_was_frozen_once(session, settled):
    """Once the others are frozen it is still written: leaving again, nothing of it had been kept."""
    item = frozen(session, settled)
    put_back(session, settled, item)
    for _again in range(2):
        settled.take_up(session, settled.item(session, item.ref))
        put_back(session, settled, settled.item(session, item.ref))
    [kept] = dossier_queries.formers(session, settled.item(session, item.ref))

    assert kept.sitting.ref == settled.sitting_ref
    assert len(dossier_queries.addenda_of(kept, [kept])) == 1
