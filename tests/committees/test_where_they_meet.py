"""Where capabilities meet: proxies and money, substitutes and proxies, offers and ends, reviews."""

from datetime import timedelta

import pytest

from portal.committees import (
    closing,
    decision_queries,
    funding_queries,
    funding_rules,
    recusal_actions,
    review_actions,
    rolls,
    tasks,
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
from portal.kernel.errors import Refused
from portal.kernel.periods import add_months, paris_day
from portal.policy import MACHINE
from portal.register import queries as register
from portal.startups import (
    actions as startups,
    takeover_queries,
)
from portal.startups.after_words import OfferState
from portal.startups.words import Phase
from tests.committees import money
from tests.committees.settling import settle
from tests.committees.test_item_moving import accepted, committee, settled  # noqa: F401
from tests.committees.test_proxies import cast_for, give
from tests.committees.test_substitutes import note, stand
from tests.committees.test_takeover import carried, offered
from tests.committees.world import WEEK, decided, write

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
