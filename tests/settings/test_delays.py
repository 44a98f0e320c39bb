"""Delays set on screen are followed everywhere, and what was promised keeps its own."""

from datetime import timedelta

import pytest

from portal.committees import agendas, dossier_actions, item_queries, scheduled as agenda
from portal.committees.tasks import waiting as asked_of
from portal.irritants import actions as irritants, scheduled as time_of_irritants
from portal.irritants.words import TransferState
from portal.kernel.errors import Refused
from portal.kernel.periods import start_of_paris_day
from portal.notices.models import Notice
from portal.people import queries as people
from portal.policy import Kind, Role
from portal.settings import actions as settings
from portal.settings.rules import Values
from portal.startups import portfolio, scheduled as time_of_startups
from portal.startups.portfolio import Filters
from portal.startups.words import TermState
from tests.committees.settling import settle as settle_world
from tests.committees.world import email, write
from tests.irritants.conftest import WHY, settle as settle_village
from tests.support.apps import MONDAY
from tests.support.people import open_account

TODAY = MONDAY.date()


@pytest.fixture
def v(session_both):
    return settle_village(session_both)


def set_to(session, actor, version=0, **values):
    told = {"motive": WHY, "version": version, "now": MONDAY}
    settings.change(session, actor, Values(**values), **told)


def offer(v, key):
    one = v.irritant(key=key)
    told = {"incubator_ref": v.other.ref, "motive": WHY, "now": MONDAY}
    irritants.redirect(v.session, v.actor("programme"), one, **told)
    return one


def test_an_offer_lasts_the_days_set_when_it_was_made(v):
    before = offer(v, "k1")
    set_to(v.session, v.actor("admin"), transfer_days=5)
    after = offer(v, "k2")
    assert [one.offer.expires_on for one in (before, after)] == [
        TODAY + timedelta(15),
        TODAY + timedelta(5),
    ]

    time_of_irritants.run(v.session, MONDAY + timedelta(days=6))

    assert before.offer is not None
    assert [one.state for one in after.transfers] == [TransferState.EXPIRED]
    director = v.people["director"].id
    told = v.session.query(Notice).filter_by(person_id=director, subject_ref=after.ref).all()
    assert any("5\N{NO-BREAK SPACE}jours sans réponse" in one.body for one in told)


def test_an_answer_after_those_days_is_refused(v):
    set_to(v.session, v.actor("admin"), transfer_days=5)
    one = offer(v, "k1")
    desk = open_account(v.session, "autre@test.gouv.example", (Role.OFFICER, v.other.ref))
    actor = people.actor_of(desk, TODAY)

    with pytest.raises(Refused, match="pris fin"):
        irritants.accept_redirect(v.session, actor, one, now=MONDAY + timedelta(days=6))


@pytest.fixture
def world(session_both, clock):
    world = settle_world(session_both, clock)
    open_account(session_both, email("admin"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    return world


def _admin(session):
    return people.actor_of(people.by_email(session, email("admin")), TODAY)


def _frozen_on(session, world, item):
    return dossier_actions.freezes_at(world.item(session, item.ref))


def test_a_dossier_freezes_as_set_when_its_sitting_was_convened(session_both, world):
    item = world.send_startup(session_both)
    write(session_both, world, item)
    set_to(session_both, _admin(session_both), freeze_days=3)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    starts_on = world.sitting(session_both).starts_at.date()

    assert _frozen_on(session_both, world, item) == start_of_paris_day(
        starts_on - timedelta(days=3)
    )
    set_to(session_both, _admin(session_both), 1, freeze_days=10)
    assert _frozen_on(session_both, world, item) == start_of_paris_day(
        starts_on - timedelta(days=3)
    )


def test_the_task_of_the_team_says_those_days(session_both, world):
    set_to(session_both, _admin(session_both), freeze_days=3)
    world.send_startup(session_both)

    tasks = asked_of(session_both, world.actor(session_both, "team"), MONDAY)

    told = "le dossier se gèle 3\N{NO-BREAK SPACE}jours avant la séance"
    assert [t for t in tasks if told in t.why]


@pytest.mark.parametrize(("ahead", "window", "state"), [(70, 60, "on_time"), (70, 90, "soon")])
def test_the_window_is_followed_by_lists_reminders_and_agendas(
    session_both, world, ahead, window, state
):
    startup = world.startup(session_both)
    startup.term_on = startup.target_on = TODAY + timedelta(days=ahead)
    session_both.flush()
    set_to(session_both, _admin(session_both), window_days=window, reminder_days=(window, 7))
    world.plan(session_both, MONDAY + timedelta(days=50))

    counts = portfolio.counts(session_both, Filters(), TODAY)
    time_of_startups.run(session_both, MONDAY)
    agenda.run(session_both, MONDAY)

    watched = state == "soon"
    assert counts[TermState(state)] >= 1
    told = session_both.query(Notice).filter_by(kind="term_reminder", subject_ref=startup.ref)
    assert (told.count() > 0) is watched
    assert agendas.sitting_for(session_both, startup, MONDAY, window) is not None
    entered = item_queries.live_about(session_both, startup.ref)
    assert (entered is not None and entered.sitting_id is not None) is watched
