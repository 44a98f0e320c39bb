"""Written proxies: given, counted in the quorum, used once, and gone when they lapse (design §3)."""

from datetime import timedelta

import pytest

from portal.committees import (
    ballot_actions,
    decision_queries,
    minutes_actions,
    proxy_actions,
    proxy_queries,
    recusal_actions,
    roll,
    rolls,
    sitting_actions,
)
from portal.committees.words import Choice, ItemState
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from tests.committees.world import WEEK, email, write
from tests.support.apps import writing


def give(session, world, giver, holder, *, by=None, paper=""):
    return proxy_actions.give(
        session,
        world.actor(session, by or giver),
        world.sitting(session),
        world.person(session, giver),
        world.person(session, holder),
        paper=paper,
        now=world.now,
    )


def cast_for(session, world, item, holder, choice=Choice.GO):
    return ballot_actions.cast_for(
        session,
        world.actor(session, holder),
        world.item(session, item.ref),
        choice=choice,
        motive="Parce que.",
        reason=None,
        now=world.now,
    )


@pytest.fixture
def convened(session_both, world):
    """A point convened, nobody in the room yet."""
    item = world.send_startup(session_both)
    write(session_both, world, item)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    return item


@pytest.fixture
def voting(session_both, world, convened):
    """Cleo is away and Ann speaks for her; the vote is open."""
    give(session_both, world, "cleo", "ann")
    world.at(WEEK)
    world.begin(session_both, "chair", "ann", "bob", "secretary")
    assert world.open_vote(session_both, convened) is ItemState.OPEN
    return convened


def test_a_proxy_counts_in_the_quorum(session_both, world, convened):
    world.at(WEEK)
    world.begin(session_both, "chair", "ann", "secretary")
    found = rolls.of_item(session_both, world.item(session_both, convened.ref), paris_day(WEEK))
    assert found.opening(world.sitting(session_both).present_ids) is ItemState.NO_QUORUM

    give(session_both, world, "cleo", "ann")

    assert world.open_vote(session_both, convened) is ItemState.OPEN
    assert world.item(session_both, convened.ref).present_at_opening == 3


def test_what_waited_while_a_vote_opened_changes_nothing_of_it(session_both, world, voting):
    early = world.now - timedelta(minutes=1)
    world.later(minutes=1)
    (proxy,) = proxy_queries.standing(session_both, world.sitting(session_both))
    proxy_actions.end(session_both, world.actor(session_both, "cleo"), proxy, now=early)
    people = [world.person(session_both, who) for who in ("deputy", "bob")]
    deputy, sitting = world.actor(session_both, "deputy"), world.sitting(session_both)
    proxy_actions.give(session_both, deputy, sitting, *people, paper="", now=early)

    item = world.item(session_both, voting.ref)
    found = rolls.of_item(session_both, item, paris_day(WEEK))
    assert found.proxies == (roll.Proxy(world.ids["cleo"], world.ids["ann"]),)


WRONG = [
    ("ann", "ann", []),
    ("ann", "expert", []),
    ("expert", "ann", []),
    ("ann", "outsider", []),
    ("ann", "bob", [("ann", "cleo")]),
    ("ann", "bob", [("cleo", "bob")]),
    ("ann", "bob", [("bob", "cleo")]),
    ("ann", "bob", [("cleo", "ann")]),
]


def test_one_gives_one_proxy_to_one_voting_member(session_both, world, convened):
    for giver, holder, known in WRONG:
        point = session_both.begin_nested()
        for one in known:
            give(session_both, world, *one)
        with pytest.raises(Refused):
            give(session_both, world, giver, holder, by="secretary", paper="Courriel versé.")
        point.rollback()
        session_both.expire_all()


def test_nobody_gives_somebody_else_s(session_both, world, convened):
    with pytest.raises(Forbidden):
        give(session_both, world, "ann", "bob", by="cleo")
    with pytest.raises(Forbidden):
        give(session_both, world, "ann", "bob", by="director", paper="Courriel.")
    with pytest.raises(Refused, match="Dites où se trouve"):
        give(session_both, world, "ann", "bob", by="secretary")
    made = give(session_both, world, "ann", "bob", by="secretary", paper="Courriel du 4.")
    told = session_both.query(Notice).filter_by(event=f"proxy:{made.ref}")
    assert {one.person_id for one in told} == {world.ids["ann"], world.ids["bob"]}


def test_a_proxy_is_for_a_sitting_that_is_convened_and_not_over(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    with pytest.raises(Refused, match="entre la convocation et la clôture"):
        give(session_both, world, "ann", "bob")


def test_the_holder_votes_twice_and_each_voice_counts(session_both, world, voting):
    world.vote(session_both, voting, "g.gg")
    ballot = cast_for(session_both, world, voting, "ann", Choice.ABSTAIN)
    assert (ballot.person_id, ballot.cast_by_id) == (world.ids["cleo"], world.ids["ann"])
    item = world.close(session_both, world.item(session_both, voting.ref))

    assert (item.state, item.counts["go"], item.counts["abstain"]) == (ItemState.CLOSED, 3, 1)


def test_the_vote_waits_for_whoever_is_represented(session_both, world, voting):
    world.vote(session_both, voting, "g.gg")
    with pytest.raises(Refused, match="il manque"):
        world.close(session_both, world.item(session_both, voting.ref))


def test_voting_in_person_ends_it_for_that_point(session_both, world, voting):
    cast_for(session_both, world, voting, "ann")
    world.cast(session_both, voting, "cleo", Choice.NO_GO)

    with pytest.raises(Refused, match="ne compte plus"):
        cast_for(session_both, world, voting, "ann")
    kept = decision_queries.ballot_of(
        session_both, world.item(session_both, voting.ref), world.ids["cleo"]
    )
    assert (kept.choice, kept.cast_by_id) == (Choice.NO_GO, None)


def test_coming_ends_it_too(session_both, world, voting):
    world.attend(session_both, "chair", "ann", "bob", "cleo", "secretary")
    with pytest.raises(Refused, match="ne compte plus"):
        cast_for(session_both, world, voting, "ann")


def test_when_the_holder_withdraws_what_they_cast_leaves(session_both, world, voting):
    world.vote(session_both, voting, "g.gg")
    cast_for(session_both, world, voting, "ann")
    told = {"has_interest": True, "note": "", "now": world.now}
    item = world.item(session_both, voting.ref)
    recusal_actions.declare(session_both, world.actor(session_both, "ann"), item, **told)

    item = world.item(session_both, voting.ref)
    voters = decision_queries.voter_ids(session_both, item)
    assert voters == {world.ids["chair"], world.ids["bob"]}


def test_whoever_holds_none_votes_for_nobody(session_both, world, voting):
    with pytest.raises(Refused, match="ne compte plus"):
        cast_for(session_both, world, voting, "bob")


def test_a_vote_keeps_the_proxies_with_which_it_opened(session_both, world, voting):
    proxy = proxy_queries.standing(session_both, world.sitting(session_both))[0]
    world.later(minutes=1)
    proxy_actions.end(session_both, world.actor(session_both, "cleo"), proxy, now=world.now)
    late = give(session_both, world, "deputy", "bob")

    assert cast_for(session_both, world, voting, "ann").person_id == world.ids["cleo"]
    with pytest.raises(Refused, match="ne compte plus"):
        cast_for(session_both, world, voting, "bob")
    assert late.ended_at is None
    with pytest.raises(Refused, match="déjà pris fin"):
        proxy_actions.end(session_both, world.actor(session_both, "cleo"), proxy, now=world.now)


def test_the_minutes_say_who_spoke_for_whom(session_both, world, voting):
    world.vote(session_both, voting, "g.gg")
    cast_for(session_both, world, voting, "ann")
    world.close(session_both, world.item(session_both, voting.ref))
    world.proclaim(session_both, world.item(session_both, voting.ref))
    sitting = world.sitting(session_both)
    secretary = world.actor(session_both, "secretary")
    sitting_actions.close_sitting(session_both, secretary, sitting, now=world.now)

    facts = minutes_actions.facts(session_both, sitting, world.now)

    assert [(one["de"], one["a"]) for one in facts["procurations"]] == [("Cleo Essai", "Ann Essai")]
    told = {one["nom"]: one["par"] for one in facts["points"][0]["bulletins"]}
    assert told["Cleo Essai"] == "Ann Essai"
    assert told["Bob Essai"] is None


def test_a_member_is_represented_and_a_voice_is_cast_for_them(app, open_world, listed, visitors):
    cleo = visitors(email("cleo")).get(f"/seances/{open_world.sitting_ref}")
    cleo.follow("Procurations")
    assert cleo.sees("Aucune procuration")
    cleo.submit("Enregistrer et prévenir")
    assert cleo.errors == ["Qui vote à votre place : Choisissez qui vote à sa place."]
    cleo.submit("Enregistrer et prévenir", {"Qui vote à votre place": "Ann Essai"})
    assert cleo.sees("Ann Essai vote pour Cleo Essai")
    open_world.at(WEEK)
    with writing(app) as session:
        open_world.begin(session, "chair", "ann", "bob", "secretary")
        open_world.open_vote(session, open_world.item(session, listed))

    ann = visitors(email("ann")).get(f"/points/{listed}")
    assert ann.sees("Ann Essai représente Cleo Essai.")
    ann.follow("Voter pour Cleo Essai").submit("Voter pour Cleo Essai")
    assert ann.errors == ["Votre bulletin : Choisissez une réponse."]
    ann.submit("Voter pour Cleo Essai", {"Votre bulletin": "Poursuivre, comme proposé"})
    assert ann.sees("Son bulletin est enregistré")
    own = visitors(email("cleo")).get(f"/points/{listed}")
    assert own.sees("Ann Essai a voté en votre nom")
    bob = visitors(email("bob")).get(f"/points/{listed}/mandat")
    assert bob.status == 404
    assert not bob.get(f"/points/{listed}").sees("Vous représentez")
