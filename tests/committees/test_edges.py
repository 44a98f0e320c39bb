"""Votes at their edges: mandates that end, too few members, annulled votes, second convenings."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.committees import (
    actions,
    agenda_actions,
    attendance_actions,
    item_actions,
    item_queries,
    recusal_actions,
    rolls,
    sitting_actions,
    undecided_actions,
)
from portal.committees.words import Choice, ItemOrigin, ItemState, Outcome
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from portal.people import actions as people, queries as of_people
from portal.policy import MACHINE, Actor, Role
from tests.committees.test_substitutes import seat_of
from tests.committees.test_undecided import another_committee
from tests.committees.world import WEEK
from tests.support.apps import writing
from tests.support.people import SINCE


def withdraw(session, world, item, *people):
    for who in people:
        me, found = world.actor(session, who), world.item(session, item.ref)
        told = {"has_interest": True, "note": "", "now": world.now}
        recusal_actions.declare(session, me, found, **told)


def leave(session, world, who, day):
    told = {"ends_on": day, "motive": "Mutation.", "now": world.now}
    director, committee = world.actor(session, "director"), world.committee(session)
    actions.unseat(session, director, committee, seat_of(session, world, who), **told)


def again(session, world, item):
    return item_queries.live_about(session, item.subject_ref)


def void(session, world, item, motive="Un conflit connu trop tard.", by="secretary"):
    keeper = world.actor(session, by)
    undecided_actions.void(session, keeper, item, motive=motive, now=world.now)
    return again(session, world, item)


def test_who_leaves_between_the_convening_and_the_vote_lowers_the_base(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    for who in ("bob", "cleo"):
        leave(session_both, world, who, WEEK.date())
    world.at(WEEK)
    before = rolls.of_item(session_both, item, paris_day(WEEK - timedelta(days=1)))
    keeper, sitting = world.actor(session_both, "secretary"), world.sitting(session_both)
    sitting_actions.open_sitting(session_both, keeper, sitting, now=world.now)
    there = {world.ids[who]: "present" for who in ("chair", "ann")}
    attendance_actions.note_attendance(
        session_both, keeper, sitting, attendances=there, now=world.now
    )

    assert (len(before.live), before.needed) == (5, 3)
    assert world.open_vote(session_both, item) is ItemState.OPEN
    assert item.roll_ids == {world.ids[who] for who in ("chair", "deputy", "ann")}
    assert rolls.of_item(session_both, item, paris_day(WEEK)).needed == 2


def test_who_leaves_during_the_vote_stays_on_its_roll(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    for who in ("bob", "cleo"):
        leave(session_both, world, who, paris_day(world.now))
    world.vote(session_both, item, "ggggg")
    world.later(minutes=20)
    world.close(session_both, item)

    assert (item.counts["roll"], item.counts["needed"], item.counts["go"]) == (5, 3, 5)


def test_too_few_members_send_the_point_to_another_committee(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    withdraw(session_both, world, item, "ann", "bob", "cleo")
    assert world.open_vote(session_both, item) is ItemState.VOIDED
    waiting, other = again(session_both, world, item), another_committee(session_both, world)
    keeper = world.actor(session_both, "secretary")
    item_actions.refer(session_both, keeper, waiting, other, now=world.now)

    told = {"starts_at": WEEK + timedelta(days=9), "place": "", "now": world.now}
    director = _director_of(session_both, world, other)
    sitting = sitting_actions.plan(session_both, director, other, **told)
    agenda_actions.take_up(session_both, director, sitting, waiting, now=world.now)
    assert [one.ref for one in item_queries.of_sitting(session_both, sitting, world.now)] == [
        waiting.ref
    ]


def _director_of(session, world, committee) -> Actor:
    person = world.person(session, "outsider")
    told = {"now": world.now, "starts_on": SINCE}
    people.appoint(session, MACHINE, person, Role.DIRECTOR, committee.incubator_ref, **told)
    session.refresh(person)
    return of_people.actor_of(person, paris_day(world.now))


def test_a_referral_is_told_to_the_team_once(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    waiting, other = void(session_both, world, item), another_committee(session_both, world)
    keeper = world.actor(session_both, "secretary")
    item_actions.refer(session_both, keeper, waiting, other, now=world.now)

    told = session_both.scalars(select(Notice).where(Notice.kind == "item_undecided.referred"))
    names = {number: who for who, number in world.ids.items()}
    assert sorted(names[one.person_id] for one in told) == ["sponsor", "team"]
    with pytest.raises(Forbidden):
        item_actions.refer(
            session_both, keeper, waiting, world.committee(session_both), now=world.now
        )


def test_without_chair_nor_deputy_the_secretary_sends_the_point_elsewhere(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    withdraw(session_both, world, item, "chair", "deputy")
    found = world.item(session_both, item.ref)
    assert found.presider_id is None
    for who in ("chair", "deputy", "ann", "secretary"):
        with pytest.raises(Forbidden):
            world.open_vote(session_both, found, by=who)

    waiting = void(session_both, world, found, "Personne ne peut présider ce point.")
    assert (found.state, waiting.origin) == (ItemState.VOIDED, ItemOrigin.REFERRAL)


def test_a_vote_that_is_annulled_is_held_again_with_its_reason(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.counted(session_both, item, "nnnnn")
    with pytest.raises(Refused, match="motif"):
        void(session_both, world, item, " ")
    second = void(session_both, world, item)
    world.take_up(session_both, second)
    withdraw(session_both, world, second, "cleo")
    world.counted(session_both, second, "gggg.")

    assert (item.motive, item.outcome) == ("Un conflit connu trop tard.", None)
    assert (second.outcome, second.counts["go"], second.counts["no_go"]) == (Outcome.GO, 4, 0)


@pytest.mark.parametrize(
    ("out", "present", "reached"),
    [
        (("bob", "cleo"), ("chair",), ItemState.OPEN),
        (("ann", "bob", "cleo"), ("chair", "deputy"), ItemState.VOIDED),
    ],
)
def test_a_second_convening_waives_the_quorum_and_never_three(
    session_both, world, out, present, reached
):
    item = world.send_startup(session_both)
    world.ready(session_both, item, present=("chair", "deputy"))
    assert world.open_vote(session_both, item) is ItemState.NO_QUORUM
    second = again(session_both, world, item)
    world.take_up(session_both, second)
    withdraw(session_both, world, second, *out)
    world.attend(session_both, *present)

    assert second.second_convening
    assert world.open_vote(session_both, second) is reached


def test_a_second_deferral_is_told_once_to_each_of_the_programme(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.defer(session_both, item)
    second = again(session_both, world, item)
    world.take_up(session_both, second)
    world.defer(session_both, second)
    with pytest.raises(Refused):
        world.defer(session_both, second)

    count = select(func.count()).where(Notice.kind == "item_undecided")
    assert session_both.scalar(count.where(Notice.person_id == world.ids["programme"])) == 1


def test_a_point_sent_elsewhere_is_put_on_the_agenda_by_a_button(app, open_world, heard, meet):
    with writing(app) as session:
        waiting = void(session, open_world, open_world.item(session, heard)).ref
        other = another_committee(session, open_world)
        name, sitting = (
            other.name,
            sitting_actions.plan(
                session,
                _director_of(session, open_world, other),
                other,
                starts_at=WEEK + timedelta(days=9),
                place="",
                now=open_world.now,
            ).ref,
        )
    page = meet("secretary", f"/points/{waiting}")
    page.submit("Confier", {"Autre comité": f"{name} (Atelier des Monts)"})
    page = meet("outsider", f"/seances/{sitting}")
    page.submit("Inscrire")

    assert page.sees("Point inscrit.")
    with writing(app) as session:
        assert open_world.item(session, waiting).sitting.ref == sitting


def test_a_ballot_cast_while_leaving_is_counted(session_both, world):
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    world.open_vote(session_both, item)
    world.cast(session_both, item, "bob", Choice.GO)
    leave(session_both, world, "bob", paris_day(world.now))
    assert world.cast(session_both, item, "bob", Choice.ABSTAIN).choice is Choice.ABSTAIN
