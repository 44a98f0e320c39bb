import pytest

from portal.committees import (
    actions,
    item_actions,
    item_queries,
    undecided_actions,
)
from portal.committees.words import (
    ItemOrigin,
    ItemState,
)
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations import queries as organisations
from tests.committees.world import write
from tests.support.apps import MONDAY


def test_a_deferral_says_why_and_until_when_and_comes_back(session_both, world):
    item = world.send_startup(session_both)
    write(session_both, world, item)
    world.ready(session_both, item)
    for changes in ({"motive": " "}, {"next_on": None}, {"next_on": world.now.date()}):
        with pytest.raises(Refused):
            world.defer(session_both, item, **changes)
    world.defer(session_both, item)
    again = item_queries.live_about(session_both, world.startup_ref)

    assert (item.state, item.motive) == (ItemState.DEFERRED, "Il manque un chiffre.")
    assert (again.origin, again.before_ref) == (ItemOrigin.DEFERRAL, item.ref)
    assert (again.dossier.request, again.amount) == (item.dossier.request, 300_000)
    assert [one.figure for one in again.dossier.rungs] == ["1 200 usagers"]


def test_a_second_deferral_in_a_row_is_told_to_the_programme(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.defer(session_both, item)
    told = session_both.query(Notice).filter_by(person_id=world.ids["programme"])
    assert told.count() == 0
    second = item_queries.live_about(session_both, world.startup_ref)
    world.take_up(session_both, second)
    world.defer(session_both, second)

    assert [one.subject_ref for one in told] == [second.ref]


def test_a_vote_that_decided_is_not_put_off(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ggggg")

    with pytest.raises(Refused, match="proclamez"):
        world.defer(session_both, item)


def test_a_referred_item_goes_to_another_committee(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    keeper = world.actor(session_both, "secretary")
    undecided_actions.void(
        session_both, keeper, item, motive="Personne ne peut présider.", now=world.now
    )
    again = item_queries.live_about(session_both, world.startup_ref)
    other = another_committee(session_both, world)

    with pytest.raises(Forbidden):
        item_actions.refer(
            session_both, world.actor(session_both, "ann"), again, other, now=world.now
        )
    item_actions.refer(session_both, keeper, again, other, now=world.now)
    assert item_queries.waiting(session_both, other) == [again]
    assert item_queries.waiting(session_both, world.committee(session_both)) == []


def another_committee(session, world):
    house = organisations.incubator(session, world.other)
    programme = world.actor(session, "programme")
    return actions.found(
        session, programme, house, name="Comité des Monts", vote_minutes=30, now=MONDAY
    )
