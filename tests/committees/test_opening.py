from datetime import date, timedelta

import pytest

from portal.committees import (
    actions,
    ballot_actions,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_queries,
    recusal_actions,
)
from portal.committees.words import (
    Choice,
    ItemOrigin,
    ItemState,
    RecusalCause,
)
from portal.kernel.errors import Forbidden, Refused
from portal.policy import Role
from tests.committees.world import SEATED, VOTERS, WEEK
from tests.support.people import SINCE


def again(session, world, item):
    """The item that was listed after this one."""
    return item_queries.live_about(session, item.subject_ref)


def test_opening_freezes_the_roll_the_dossier_and_the_hour(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    assert world.open_vote(session_both, item) is ItemState.OPEN

    assert item.roll_ids == {world.ids[who] for who in VOTERS}
    assert item.closes_at == WEEK + timedelta(minutes=20)
    assert item.present_at_opening == 5
    assert len(item.dossier.sha256) == 64
    assert len(item.rules_hash) == 64


def test_mandates_that_begin_or_end_later_change_nothing(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    director = world.actor(session_both, "director")
    committee = world.committee(session_both)
    bob = next(
        one
        for one in world.person(session_both, "bob").mandates
        if one.scope_ref == world.committee_ref
    )
    actions.unseat(
        session_both,
        director,
        committee,
        bob,
        ends_on=world.now.date(),
        motive="Mutation.",
        now=world.now,
    )
    actions.seat(
        session_both,
        director,
        committee,
        world.person(session_both, "outsider"),
        role=Role.SEAT,
        quality="usager",
        voting=True,
        starts_on=SINCE,
        now=world.now,
    )

    world.cast(session_both, item, "bob", Choice.GO)
    with pytest.raises(Forbidden):
        world.cast(session_both, item, "outsider", Choice.GO)
    assert item.roll_ids == {world.ids[who] for who in VOTERS}


def test_the_vote_opens_in_a_sitting_under_way_by_its_presider(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    with pytest.raises(Refused, match="Ouvrez d’abord la séance"):
        world.open_vote(session_both, item)
    world.at(WEEK)
    world.begin(session_both)
    for who in ("deputy", "ann", "secretary", "director", "programme"):
        with pytest.raises(Forbidden):
            world.open_vote(session_both, item, by=who)


def test_the_deputy_presides_when_the_chair_is_away(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item, present=SEATED[1:])
    with pytest.raises(Forbidden):
        world.open_vote(session_both, item, by="chair")

    assert world.open_vote(session_both, item, by="deputy") is ItemState.OPEN
    assert item.presider_kept_id == world.ids["deputy"]


def test_a_chair_found_to_be_concerned_leaves_the_chair(session_both, world):
    """The chair joins the team after the sitting has opened: the opening finds it out."""
    from portal.people import actions as people
    from portal.policy import MACHINE

    item = world.send_startup(session_both)
    world.ready(session_both, item)
    people.appoint(
        session_both,
        MACHINE,
        world.person(session_both, "chair"),
        Role.TEAM,
        world.startup_ref,
        now=world.now,
        starts_on=SINCE,
    )

    assert world.open_vote(session_both, item, by="chair") is ItemState.LISTED
    assert [(one.person_id, one.cause) for one in item.recusals] == [
        (world.ids["chair"], RecusalCause.TEAM)
    ]
    assert world.open_vote(session_both, item, by="deputy") is ItemState.OPEN
    with pytest.raises(Forbidden):
        world.cast(session_both, item, "chair", Choice.GO)


def test_without_half_of_the_voters_the_item_comes_back_once_without_quorum(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item, present=("chair", "ann"))
    assert world.open_vote(session_both, item) is ItemState.NO_QUORUM

    second = again(session_both, world, item)
    assert (second.origin, second.second_convening, second.before_ref) == (
        ItemOrigin.NO_QUORUM,
        True,
        item.ref,
    )
    assert second.title == item.title
    world.take_up(session_both, second)
    assert world.open_vote(session_both, second) is ItemState.OPEN


def test_fewer_than_three_live_members_is_voided_and_referred(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    for who in ("ann", "bob", "cleo"):
        recusal_actions.declare(
            session_both,
            world.actor(session_both, who),
            world.item(session_both, item.ref),
            has_interest=True,
            note="",
            now=world.now,
        )

    assert world.open_vote(session_both, item) is ItemState.VOIDED
    assert item.motive == "Moins de trois membres peuvent voter."
    assert again(session_both, world, item).origin is ItemOrigin.REFERRAL


def test_a_recusal_while_open_that_leaves_two_voids_at_the_closing(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "ggggg")
    for who in ("ann", "bob", "cleo"):
        recusal_actions.declare(
            session_both,
            world.actor(session_both, who),
            world.item(session_both, item.ref),
            has_interest=True,
            note="",
            now=world.now,
        )
    world.close(session_both, item)

    assert item.state is ItemState.VOIDED
    assert (item.outcome, item.counts) == (None, None)


def test_half_of_the_ballots_or_nothing_is_read(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.vote(session_both, item, "gg...")
    world.later(minutes=20)
    world.close(session_both, item)

    assert item.state is ItemState.NO_QUORUM
    assert (item.outcome, item.counts) == (None, None)
    assert again(session_both, world, item).second_convening


def test_after_a_provisional_go_the_next_ballot_does_not_offer_one(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ppppp")
    world.proclaim(session_both, item)
    second = world.send_startup(session_both)
    world.take_up(session_both, second)
    world.open_vote(session_both, second)

    with pytest.raises(Refused, match="l’une des réponses proposées"):
        world.cast(session_both, second, "ann", Choice.PROVISIONAL)
    assert Choice.PROVISIONAL not in ballot_actions.offered(session_both, second)


def test_an_annulled_provisional_outcome_does_not_count_as_one(session_both, world):
    from portal.committees import undecided_actions

    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "ppppp")
    undecided_actions.void(
        session_both,
        world.actor(session_both, "secretary"),
        item,
        motive="Un membre a voté sous contrainte.",
        now=world.now,
    )
    assert (item.state, item.outcome, item.counts) == (ItemState.VOIDED, None, None)

    assert Choice.PROVISIONAL in ballot_actions.offered(
        session_both, again(session_both, world, item)
    )


def test_former_conditions_are_settled_before_the_vote_opens(session_both, world):
    item = world.send_startup(session_both)
    for what in ("Publier les chiffres", "Trouver un second sponsor"):
        dossier_actions.propose_condition(
            session_both,
            world.actor(session_both, "secretary"),
            item,
            what=what,
            owner=world.person(session_both, "team"),
            due_on=date(2027, 1, 15),
            proof="Une page publique.",
            today=world.now.date(),
            now=world.now,
        )
    world.ready(session_both, item)
    world.counted(session_both, item, "ppppp")
    world.proclaim(session_both, item)
    second = world.send_startup(session_both)
    world.take_up(session_both, second)
    first, other = decision_queries.open_conditions(session_both, world.startup_ref)

    with pytest.raises(Refused, match="réserve"):
        world.open_vote(session_both, second)
    keeper = world.actor(session_both, "secretary")
    for condition, waived in ((first, False), (other, True)):
        with pytest.raises(Refused, match="motif"):
            decision_actions.settle_condition(
                session_both,
                keeper,
                condition,
                second,
                waived=waived,
                settlement=" ",
                now=world.now,
            )
        decision_actions.settle_condition(
            session_both,
            keeper,
            condition,
            second,
            waived=waived,
            settlement="Constaté le 7 décembre.",
            now=world.now,
        )
    assert [first.state, other.state] == ["lifted", "waived"]
    assert world.open_vote(session_both, second) is ItemState.OPEN


def test_one_vote_at_a_time_in_a_sitting(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.ready(session_both, first, second)
    world.open_vote(session_both, first)

    with pytest.raises(Refused, match="Un vote est déjà ouvert dans cette séance"):
        world.open_vote(session_both, second)
    assert second.state is ItemState.LISTED
    world.vote(session_both, first, "ggggg")
    world.close(session_both, first)
    assert world.open_vote(session_both, second) is ItemState.OPEN


def test_votes_that_last_for_days_are_cast_side_by_side(session_both, world):
    first, second = world.send_startup(session_both), world.send_investigation(session_both)
    world.committee(session_both).vote_minutes = 3 * 24 * 60
    world.ready(session_both, first, second)
    world.open_vote(session_both, first)

    assert world.open_vote(session_both, second) is ItemState.OPEN
