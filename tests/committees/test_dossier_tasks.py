"""« Dossier à déposer avant J−7 »: asked of the team and of the director, once each (A08)."""

from datetime import date, timedelta

import pytest

from portal.committees import dossier_actions, dossier_tasks, scheduled
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.people.models import Mandate
from portal.policy import Role
from portal.startups.words import Rung
from tests.committees.sheet import LINK
from tests.committees.world import WEEK, write
from tests.support.people import SINCE

TITLE = "Pièces à l’heure : dossier à déposer"


def waiting(session, world, who):
    return list(dossier_tasks.waiting(session, world.actor(session, who), world.now))


@pytest.fixture
def listed(session_both, world):
    """On the agenda of a sitting two weeks ahead; nothing of its dossier is written."""
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    return item


def give(session, world, who, role, scope):
    person = world.person(session, who)
    kind = person.kind
    session.add(
        Mandate(
            ref=new_ref("man"),
            person=person,
            person_kind=kind,
            role=role,
            scope_ref=scope,
            starts_on=SINCE,
        )
    )
    session.flush()
    session.expire(person)


def nobody_in_the_team(session, world):
    on = Mandate.scope_ref == world.startup_ref
    for mandate in session.query(Mandate).filter(on, Mandate.role == Role.TEAM):
        session.delete(mandate)
    session.flush()


@pytest.mark.parametrize(
    ("who", "part"),
    [
        ("team", "vous êtes de l’équipe"),
        ("director", "vous êtes responsable de l’incubateur"),
        ("officer", None),
        ("coach", None),
        ("sponsor", None),
        ("ann", None),
        ("programme", None),
    ],
)
def test_who_is_asked_and_by_when(session_both, world, listed, who, part):
    told = [
        (one.verb, one.title, one.why.startswith(part or "?"), one.href, one.due_on)
        for one in waiting(session_both, world, who)
    ]

    day = paris_day(WEEK) - timedelta(days=7)
    asked = ("Compléter", TITLE, True, f"/points/{listed.ref}/dossier", day)
    assert told == ([asked] if part else [])


def test_several_parts_make_one_line(session_both, world, listed):
    give(session_both, world, "director", Role.TEAM, world.startup_ref)

    assert [one.title for one in waiting(session_both, world, "director")] == [TITLE]


def test_what_is_handed_in_is_no_longer_asked(session_both, world, listed):
    told = {"figure": "12", "measured_on": date(2026, 11, 1), "source": "Relevé", "link": LINK}
    write(session_both, world, listed, rungs=dict.fromkeys(Rung, told))

    assert not waiting(session_both, world, "team") + waiting(session_both, world, "director")


def test_a_point_on_no_agenda_is_asked_of_its_team_alone(session_both, world):
    world.send_startup(session_both)

    assert [one.due_on for one in waiting(session_both, world, "team")] == [None]
    assert not waiting(session_both, world, "director")


def test_when_nobody_makes_it_the_director_is_told(session_both, world, listed):
    nobody_in_the_team(session_both, world)

    (task,) = waiting(session_both, world, "director")

    assert "personne n’est dans l’équipe" in task.why and task.verb == "Compléter"


@pytest.mark.parametrize(("staffed", "verb"), [(True, "Rappeler l’équipe"), (False, "Nommer")])
def test_elsewhere_they_see_to_the_team(session_both, world, listed, staffed, verb):
    """A startup carried by two houses: the committee is that of the first."""
    startup = world.startup(session_both)
    startup.incubations[0].incubator_ref = world.other
    if not staffed:
        nobody_in_the_team(session_both, world)
    give(session_both, world, "outsider", Role.DIRECTOR, world.other)

    (task,) = waiting(session_both, world, "outsider")

    assert task.verb.startswith(verb) and task.href == f"/startups/{world.startup_ref}/equipe"


def test_after_the_freeze_it_is_late_until_something_is_added(session_both, world, listed):
    world.convene(session_both)
    world.at(WEEK - timedelta(days=6))
    scheduled.run(session_both, world.now)
    for who in ("team", "director"):
        (task,) = waiting(session_both, world, who)
        assert task.verb == "Ajouter un complément" and "s’est gelé" in task.why
        assert task.due_on < paris_day(world.now)
    team = world.actor(session_both, "team")
    dossier_actions.add_addendum(session_both, team, listed, body="Les chiffres.", now=world.now)

    assert not waiting(session_both, world, "team") + waiting(session_both, world, "director")
