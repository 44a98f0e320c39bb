"""Where capabilities meet: proxies and money, substitutes and proxies, offers and ends, reviews."""

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
    decision_queries,
    dossiers,
    funding_queries,
    funding_rules,
    item_actions,
    item_queries,
    recusal_actions,
    review_actions,
    rolls,
    scheduled,
    sitting_actions,
    tasks,
    undecided_actions,
    unplanned,
    vote_actions,
    vote_notices,
)
from portal.committees.words import (
    Attendance,
    Choice,
    CommitteeMode,
    Direction,
    LineState,
    StopReason,
)
from portal.exchange import links
from portal.handovers import queries as handovers
from portal.handovers.words import Scenario
from portal.home import rounds
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months, paris_day
from portal.organisations.models import Incubator
from portal.policy import MACHINE
from portal.register import queries as register
from portal.startups import (
    actions as startups,
    crossing,
    inheriting,
    rhythm,
    scheduled as clock,
    takeover_queries,
)
from portal.startups.after_words import OfferState
from portal.startups.words import Phase
from tests.committees import money
from tests.committees.crossing import pivoting, staffed
from tests.committees.settling import settle
from tests.committees.test_item_moving import accepted, committee, settled  # noqa: F401
from tests.committees.test_proxies import cast_for, give
from tests.committees.test_substitutes import note, stand
from tests.committees.test_takeover import carried, offered
from tests.committees.world import WEEK, decided, write
from tests.handovers import test_exit as exits

STOP = "dec-0000000b"


@pytest.fixture
def world(session, clock):
    """On the embedded database."""
    return settle(session, clock)


def safeguarded(session, world):
    told = {"decision_ref": STOP, "reason": StopReason.NO_FUNDING, "now": world.now}
    until = add_months(world.now.date(), 3)
    startups.safeguard(session, MACHINE, world.startup(session), until=until, **told)


def held_again(session, world, item, days=14):
    """Another sitting, under way, with this point."""
    world.plan(session, world.now + timedelta(days=days))
    world.take_up(session, item)
    world.convene(session)
    world.later(days=days)
    world.begin(session)


# A decision put to the vote again


def test_a_review_put_off_still_replaces_the_decision(session, world):
    first = decided(session, world, "ggggg")
    told = {"motive": "Le chiffre était faux.", "now": world.now}
    item = review_actions.ask(session, world.actor(session, "chair"), first, **told)
    held_again(session, world, item)
    world.defer(session, item)
    again = decision_queries.review_asked(session, first)
    assert again.before_ref == item.ref

    held_again(session, world, again)
    world.counted(session, again, "nnnnn")
    second = world.proclaim(session, again, reason=StopReason.NO_IMPACT)
    assert decision_queries.replacing(session, first) == second
    (entry,) = register.about(session, second.ref)
    assert f'"remplace":"{first.ref}"' in entry.payload


# Proxies, substitutes, money


@pytest.mark.parametrize("reason", ["withdrew", "away"])
def test_a_substitute_sits_when_the_proxy_no_longer_stands(session, world, reason):
    stand(session, world)
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    give(session, world, "bob", "ann")
    world.at(WEEK)
    world.begin(session)
    note(session, world, bob=Attendance.REPRESENTED, sub=Attendance.PRESENT)
    assert world.ids["bob"] in rolls.of_item(session, item, paris_day(WEEK)).members

    if reason == "away":
        note(session, world, ann=Attendance.ABSENT)
    else:
        ann = world.actor(session, "ann")
        recusal_actions.declare(session, ann, item, has_interest=True, note="", now=world.now)
    found = rolls.of_item(session, world.item(session, item.ref), paris_day(WEEK)).members
    assert world.ids["sub"] in found and world.ids["bob"] not in found


def test_what_the_holder_of_a_proxy_casts_commits_no_sponsor(session, world):
    world.committee(session).mode = CommitteeMode.SPONSOR_DECIDES
    money.sponsored(session, world, alpha=None)
    money.tied(session, world, "ann", "alpha")
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    give(session, world, "ann", "bob")
    world.at(WEEK)
    world.begin(session, "chair", "deputy", "bob", "cleo", "secretary")
    world.open_vote(session, item)
    for who in ("chair", "deputy", "bob", "cleo"):
        world.cast(session, item, who, Choice.GO)
    cast_for(session, world, item, "bob")
    world.later(minutes=20)
    world.close(session, item)
    made = world.proclaim(session, item)

    assert [one.state for one in money.lines(session, made)] == [LineState.TO_CONFIRM]


# Take-over, ends, money


def test_whoever_takes_over_is_asked_for_what_it_offered(session, world):
    money.sponsored(session, world, alpha=100)
    safeguarded(session, world)
    offer = offered(session, world)
    item = carried(session, world, offer)
    write(session, world, item, proposal={"months": 6, "amount": 150_000})
    world.ready(session, item)
    world.counted(session, item, "ggggg")
    made = world.proclaim(session, item)

    asked = {one.organisation.name: one.asked for one in money.lines(session, made)}
    assert asked == {"alpha": 30_000, "Office des quais": 120_000}
    # Who answered for the only sponsor still answers for it.
    money.say(session, world, "sponsor", made, "alpha", money.yes(30_000))


@pytest.mark.parametrize(
    ("amount", "shares", "place", "offered", "parts"),
    [
        (120, [100, None], 1, 120, [0, 120]),
        (150, [100, None], 1, 120, [30, 120]),
        (40, [70, 30, None], 2, 120, [0, 0, 40]),
        (150, [None], 0, 120, [150]),
        (150, [None, 50], 0, 100, [100, 50]),
    ],
)
def test_the_parts_of_a_take_over(amount, shares, place, offered, parts):
    assert funding_rules.split_taken(amount, shares, place, offered) == parts


@pytest.mark.parametrize("is_carried", [True, False])
def test_no_offer_outlives_a_service_that_left(session, world, is_carried):
    safeguarded(session, world)
    offer = offered(session, world)
    item = carried(session, world, offer) if is_carried else world.send_startup(session)
    write(session, world, item, proposal={"direction": Direction.OPERATE, "months": 6})
    world.ready(session, item)
    world.counted(session, item, "ggggg")
    world.proclaim(session, item)

    assert world.startup(session).current_phase is Phase.OPERATED
    assert takeover_queries.live(session, offer.startup) == []
    assert offer.state is (OfferState.NOT_TAKEN if is_carried else OfferState.DECLINED)


def test_a_stop_for_want_of_money_ends_the_lines_of_the_money_before(session, world):
    made = money.granted(session, world, alpha=None)
    safeguarded(session, world)

    assert funding_queries.live_lines(session) == []
    assert money.tasks(session, world, "sponsor") == set()
    with pytest.raises(Refused, match="plus en cours"):
        money.say(session, world, "sponsor", made, "alpha", money.yes(300_000))


# Change of incubator


def test_an_item_never_goes_to_a_committee_that_is_closed(session, settled):  # noqa: F811
    there = committee(session, settled)
    told = {"motive": "Il ne siège plus.", "heir": None, "now": settled.now}
    closing.close(session, settled.actor(session, "host"), there, **told)
    item = settled.send_startup(session)
    accepted(session, settled)
    assert settled.item(session, item.ref).committee_ref == settled.committee_ref


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


# Whoever holds a proxy is asked for two ballots


def test_the_holder_of_a_proxy_is_asked_for_both_ballots(session, world):
    item = world.send_startup(session)
    write(session, world, item)
    world.plan(session)
    world.take_up(session, item)
    world.convene(session)
    give(session, world, "cleo", "ann")
    world.at(WEEK)
    world.begin(session, "chair", "ann", "bob", "secretary")
    closes_at = world.now + timedelta(days=3)
    told = {"now": world.now, "closes_at": closes_at}
    item = world.item(session, item.ref)
    vote_actions.open_vote(session, world.actor(session, "chair"), item, **told)
    assert asked(session, world, "ann") == [
        f"/points/{item.ref}",
        f"/points/{item.ref}/mandat",
    ]
    assert asked(session, world, "bob") == [f"/points/{item.ref}"]

    for who in ("chair", "ann", "bob"):
        world.cast(session, item, who, Choice.GO)
    world.at(closes_at - timedelta(hours=20))
    vote_notices.remind(session, world.now)
    reminded = {person for person, _event in money.told(session, "vote.reminder")}
    assert reminded == {world.ids[who] for who in ("ann", "cleo", "deputy")}
    cast_for(session, world, item, "ann")
    assert asked(session, world, "ann") == []


def asked(session, world, who):
    found = tasks.waiting(session, world.actor(session, who), world.now)
    return [one.href for one in found if one.verb == "Voter"]


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
