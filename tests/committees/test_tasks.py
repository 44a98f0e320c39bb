"""What committees ask of each person, and how much reading it takes."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.committees import recusal_actions, sitting_actions, tasks
from portal.extensions import db
from portal.kernel.periods import paris_day
from tests.committees.settling import funded
from tests.committees.world import WEEK, email
from tests.support.apps import writing

SITTING = "Comité d’investissement\u00a0: séance le 7 décembre 2026 à 14\u00a0h\u00a000"


def asked(session, world, who) -> list[tuple[str, str]]:
    found = tasks.waiting(session, world.actor(session, who), world.now)
    return [(task.verb, task.title) for task in found]


def test_each_is_asked_what_is_theirs(session_both, world):
    item = world.send_startup(session_both)
    assert asked(session_both, world, "team") == [
        ("Compléter", "Pièces à l’heure : dossier à déposer")
    ]
    world.plan(session_both)
    world.take_up(session_both, item)
    assert asked(session_both, world, "secretary") == [("Convoquer", SITTING)]
    assert asked(session_both, world, "ann") == []
    world.convene(session_both)
    assert asked(session_both, world, "ann") == [("Déclarer", "Pièces à l’heure")]
    recusal_actions.declare(
        session_both,
        world.actor(session_both, "ann"),
        item,
        has_interest=False,
        note="",
        now=world.now,
    )
    assert asked(session_both, world, "ann") == []
    assert asked(session_both, world, "outsider") == []


def test_a_vote_is_asked_then_its_proclamation_then_the_signatures(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    assert asked(session_both, world, "ann") == [("Voter", "Pièces à l’heure")]
    world.vote(session_both, item, "ggggg")
    assert asked(session_both, world, "ann") == []
    world.close(session_both, item)
    assert ("Proclamer", "Pièces à l’heure") in asked(session_both, world, "chair")
    assert asked(session_both, world, "deputy") == [("Tenir", SITTING)]
    world.proclaim(session_both, item)
    keeper = world.actor(session_both, "secretary")
    sitting_actions.close_sitting(session_both, keeper, world.sitting(session_both), now=world.now)
    assert asked(session_both, world, "secretary") == [("Signer", SITTING)]


@contextmanager
def counting(app):
    """How many statements are sent meanwhile, as the length of a list."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_dossier_is_asked_for_by_the_day_when_it_freezes(session_both, world):
    item = world.send_startup(session_both)
    sitting = world.plan(session_both)
    world.take_up(session_both, item)

    (task,) = tasks.waiting(session_both, world.actor(session_both, "team"), world.now)

    assert task.due_on == paris_day(sitting.starts_at) - timedelta(days=7)


@pytest.mark.parametrize("who", ["secretary", "ann", "outsider", "team", "director"])
def test_an_agenda_takes_as_many_readings_with_one_point_as_with_three(
    app, open_world, visitors, who
):
    with writing(app) as session:
        first = open_world.send_startup(session)
        open_world.plan(session, WEEK)
        open_world.take_up(session, first)
    paths = (f"/seances/{open_world.sitting_ref}", "/moi/taches")
    visitor = visitors(email(who))
    with counting(app) as one:
        _look(visitor, paths)
    with writing(app) as session:
        for title in ("Guichet tranquille", "Courrier clair"):
            ref = funded(session, open_world, title)
            open_world.take_up(session, open_world.send_startup(session, ref))
    with counting(app) as three:
        _look(visitor, paths)

    assert len(three) == len(one)


def _look(visitor, paths) -> None:
    for path in paths:
        assert visitor.get(path).status == 200


def test_a_declaration_is_due_the_day_of_the_sitting(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both, WEEK + timedelta(days=1))
    world.take_up(session_both, item)
    world.convene(session_both)
    (task,) = tasks.waiting(session_both, world.actor(session_both, "bob"), world.now)

    assert (task.href, task.due_on) == (f"/points/{item.ref}", (WEEK + timedelta(days=1)).date())
