"""The days of a seat: edited in place, never twice on one day, and a past sitting keeps its members."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.committees import actions, queries, seat_rules as rules, sitting_actions
from portal.committees.item_models import RollMember
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.notices.models import Notice
from portal.people.models import Mandate
from portal.policy import Role
from portal.web.filters import day_text
from tests.committees.world import WEEK
from tests.support.apps import MONDAY, writing
from tests.support.people import SINCE

TODAY = MONDAY.date()
WHY = "Nouvelle lettre de mission."
HELD = date(2026, 6, 10)
SAVE = "Changer ces dates et prévenir"


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ((SINCE, None), (SINCE, day(30)), False),
        ((SINCE, None), (date(2026, 6, 10), None), False),
        ((SINCE, None), (date(2026, 6, 11), None), True),
        ((SINCE, None), (SINCE, date(2026, 6, 10)), True),
        ((SINCE, None), (SINCE, date(2026, 6, 11)), False),
        ((date(2026, 6, 11), None), (date(2026, 6, 10), None), True),
        ((date(2026, 7, 1), None), (date(2026, 6, 11), None), False),
    ],
)
def test_who_sat_in_a_sitting_that_was_held_does_not_change(before, after, refused):
    if not refused:
        rules.check_seat_days(before, after, [HELD], day_text)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_seat_days(before, after, [HELD], str)
    assert refusal.value.field == ("starts_on" if before[0] != after[0] else "ends_on")


def seat_of(session, world, who: str) -> Mandate:
    query = select(Mandate).where(
        Mandate.person_id == world.ids[who], Mandate.scope_ref == world.committee_ref
    )
    return session.scalars(query).one()


def move(session, world, who="bob", by="director", **changes):
    seat = seat_of(session, world, who)
    told = {
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
        "version": seat.version,
        "motive": WHY,
    }
    actions.reseat(
        session,
        world.actor(session, by),
        world.committee(session),
        seat,
        now=world.now,
        **(told | changes),
    )
    return seat


def test_the_days_change_and_the_person_hears_them(session_both, world):
    seat = move(session_both, world, ends_on=day(31))

    assert (seat.starts_on, seat.last_on) == (SINCE, day(30))
    line = journal.of(session_both, world.committee_ref)[0]
    assert (line.before, line.motive) == ({"from": SINCE.isoformat(), "to": None}, WHY)
    told = session_both.scalars(select(Notice).where(Notice.person_id == world.ids["bob"])).one()
    assert "au 23 décembre 2026, ce dernier jour compris." in told.body and WHY in told.body


def test_a_seat_can_last_longer_again(session_both, world):
    move(session_both, world, ends_on=day(10))

    assert move(session_both, world, ends_on=day(60)).ends_on == day(60)


def test_the_last_day_counts_and_the_next_does_not(session_both, world):
    move(session_both, world, ends_on=day(11))
    committee = world.committee(session_both)

    sits = [
        world.ids["bob"] in {one.person_id for one in queries.seats(session_both, committee, on)}
        for on in (day(10), day(11))
    ]

    assert sits == [True, False]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": SINCE}, "ends_on"),
        ({"starts_on": day(5), "ends_on": day(5)}, "ends_on"),
    ],
)
def test_a_seat_counts_one_day_at_least(session_both, world, changes, field):
    with pytest.raises(Refused) as refusal:
        move(session_both, world, **changes)
    assert refusal.value.field == field


def _again(session, world, **days):
    return actions.seat(
        session,
        world.actor(session, "director"),
        world.committee(session),
        world.person(session, "bob"),
        role=Role.SEAT,
        quality="membre",
        voting=True,
        now=world.now,
        **days,
    )


def test_nobody_holds_the_same_seat_twice_on_one_day(session_both, world):
    move(session_both, world, ends_on=day(11))
    later = _again(session_both, world, starts_on=day(11))

    with pytest.raises(Refused, match="déjà ce rôle"):
        _again(session_both, world, starts_on=day(5), ends_on=day(8))
    first = session_both.scalars(
        select(Mandate).where(Mandate.person_id == world.ids["bob"]).order_by(Mandate.id)
    ).first()
    with pytest.raises(Refused, match="déjà ce rôle"):
        told = {"starts_on": SINCE, "ends_on": day(12), "version": first.version, "motive": WHY}
        actions.reseat(
            session_both,
            world.actor(session_both, "director"),
            world.committee(session_both),
            first,
            now=world.now,
            **told,
        )
    assert queries.seats_to_come(session_both, world.committee(session_both), TODAY) == [later]


def test_there_is_one_chair_on_any_day(session_both, world):
    chair = seat_of(session_both, world, "chair")
    move(session_both, world, "chair", ends_on=day(11))
    actions.seat(
        session_both,
        world.actor(session_both, "director"),
        world.committee(session_both),
        world.person(session_both, "outsider"),
        role=Role.CHAIR,
        quality="relève",
        voting=True,
        starts_on=day(11),
        now=world.now,
    )

    with pytest.raises(Refused, match="tient déjà cette place"):
        move(session_both, world, "chair", ends_on=None)
    assert chair.ends_on == day(11)


def test_nobody_changes_their_own_days(session_both, world):
    with pytest.raises(Forbidden):
        move(session_both, world, by="bob")


def test_two_who_change_at_once_are_told(session_both, world):
    move(session_both, world, ends_on=day(11))
    with pytest.raises(Stale):
        move(session_both, world, ends_on=day(20), version=1)


def _held(session, world):
    item = world.send_startup(session)
    world.ready(session, item)
    world.counted(session, item, "ggggn")
    world.proclaim(session, item)
    sitting = world.sitting(session)
    sitting_actions.close_sitting(session, world.actor(session, "chair"), sitting, now=world.now)
    return item


def test_the_roll_and_the_members_of_a_past_sitting_stay(session_both, world):
    item = _held(session_both, world)
    query = select(RollMember.person_id).where(RollMember.item_id == item.id)
    roll = set(session_both.scalars(query))
    day_of = world.sitting(session_both).starts_at.date()

    with pytest.raises(Refused, match="s’est tenue avec ces sièges"):
        move(session_both, world, ends_on=day_of)
    with pytest.raises(Refused, match="s’est tenue avec ces sièges"):
        actions.unseat(
            session_both,
            world.actor(session_both, "director"),
            world.committee(session_both),
            seat_of(session_both, world, "bob"),
            ends_on=day_of,
            motive=WHY,
            now=world.now,
        )
    move(session_both, world, ends_on=day_of + timedelta(days=1))

    assert set(session_both.scalars(query)) == roll


def test_the_days_are_changed_on_screen(open_world, meet):
    page = meet("director", f"/comites/{open_world.committee_ref}")
    page.follow("Changer les dates : Bob Essai")
    assert page.sees("Le siège compte du premier au dernier jour, l’un et l’autre compris.")
    page.submit(SAVE, {"Dernier jour, s’il est connu": "2026-01-01", "Motif": WHY})
    assert page.status == 422
    assert page.value("Dernier jour, s’il est connu", button=SAVE) == "2026-01-01"
    page.submit(SAVE, {"Dernier jour, s’il est connu": "2026-12-23", "Motif": WHY})
    assert page.sees("au 23 décembre 2026, ce dernier jour compris.")
    page.follow("Changer les dates : Bob Essai")
    assert page.value("Dernier jour, s’il est connu", button=SAVE) == "2026-12-23"


def test_a_seat_to_come_is_listed_and_its_days_change(app, open_world, meet):
    with writing(app) as session:
        open_world.at(WEEK)
        actions.seat(
            session,
            open_world.actor(session, "director"),
            open_world.committee(session),
            open_world.person(session, "outsider"),
            role=Role.SEAT,
            quality="relève",
            voting=True,
            starts_on=day(90),
            now=MONDAY,
        )
    page = meet("director", f"/comites/{open_world.committee_ref}")
    assert page.sees("à venir")
    page.follow("Changer les dates : Outsider Essai")
    page.submit(SAVE, {"Premier jour": day(60).isoformat(), "Motif": WHY})
    assert page.sees("sans terme.")


def test_an_end_is_told_by_its_last_day(open_world, meet):
    page = meet("director", f"/comites/{open_world.committee_ref}")
    answers = {"Dernier jour": "2026-12-23", "Motif": WHY}
    page.submit("Mettre fin au mandat", answers | {"Mandat": "Bob Essai, membre du comité"})
    assert page.sees("Bob Essai : dernier jour le 23 décembre 2026.")


def test_members_see_the_days_and_change_none(open_world, meet):
    page = meet("ann", f"/comites/{open_world.committee_ref}")
    assert page.sees("Bob Essai") and "Changer les dates : Bob Essai" not in page.links
