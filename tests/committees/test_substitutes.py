"""A substitute sits in the place of a member who is away, and never beside them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from portal.committees import (
    actions,
    attendance_actions,
    queries,
    recusal_actions,
    roll,
    rolls,
    substitutes,
    tasks,
)
from portal.committees.words import Attendance, Choice, CommitteeMode, ItemState, Outcome
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.notices.models import Notice
from portal.people import accounts, actions as of_people, queries as people, rules
from portal.people.models import Mandate
from portal.policy import MACHINE, Act, Kind, Role, may
from tests.committees.world import WEEK, email
from tests.support.apps import MONDAY
from tests.support.people import SINCE, open_account

TODAY = MONDAY.date()
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
SPANS = st.tuples(DAYS, st.none() | DAYS).filter(lambda span: span[1] is None or span[0] < span[1])


def seat_of(session, world, who: str) -> Mandate:
    query = select(Mandate).where(
        Mandate.person_id == world.ids[who],
        Mandate.scope_ref == world.committee_ref,
        Mandate.stands_for_id.is_(None),
    )
    return session.scalars(query).one()


def stand(session, world, who="sub", holder="bob", by="director", **changes) -> Mandate:
    """`who`, whose account is opened if needed, stands for `holder`."""
    if who not in world.ids:
        world.ids[who] = open_account(session, email(who), name=who.capitalize()).id
    told = {"starts_on": SINCE, "ends_on": None, "motive": "Siège de droit.", "now": world.now}
    return substitutes.name_substitute(
        session,
        world.actor(session, by),
        world.committee(session),
        seat_of(session, world, holder),
        world.person(session, who),
        **(told | changes),
    )


def note(session, world, **words: Attendance) -> None:
    told = {world.ids[who]: word for who, word in words.items()}
    keeper, sitting = world.actor(session, "secretary"), world.sitting(session)
    attendance_actions.note_attendance(session, keeper, sitting, attendances=told, now=world.now)


# Who sits in whose place

PRESENT, REMOTE, ABSENT = Attendance.PRESENT, Attendance.REMOTE, Attendance.ABSENT
EXCUSED, REPRESENTED = Attendance.EXCUSED, Attendance.REPRESENTED


CASES = [
    (ABSENT, PRESENT, "sub"),
    (EXCUSED, REMOTE, "sub"),
    (PRESENT, PRESENT, "bob"),
    (REMOTE, PRESENT, "bob"),
    (REPRESENTED, PRESENT, "bob"),
    (ABSENT, ABSENT, "bob"),
    (EXCUSED, EXCUSED, "bob"),
]


def test_the_roll_takes_the_substitute_of_whoever_is_away(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    for holder, substitute, sits in CASES:
        note(session_both, world, bob=holder, sub=substitute)
        found = rolls.places(session_both, item, paris_day(WEEK))
        others = ("chair", "deputy", "ann", "cleo")
        assert {one.person_id for one in found} == {world.ids[who] for who in (*others, sits)}
        line = next(one for one in found if one.person_id == world.ids[sits])
        assert line.quality == seat_of(session_both, world, "bob").quality
        assert (line.principal is not None) is (sits == "sub")


def test_a_substitute_votes_and_whoever_they_replace_does_not(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    note(session_both, world, bob=ABSENT, sub=PRESENT)

    assert world.open_vote(session_both, item) is ItemState.OPEN
    assert {one.person_id: one.principal_id for one in item.roll if one.principal_id} == {
        world.ids["sub"]: world.ids["bob"]
    }
    note(session_both, world, bob=PRESENT, sub=ABSENT)
    with pytest.raises(Forbidden):
        world.cast(session_both, item, "bob", Choice.GO)
    assert world.cast(session_both, item, "sub", Choice.GO)


def test_a_substitute_who_withdrew_takes_no_place(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    note(session_both, world, bob=ABSENT, sub=PRESENT)
    me = world.actor(session_both, "sub")
    recusal_actions.declare(session_both, me, item, has_interest=True, note="", now=world.now)

    world.open_vote(session_both, item)
    assert world.ids["bob"] in item.roll_ids
    assert not may(me, Act.DOSSIER_VIEW, item)


@given(
    st.dictionaries(st.integers(0, 3), st.integers(4, 7), max_size=4),
    *(st.frozensets(st.integers(0, 7)) for _ in range(3)),
)
def test_never_both_and_never_who_is_not_there(named, present, represented, recused):
    found = roll.in_place(named, present=present, represented=represented, recused=recused)
    for principal, substitute in named.items():
        expected = principal not in present | represented and substitute in present - recused
        assert (found.get(principal) == substitute) is expected


@given(SPANS, SPANS)
def test_a_substitution_counts_on_days_of_the_seat_alone(span, seat):
    found = rules.within(span, seat)
    for number in range(12):
        day = date(2026, 1, 1) + timedelta(days=number)
        expected = rules.in_force(*span, day) and rules.in_force(*seat, day)
        assert rules.in_force(*found, day) is expected


# Sponsors, rights, convening


def test_the_substitute_of_a_sponsor_says_the_word_of_the_sponsor(session_both, world):
    world.committee(session_both).mode = CommitteeMode.SPONSOR_DECIDES
    bob, told = world.person(session_both, "bob"), {"now": world.now, "starts_on": SINCE}
    of_people.appoint(session_both, MACHINE, bob, Role.SPONSOR, world.startup_ref, **told)
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.ready(session_both, item)
    note(session_both, world, bob=ABSENT, sub=PRESENT)
    world.open_vote(session_both, item)
    for who in ("chair", "deputy", "ann", "cleo"):
        world.cast(session_both, item, who, Choice.NO_GO)
    world.cast(session_both, item, "sub", Choice.GO)
    world.later(minutes=20)

    assert world.close(session_both, item).outcome is Outcome.GO


def test_a_substitute_is_convened_reads_declares_and_has_tasks(session_both, world):
    stand(session_both, world)
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    me = world.actor(session_both, "sub")
    told = session_both.scalars(select(Notice).where(Notice.person_id == world.ids["sub"]))

    assert [one.kind for one in told] == ["role", "sitting_convened"]
    for act in (Act.DOSSIER_VIEW, Act.INTEREST_DECLARE, Act.ITEM_NOTE, Act.GRID_FILL):
        assert may(me, act, item), act
    assert [task.verb for task in tasks.waiting(session_both, me, world.now)] == ["Déclarer"]


def test_a_substitute_is_set_aside_by_rule(session_both, world):
    stand(session_both, world, "team")
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)

    assert world.ids["team"] in item.recused_ids


# Naming


def test_who_stands_for_whom(session_both, world):
    for holder in ("chair", "deputy", "secretary"):
        with pytest.raises(Refused, match="Seul le siège d’un membre"):
            stand(session_both, world, holder=holder)
    for who in ("chair", "deputy", "ann", "expert", "secretary", "bob"):
        with pytest.raises(Refused, match="siège déjà dans ce comité"):
            stand(session_both, world, who)
    for by in ("ann", "chair", "secretary", "outsider", "team"):
        with pytest.raises(Forbidden):
            stand(session_both, world, by=by)
    made = stand(session_both, world)
    with pytest.raises(Refused, match="déjà en suppléance de ce siège"):
        stand(session_both, world, "second")
    with pytest.raises(Refused, match="siège déjà"):
        stand(session_both, world, holder="ann")
    with pytest.raises(Refused, match="Seul le siège"):
        substitutes.name_substitute(
            session_both,
            world.actor(session_both, "director"),
            world.committee(session_both),
            made,
            world.person(session_both, "outsider"),
            starts_on=SINCE,
            ends_on=None,
            motive="Pour elle.",
            now=world.now,
        )


def test_a_substitute_is_given_no_seat_of_their_own(session_both, world):
    stand(session_both, world)
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    for who in ("chair", "deputy"):
        held = seat_of(session_both, world, who)
        told = {"ends_on": TODAY, "motive": "Départ.", "now": world.now}
        actions.unseat(session_both, director, committee, held, **told)

    for role in (Role.SEAT, Role.CHAIR, Role.DEPUTY, Role.SECRETARY):
        with pytest.raises(Refused, match="siège déjà"):
            actions.seat(
                session_both,
                director,
                committee,
                world.person(session_both, "sub"),
                role=role,
                quality="membre",
                voting=True,
                starts_on=TODAY,
                now=world.now,
            )


def test_nobody_becomes_chair_of_days_when_they_stand_for_another(session_both, world):
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    held = seat_of(session_both, world, "chair")
    told = {"ends_on": TODAY + timedelta(days=5), "motive": "Départ.", "now": world.now}
    actions.unseat(session_both, director, committee, held, **told)
    stand(session_both, world, "chair", starts_on=TODAY + timedelta(days=5))

    longer = {"starts_on": held.starts_on, "version": held.version}
    with pytest.raises(Refused, match="siège déjà"):
        actions.reseat(
            session_both,
            director,
            committee,
            held,
            **longer,
            **(told | {"ends_on": TODAY + timedelta(days=9)}),
        )


def test_an_account_of_another_kind_stands_for_nobody(session_both, world):
    auditor = open_account(session_both, email("cour"), kind=Kind.AUDITOR)
    world.ids["cour"] = auditor.id
    with pytest.raises(Refused, match="incompatible"):
        stand(session_both, world, "cour")


# Ending


def test_ending_a_seat_ends_its_substitution(session_both, world):
    made = stand(session_both, world)
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    told = {"ends_on": TODAY + timedelta(days=3), "motive": "Départ.", "now": world.now}
    actions.unseat(session_both, director, committee, seat_of(session_both, world, "bob"), **told)

    assert made.ends_on == TODAY + timedelta(days=3)
    notices = session_both.scalars(select(Notice).where(Notice.person_id == world.ids["sub"]))
    told = f"Votre suppléance change de dates\u00a0: {committee.name}"
    assert [one.title for one in notices][1:] == [told]


def test_closing_an_account_ends_who_stood_for_it(session_both, world):
    made = stand(session_both, world)
    keeper = open_account(session_both, email("admin"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    administrator = people.actor_of(keeper, TODAY)
    bob = world.person(session_both, "bob")
    accounts.deactivate(session_both, administrator, bob, motive="Départ.", now=world.now)

    assert made.ends_on == TODAY
    sitting_on = queries.seats(session_both, world.committee(session_both), TODAY)
    assert world.ids["sub"] not in {seat.person_id for seat in sitting_on}


def test_new_days_of_a_seat_carry_its_substitution(session_both, world):
    made = stand(session_both, world)
    held = seat_of(session_both, world, "bob")
    changes = {"starts_on": SINCE, "ends_on": TODAY + timedelta(days=9), "version": held.version}
    director, committee = world.actor(session_both, "director"), world.committee(session_both)
    told = {"motive": "Mandat écourté.", "now": world.now}
    actions.reseat(session_both, director, committee, held, **changes, **told)
    assert made.ends_on == TODAY + timedelta(days=9)

    later = {"starts_on": SINCE, "ends_on": TODAY + timedelta(days=20), "version": made.version}
    with pytest.raises(Refused, match="au plus tard avec le siège"):
        actions.reseat(session_both, director, committee, made, **later, **told)
