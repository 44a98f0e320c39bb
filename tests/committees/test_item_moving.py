"""When an incubator takes over: a vote stays where it is, what only waits goes along."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.committees import (
    actions,
    agendas,
    closing,
    item_queries,
    queries,
    sitting_actions,
)
from portal.committees.words import CommitteeKind
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.organisations.models import Incubator
from portal.policy import Role
from portal.startups import carrying, carrying_scheduled, scheduled as clock
from portal.startups.words import CarryKind, OfferState
from tests.committees.settling import settle
from tests.committees.world import WEEK, email
from tests.support.people import open_account


@pytest.fixture
def settled(session, clock):
    """On the embedded database, the other incubator with a director."""
    world = settle(session, clock)
    held = (Role.DIRECTOR, world.other)
    world.ids["host"] = open_account(session, email("host"), held, name="Host Essai").id
    return world


def committee(session, world, name="Comité des Monts", **changes):
    house = session.scalars(select(Incubator).where(Incubator.ref == world.other)).one()
    told = {"name": name, "vote_minutes": 20, "now": world.now} | changes
    return actions.found(session, world.actor(session, "host"), house, **told)


def offered(session, world, kind=CarryKind.MOVE, days=0):
    return carrying.offer(
        session,
        world.actor(session, "director"),
        world.startup(session),
        kind=kind,
        incubator=world.other,
        motive="C’est leur domaine.",
        share="Ils déploient." if kind is CarryKind.TOGETHER else "",
        wanted_on=world.now.date() + timedelta(days=days) if kind is CarryKind.MOVE else None,
        now=world.now,
    )


def accepted(session, world, *told, **known):
    found = offered(session, world, *told, **known)
    return carrying.accept(session, world.actor(session, "host"), found, now=world.now)


def test_an_item_that_waits_goes_to_the_committee_of_the_new_incubator(session, settled):
    there = committee(session, settled)
    item = settled.send_startup(session)
    settled.plan(session)
    settled.take_up(session, item)
    accepted(session, settled)

    found = settled.item(session, item.ref)
    assert (found.committee_ref, found.sitting) == (there.ref, None)


def test_an_item_that_waits_goes_to_no_committee_that_is_closed_or_for_one_purpose(
    session, settled
):
    host = settled.actor(session, "host")
    closed = committee(session, settled, "Ancien comité")
    closing.close(session, host, closed, motive="Il a fini.", heir=None, now=settled.now)
    bounds = {"kind": CommitteeKind.AD_HOC, "purpose": "Un audit.", "most_sittings": 1}
    committee(session, settled, "Comité d’audit", **bounds)
    item = settled.send_startup(session)
    accepted(session, settled)
    assert settled.item(session, item.ref).committee_ref == settled.committee_ref


def test_an_item_convened_stays_on_its_sitting(session, settled):
    committee(session, settled)
    item = settled.send_startup(session)
    settled.plan(session)
    settled.take_up(session, item)
    settled.convene(session)
    accepted(session, settled)

    found = settled.item(session, item.ref)
    assert found.committee_ref == settled.committee_ref
    assert found.sitting.ref == settled.sitting_ref
    assert settled.startup(session).incubator_ref == settled.other


def test_without_a_committee_there_it_waits_where_it_was(session, settled):
    item = settled.send_startup(session)
    accepted(session, settled)
    assert settled.item(session, item.ref).committee_ref == settled.committee_ref


def test_no_change_while_a_vote_is_open(session, settled):
    item = settled.send_startup(session)
    found = offered(session, settled, days=14)
    carrying.accept(session, settled.actor(session, "host"), found, now=settled.now)
    settled.ready(session, item)
    settled.open_vote(session, item)

    assert carrying_scheduled.run(session, settled.now) == 0
    assert (found.state, settled.startup(session).incubator_ref) == (
        OfferState.AGREED,
        settled.house,
    )
    with pytest.raises(Refused, match="vote est en cours"):
        carrying.move(session, found, settled.now)
    settled.vote(session, item, "ggggg")
    settled.later(minutes=20)
    settled.close(session, item)
    settled.proclaim(session, item)
    assert carrying_scheduled.run(session, settled.now) == 1
    assert settled.startup(session).incubator_ref == settled.other


def test_the_clock_asks_the_committees_of_the_main_incubator_first(session, settled):
    accepted(session, settled, CarryKind.TOGETHER)
    there = committee(session, settled)
    host = open_account(session, email("keeper"), (Role.SECRETARY, there.ref))
    settled.ids["keeper"] = host.id
    sooner = sitting_actions.plan(
        session,
        settled.actor(session, "keeper"),
        there,
        starts_at=WEEK,
        place="Là-bas",
        now=settled.now,
    )
    settled.at(WEEK - timedelta(days=4))
    startup = settled.startup(session)
    assert agendas.sitting_for(session, startup, settled.now, 60).ref == sooner.ref
    here = settled.plan(session, WEEK + timedelta(days=3))
    assert agendas.sitting_for(session, startup, settled.now, 60).ref == here.ref


def test_both_directors_hear_that_the_term_comes(session, settled):
    accepted(session, settled, CarryKind.TOGETHER)
    settled.later(days=20)
    clock.run(session, settled.now)
    query = select(Notice.person_id).where(Notice.kind == "term_reminder")
    told = set(session.scalars(query))
    assert {settled.ids["director"], settled.ids["host"]} <= told


def test_an_item_before_the_one_that_leaves_comes_back_to_the_main_one(session, settled):
    there = committee(session, settled)
    accepted(session, settled, CarryKind.TOGETHER)
    item = settled.send_startup(session)
    found = settled.item(session, item.ref)
    found.committee = there
    session.flush()
    told = {"motive": "Le déploiement est fini.", "now": settled.now}
    host = settled.actor(session, "host")
    carrying.end_together(session, host, settled.startup(session), settled.other, **told)
    back = item_queries.live_about(session, settled.startup_ref)
    assert back.committee_ref == settled.committee_ref
    assert queries.by_ref(session, back.committee_ref).incubator_ref == settled.house
