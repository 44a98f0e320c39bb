"""Where capabilities meet in time: rhythm, rounds, exits, imports, referrals, decisions replaced."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.committees import (
    actions,
    agendas,
    closing,
    crossing_queries,
    crossings,
    dossiers,
    funding_queries,
    item_actions,
    item_queries,
    review_actions,
    scheduled,
    sitting_actions,
    undecided_actions,
    unplanned,
)
from portal.committees.words import (
    Direction,
    StopReason,
)
from portal.exchange import links
from portal.handovers import queries as handovers
from portal.handovers.words import Scenario
from portal.home import rounds
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months
from portal.organisations.models import Incubator
from portal.policy import MACHINE
from portal.register import queries as register
from portal.startups import (
    actions as startups,
    crossing,
    inheriting,
    rhythm,
    scheduled as clock,
)
from portal.startups.words import Phase
from tests.committees import money
from tests.committees.crossing import pivoting, staffed
from tests.committees.settling import settle
from tests.committees.test_item_moving import accepted, committee, settled  # noqa: F401
from tests.committees.test_takeover import carried, offered
from tests.committees.test_where_they_meet import held_again, safeguarded
from tests.committees.world import decided, write
from tests.handovers import test_exit as exits
from tests.support.apps import writing

STOP = "dec-0000000b"


@pytest.fixture
def world(session, clock):
    """On the embedded database."""
    return settle(session, clock)


# The rhythm, the round


def test_a_stop_for_want_of_money_answers_its_term_on_its_own_day(session, world):
    startup = world.startup(session)
    term = startup.term_on
    made = decided(session, world, "nnnnn", reason=StopReason.NO_FUNDING)
    expected = [(startup.ref, term, made.decided_on)]
    assert seen(session, world) == expected

    world.later(days=120)
    clock.run(session, world.now)
    assert world.startup(session).current_phase is Phase.DORMANT
    assert seen(session, world) == expected


def seen(session, world):
    found = rhythm.reckonings(session, world.now.date())
    return [(one.ref, one.term_on, one.decided_on) for one in found]


def test_a_round_says_whatever_it_did(app):
    with app.test_request_context():
        told = rounds.Round(done=dict.fromkeys(rounds.TICKING, 1), mails=1).words()
    assert told.count(",") == len(rounds.TICKING)


def test_a_director_is_led_to_a_committee_that_sits(session, world):
    startup = world.startup(session)
    startup.term_on = startup.target_on = world.now.date() + timedelta(days=20)
    committee = world.committee(session)
    director = world.actor(session, "director")
    (task,) = unplanned.tasks(session, director, world.now)
    assert task.href == f"/comites/{committee.ref}?prevoir=oui"

    committee.closed_on, committee.closing_motive = world.now.date(), "Fini."
    session.flush()
    (task,) = unplanned.tasks(session, director, world.now)
    assert task.href == "/comites"


# Crossing, exit, review


def test_a_service_stopped_for_want_of_money_receives_no_other(session, world):
    into = staffed(session, world)
    told = {"decision_ref": STOP, "reason": StopReason.NO_FUNDING, "now": world.now}
    startups.safeguard(session, MACHINE, into, until=add_months(world.now.date(), 3), **told)
    item = world.send_startup(session, direction=Direction.MERGE)
    assert crossing_queries.candidates(session, item, into.title) == []
    with pytest.raises(Refused, match="encore accompagnée"):
        crossings.propose_receiver(
            session,
            world.actor(session, "team"),
            item,
            receiver=into.ref,
            leftover="Rien.",
            now=world.now,
        )


def test_the_register_never_says_that_the_new_mission_was_the_former(session, world):
    world.startup(session).mission = ""
    item = pivoting(session, world)
    world.ready(session, item)
    world.counted(session, item, "ggggg")
    made = world.proclaim(session, item)
    (entry,) = register.about(session, made.ref)
    assert json.loads(entry.payload)["cap"]["mission_avant"] == ""


def test_what_was_asked_of_a_plan_is_forgotten_with_another_decision(session, world):
    exits.plan(session, world)
    item = exits.sent(session, world, None)
    world.counted(session, item, "ppppp")
    world.proclaim(session, item)
    assert handovers.plan(session, world.startup_ref).put_scenario is None


def test_a_review_is_heard_by_a_committee_that_still_sits(session, settled):  # noqa: F811
    there = committee(session, settled)
    first = decided(session, settled, "ggggg")
    settled.later(days=1)
    accepted(session, settled)
    chair, told = settled.actor(session, "chair"), {"motive": "Une erreur.", "now": settled.now}
    assert review_actions.ask(session, chair, first, **told).committee_ref == there.ref


# An import


def test_an_import_keeps_who_took_a_service_over(session, world):
    money.sponsored(session, world, alpha=None)
    safeguarded(session, world)
    offer = offered(session, world)
    offer.receiving_ref = world.other
    item = carried(session, world, offer)
    write(session, world, item, proposal={"months": 6, "amount": 100_000})
    world.ready(session, item)
    world.counted(session, item, "ggggg")
    world.proclaim(session, item)
    startup = world.startup(session)
    _pivoted, agreed = crossing.decided_here(session)
    assert startup.id in agreed

    asked_of = funding_queries.asked_of(session)[startup.ref]
    alpha = money.organisation(session, "alpha").ref
    record = SimpleNamespace(sponsors=("alpha",), incubators=(), events=())
    links.write(startup, record, {}, {"alpha": alpha}, keeps_incubators=True, asked=asked_of)
    assert [one.organisation_ref for one in startup.sponsorships] == [
        alpha,
        offer.organisation_ref,
    ]


# What is read, what is left


def test_the_dossier_says_the_scenario_that_the_vote_adopts(session, world):
    exits.plan(session, world)
    item = exits.sent(session, world, None, Scenario.OPERATED)
    world.open_vote(session, item)
    read = dossiers.reread(world.item(session, item.ref).dossier.frozen)["sortie"]
    assert (read["scenario"], read["repli"]) == ("operated", None)


def test_the_dossier_keeps_the_offer_that_was_examined(app, open_world, meet):
    with writing(app) as session:
        safeguarded(session, open_world)
        item = carried(session, open_world, offered(session, open_world))
        open_world.ready(session, item)
        open_world.counted(session, item, "ggggg")
        open_world.proclaim(session, item)
        ref = item.ref
    page = meet("chair", f"/points/{ref}/dossier")
    assert page.sees("Office des quais") and page.sees("La direction des quais")


def test_what_sleeps_goes_to_the_heir_of_its_incubator(session, world):
    startup = world.startup(session)
    on = world.now.date()
    told = {"on": on, "decision_ref": STOP, "now": world.now}
    startups.end(session, MACHINE, startup, Phase.DORMANT, **told)
    assert startup in list(session.scalars(inheriting.carried(world.house)))
    startups.end(session, MACHINE, startup, Phase.STOPPED, **told)
    assert startup not in list(session.scalars(inheriting.carried(world.house)))


# Referrals


def test_what_was_put_off_comes_back_in_the_committee_that_inherits_it(session, world):
    item = world.send_startup(session)
    world.ready(session, item)
    world.defer(session, item)
    heir = founded(session, world)
    keeper = world.actor(session, "secretary")
    sitting_actions.close_sitting(session, keeper, world.sitting(session), now=world.now)
    director, told = world.actor(session, "director"), {"motive": "Fini.", "now": world.now}
    closing.close(session, director, world.committee(session), heir=heir, **told)
    there = planned(session, world, heir, days=60)
    scheduled.run(session, world.now)
    again = item_queries.live_about(session, world.startup_ref)
    assert (again.before_ref, again.sitting) == (item.ref, there)


def test_a_point_that_nobody_refers_is_told_and_then_enters_by_itself(session, world):
    startup = world.startup(session)
    item = world.send_startup(session)
    world.ready(session, item)
    keeper = world.actor(session, "secretary")
    undecided_actions.void(session, keeper, item, motive="Une erreur.", now=world.now)
    startup.term_on = startup.target_on = world.now.date() + timedelta(days=30)
    planned(session, world, world.committee(session), days=10)
    scheduled.run(session, world.now)
    assert unplanned.without_sitting(session, None, world.now) == [startup]
    assert scheduled_for(session, startup, world) is None

    heir = founded(session, world)
    there = planned(session, world, heir, days=12)
    again = item_queries.live_about(session, startup.ref)
    item_actions.refer(session, keeper, again, heir, now=world.now)
    scheduled.run(session, world.now)
    assert world.item(session, again.ref).sitting == there
    assert unplanned.without_sitting(session, None, world.now) == []


def founded(session, world):
    house = session.scalars(select(Incubator).where(Incubator.ref == world.house)).one()
    told = {"name": "Second comité", "vote_minutes": 20, "now": world.now}
    return actions.found(session, world.actor(session, "director"), house, **told)


def planned(session, world, heir, days):
    director = world.actor(session, "director")
    told = {"starts_at": world.now + timedelta(days=days), "place": "Salle 4", "now": world.now}
    return sitting_actions.plan(session, director, heir, **told)


def scheduled_for(session, startup, world):
    return agendas.sitting_for(session, startup, world.now, 60)


@pytest.mark.parametrize(("letters", "months"), [("ggggg", 6), ("ppppp", 1)])
def test_the_months_of_a_decision_that_is_replaced_do_not_add_up(session, world, letters, months):
    startup = world.startup(session)
    term = startup.term_on
    first = decided(session, world, "ggggg")
    assert first.term_on == add_months(term, 6)
    told = {"motive": "Le sponsor se retire.", "now": world.now}
    item = review_actions.ask(session, world.actor(session, "chair"), first, **told)
    proposal = {"months": 6, "amount": 100_000, "provisional_months": 1, "provisional_amount": 1}
    write(session, world, item, proposal=proposal)
    held_again(session, world, item)
    world.counted(session, item, letters)
    second = world.proclaim(session, item)

    expected = add_months(term, months)
    assert (second.term_on, world.startup(session).term_on) == (expected, expected)
    assert seen(session, world) == [(startup.ref, term, first.decided_on)]
