"""Incubators and organisations: made, said better, closed without losing anything, opened again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.administration import closing, holdings
from portal.irritants import actions as irritants
from portal.irritants.models import Irritant
from portal.irritants.words import DeclineMotive, IrritantState
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations import actions, queries
from portal.people import queries as people
from portal.policy import MACHINE, Kind, Role
from portal.startups import actions as startups
from portal.startups.models import StartupIncubator
from portal.startups.words import Phase
from tests.committees.settling import settle as settle_world
from tests.irritants.conftest import REVIEW, WHY, settle as settle_village
from tests.support.apps import MONDAY
from tests.support.people import open_account

ADMIN = "admin@test.gouv.example"
TODAY = MONDAY.date()


@pytest.fixture
def v(session_both):
    return settle_village(session_both)


def close(v, who="admin", **changes):
    told = {"closed_on": TODAY, "motive": WHY, "successor": v.other.ref, "now": MONDAY} | changes
    closing.close(v.session, v.actor(who), v.house, **told)


@pytest.mark.parametrize(
    ("state", "gesture"),
    [
        (IrritantState.SUBMITTED, None),
        (
            IrritantState.RETURNED,
            lambda v, one: irritants.ask_completion(
                v.session,
                v.actor("officer"),
                one,
                motive_code="incomplete",
                motive=WHY,
                now=MONDAY,
            ),
        ),
        (
            IrritantState.QUALIFIED,
            lambda v, one: irritants.qualify(v.session, v.actor("officer"), one, now=MONDAY),
        ),
    ],
)
def test_an_incubator_where_an_irritant_waits_does_not_close(v, state, gesture):
    one = v.irritant()
    if gesture:
        gesture(v, one)
    assert one.state is state

    with pytest.raises(Refused, match="attendent une suite"):
        close(v)

    assert not v.house.is_closed and one.incubator_ref == v.house.ref


def test_nor_while_one_is_offered_to_it(v):
    one = v.irritant(incubator_ref=v.other.ref)
    told = {"incubator_ref": v.house.ref, "motive": WHY, "now": MONDAY}
    irritants.redirect(v.session, v.actor("programme"), one, **told)

    with pytest.raises(Refused, match="attendent une suite"):
        close(v)


def test_what_was_answered_and_may_come_back_goes_to_the_successor_and_says_so(v):
    one = v.irritant()
    officer = v.actor("officer")
    told = {"motive_code": DeclineMotive.OUT_OF_SCOPE, "motive": WHY, "review_on": REVIEW}
    irritants.decline(v.session, officer, one, now=MONDAY, **told)

    with pytest.raises(Refused) as refusal:
        close(v, successor=None)
    assert refusal.value.field == "successor"
    close(v)

    assert (one.incubator_ref, one.review_on) == (v.other.ref, REVIEW)
    assert journal.of(v.session, one.ref)[0].after["verb"] == "inherit"
    assert v.house.successor_ref == v.other.ref
    irritants.reopen(v.session, v.actor("programme"), one, motive=WHY, now=MONDAY)
    assert (one.state, one.incubator_ref) == (IrritantState.SUBMITTED, v.other.ref)


def test_roles_end_at_once_and_their_holders_hear_why(v):
    close(v)

    left = people.holders(v.session, v.house.ref, TODAY, Role.DIRECTOR, Role.OFFICER)
    assert left == []
    officer = v.people["officer"].id
    heard = v.session.scalars(select(Notice).where(Notice.person_id == officer)).all()
    assert [one.body for one in heard if one.kind == "role"] == [WHY]


def test_a_draft_that_aimed_at_it_goes_to_the_programme(v):
    draft = v.draft()
    close(v)

    told = irritants.submit(v.session, v.actor("author"), draft, now=MONDAY)

    assert (told.state, told.incubator_ref) == (IrritantState.SUBMITTED, None)


def test_nothing_is_offered_to_it_any_more(v):
    one = v.irritant(incubator_ref=v.other.ref)
    close(v, successor=None)

    with pytest.raises(Refused) as refusal:
        told = {"incubator_ref": v.house.ref, "motive": WHY, "now": MONDAY}
        irritants.redirect(v.session, v.actor("programme"), one, **told)
    assert refusal.value.field == "incubator_ref"
    assert v.house not in queries.incubators(v.session)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closed_on": TODAY + timedelta(days=1)}, "closed_on"),
        ({"motive": "bref"}, "motive"),
    ],
)
def test_a_closing_says_when_and_why(v, changes, field):
    with pytest.raises(Refused) as refusal:
        close(v, **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["agent", "officer", "director", "auditor"])
def test_who_may_not_close(v, who):
    with pytest.raises(Forbidden):
        close(v, who)


def test_an_incubator_closes_once_and_opens_again_with_nothing_back(v):
    close(v, successor=None)
    with pytest.raises(Refused, match="déjà fermé"):
        close(v)

    closing.reopen(v.session, v.actor("programme"), v.house, motive=WHY, now=MONDAY)

    assert (v.house.is_closed, v.house.closing_motive, v.house.successor_ref) == (False, "", None)
    assert v.house in queries.incubators(v.session)
    assert people.holders(v.session, v.house.ref, TODAY, Role.DIRECTOR) == []
    with pytest.raises(Refused, match="est ouvert"):
        closing.reopen(v.session, v.actor("admin"), v.house, motive=WHY, now=MONDAY)


def test_the_database_holds_a_closing_without_motive_back(v):
    v.session.flush()
    with pytest.raises(DBAPIError), v.session.begin_nested():
        v.session.execute(text("UPDATE incubator SET closed_on = '2026-11-23'"))


@pytest.fixture
def world(session_both, clock):
    world = settle_world(session_both, clock)
    open_account(session_both, ADMIN, Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    return world


def _admin(session):
    return people.actor_of(people.by_email(session, ADMIN), TODAY)


def _close_world(session, world):
    house = queries.incubator(session, world.house)
    told = {"closed_on": TODAY, "motive": WHY, "successor": world.other, "now": MONDAY}
    closing.close(session, _admin(session), house, **told)


def test_startups_investigations_and_committees_go_on_elsewhere(session_both, world):
    before = world.startup(session_both).term_on

    _close_world(session_both, world)

    startup, committee = world.startup(session_both), world.committee(session_both)
    assert (startup.incubator_refs, startup.term_on) == ((world.other,), before)
    assert [one.is_main for one in startup.incubations] == [True]
    assert committee.incubator_ref == world.other
    moved = session_both.scalars(select(Irritant.incubator_ref)).all()
    assert set(moved) == {world.other}
    left = holdings.by(session_both, world.house, TODAY)
    assert (left.leaves, left.waiting_count, left.mandates) == (False, 0, [])
    team = world.ids["team"]
    heard = session_both.scalars(select(Notice.title).where(Notice.person_id == team)).all()
    assert "Fabrique du Vaubrun ferme\N{NO-BREAK SPACE}: Atelier des Monts prend le relais" in heard


def test_a_service_asleep_goes_too_since_it_may_be_taken_over(session_both, world):
    told = {"on": world.now.date(), "decision_ref": "dec-0000000b", "now": world.now}
    startups.end(session_both, MACHINE, world.startup(session_both), Phase.DORMANT, **told)
    _close_world(session_both, world)
    assert world.startup(session_both).incubator_refs == (world.other,)


def test_a_startup_that_the_successor_carries_too_counts_once(session_both, world):
    startup = world.startup(session_both)
    startup.incubations.append(StartupIncubator(incubator_ref=world.other, position=1))
    session_both.flush()

    _close_world(session_both, world)

    kept = [(one.incubator_ref, one.is_main) for one in startup.incubations]
    assert kept == [(world.other, True)]


def test_no_closing_while_a_vote_is_open(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)

    with pytest.raises(Refused, match="Un vote y est ouvert"):
        _close_world(session_both, world)


def test_only_who_has_the_right_makes_an_organisation(v):
    with pytest.raises(Forbidden):
        actions.found_organisation(
            v.session, v.actor("director"), now=MONDAY, name="X", acronym="", kind="", ministry=""
        )
