"""A committee asks for half of each college: the vote opens, or not, as its roll then stands."""

import pytest

from portal.committees import actions, rolls
from portal.committees.models import SeatCollege
from portal.committees.words import College, CommitteeMode, ItemState
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.policy import Role
from tests.committees.world import email
from tests.support.apps import writing

OF = {
    "chair": College.INCUBATOR,
    "deputy": College.INCUBATOR,
    "ann": College.SPONSORS,
    "bob": College.SPONSORS,
    "cleo": College.PROGRAMME,
}


@pytest.fixture
def by_college(session_both, world):
    """The committee asks it, and each voting seat has its college."""
    committee = world.committee(session_both)
    actions.configure(
        session_both,
        world.actor(session_both, "director"),
        committee,
        name=committee.name,
        vote_minutes=20,
        mode=CommitteeMode.COLLEGIAL_VOTE,
        college_quorum=True,
        now=world.now,
    )
    _sit(session_both, world)
    return world


def _sit(session, world):
    roles = (Role.CHAIR, Role.DEPUTY, Role.SEAT)
    day = paris_day(world.now)
    numbers = {world.ids[who]: college for who, college in OF.items()}
    for seat in people.mandates_on(session, world.committee_ref, day, *roles):
        if seat.person_id in numbers:
            session.add(SeatCollege(mandate_id=seat.id, college=numbers[seat.person_id]))
    session.flush()


@pytest.mark.parametrize(
    ("present", "reached"),
    [
        (("chair", "deputy", "ann"), ItemState.NO_QUORUM),
        (("chair", "ann", "bob"), ItemState.NO_QUORUM),
        (("chair", "ann", "cleo"), ItemState.OPEN),
    ],
)
def test_half_of_each_college_opens_the_vote(session_both, by_college, present, reached):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item, present=present)

    assert by_college.open_vote(session_both, item) is reached


def test_ballots_of_each_college_are_counted_at_closing(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item)
    by_college.open_vote(session_both, item)
    by_college.vote(session_both, item, "gggg.")
    by_college.later(minutes=20)

    assert by_college.close(session_both, item).state is ItemState.NO_QUORUM


def test_the_colleges_of_a_vote_are_those_it_opened_with(session_both, by_college):
    item = by_college.send_startup(session_both)
    by_college.ready(session_both, item)
    by_college.open_vote(session_both, item)
    for one in session_both.query(SeatCollege):
        one.college = College.PROGRAMME
    session_both.flush()

    found = rolls.of_item(session_both, item, paris_day(by_college.now)).colleges
    assert {name: len(group) for name, group in found.items()} == {
        "sponsors": 2,
        "incubator": 2,
        "programme": 1,
    }


def test_each_college_shows_on_the_page_and_on_the_seat(app, open_world, meet, heard):
    assert not meet("ann", f"/points/{heard}").sees("Sponsors\u00a0:")
    director = meet("director", f"/comites/{open_world.committee_ref}/reglages")
    director.submit(
        "Enregistrer les réglages", {"Demander aussi la moitié de chaque collège": True}
    )
    assert director.sees("Collège, pour le quorum")
    with writing(app) as session:
        _sit(session, open_world)
    assert meet("ann", f"/points/{heard}").sees("Sponsors\u00a0: 2\u00a0présents, il en faut 1")
    answers = {
        "Adresse de la personne": email("outsider"),
        "Siège": "Membre",
        "En quelle qualité": "direction concernée",
        "Collège, pour le quorum": "sponsors",
    }
    director.submit("Donner le siège", answers)
    assert director.sees("Siège donné à")
    with writing(app) as session:
        assert session.query(SeatCollege).count() == len(OF) + 1
