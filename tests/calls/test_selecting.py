from datetime import date

import pytest
from sqlalchemy import func, select

from portal.calls import actions, entry_queries
from portal.calls.words import CallState, EntryState, Part
from portal.irritants import actions as irritants
from portal.irritants.words import IrritantState
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.people.models import Person
from tests.calls.conftest import AFTER, LATER, MESSAGE, PITCH, three
from tests.support.apps import MONDAY


def told(session, house, who, kind):
    """How many messages of this kind somebody was sent."""
    query = select(func.count(Notice.id)).where(
        Notice.person_id == house.ids[who], Notice.kind == kind
    )
    return session.scalar(query)


def test_a_call_from_the_short_list_to_everyone_answered(house, session_both):
    three(session_both, house)
    house.enter(session_both, "second", "second", identity_shown=False)
    for name in ("anna", "basile", "chloe"):
        house.review(session_both, "reader", name)
    irritants.support(
        session_both,
        house.actor(session_both, "juror"),
        house.irritant(session_both, "anna"),
        now=MONDAY,
    )
    call, director = house.the_call(session_both), house.actor(session_both, "director")
    with pytest.raises(Refused, match="Fixez d’abord la liste courte"):
        house.answer(session_both, "chloe")

    assert house.shortlist(session_both, "basile", "anna") == 2
    actions.move_pitch(
        session_both, director, call, house.entry(session_both, "anna"), step=-1, now=AFTER
    )
    house.hear(session_both, "anna", "basile")
    listed = entry_queries.short_list(session_both, call)
    assert [one.ref for one in listed] == [house.entries["anna"], house.entries["basile"]]
    with pytest.raises(Refused, match="Désignez d’abord les lauréats"):
        house.answer(session_both, "basile")
    house.award(session_both, "anna")

    laureate = house.irritant(session_both, "anna")
    assert laureate.state is IrritantState.SELECTED
    assert laureate.officer_id == house.ids["director"]
    # One message for each of those concerned, however many steps the irritant made.
    assert [told(session_both, house, who, "irritant.select") for who in ("anna", "juror")] == [
        1,
        1,
    ]
    assert told(session_both, house, "anna", "irritant.qualify") == 0

    with pytest.raises(Refused, match="Le problème de basile"):
        actions.conclude(session_both, director, call, now=LATER)
    assert house.answer(session_both, "basile", "chloe", "second") == 3
    assert house.irritant(session_both, "basile").state is IrritantState.SUBMITTED
    assert house.irritant(session_both, "basile").answer_due_on is not None
    body = session_both.scalar(
        select(Notice.body).where(
            Notice.person_id == house.ids["basile"], Notice.kind == "call.answered"
        )
    )
    assert MESSAGE in body
    assert "n’est pas perdu" in body
    actions.conclude(session_both, director, call, now=LATER)
    assert call.state_on(LATER.date()) is CallState.ANSWERED
    assert list(entry_queries.counts(session_both, call).values()) == [4, 3, 2, 2, 1]


def test_who_tells_two_entries_counts_once_and_a_co_author_is_told_too(house, session_both):
    three(session_both, house)
    house.enter(session_both, "anna", "again")
    told_by = house.irritant(session_both, "again")
    anna, second = house.actor(session_both, "anna"), house.actor(session_both, "second")
    person = session_both.get_one(Person, house.ids["second"])
    irritants.invite(session_both, anna, told_by, person, now=MONDAY)
    irritants.take_part(session_both, second, told_by, now=MONDAY)
    session_both.expire_all()

    assert house.shortlist(session_both, "anna", "again") == 2
    assert told(session_both, house, "second", "call.shortlisted") == 1


def test_a_director_does_not_choose_what_they_told_themselves(house, session_both):
    three(session_both, house)
    house.enter(session_both, "director", "own")
    with pytest.raises(Refused, match="Vous racontez l’un de ces dossiers"):
        house.shortlist(session_both, "anna", "own")
    assert house.shortlist(session_both, "anna") == 1


def test_who_took_their_irritant_back_waits_no_more(house, session_both):
    three(session_both, house)
    director = house.actor(session_both, "director")
    house.shortlist(session_both, "anna")
    irritants.withdraw(
        session_both,
        house.actor(session_both, "chloe"),
        house.irritant(session_both, "chloe"),
        motive="",
        now=AFTER,
    )
    call = house.the_call(session_both)
    waiting = entry_queries.waiting(session_both, call)

    assert [one.ref for one in waiting] == [house.entries["anna"], house.entries["basile"]]
    reader = house.actor(session_both, "reader")
    assert entry_queries.progress(session_both, call, reader, Part.PREJURY) == (0, 1)
    with pytest.raises(Refused) as refusal:
        actions.conclude(session_both, director, call, now=LATER)
    assert "chloe" not in str(refusal.value)


def test_what_the_triage_answered_meanwhile_waits_no_more_and_is_told_once(house, session_both):
    three(session_both, house)
    house.shortlist(session_both, "anna")
    house.hear(session_both, "anna")
    house.award(session_both, "anna")
    officer, basile = house.actor(session_both, "officer"), house.irritant(session_both, "basile")
    motive = "Le guichet déménage : nous relirons cet irritant ensuite."
    told_ = {"motive": motive, "review_on": date(2027, 5, 3), "now": LATER}
    irritants.park(session_both, officer, basile, **told_)
    house.answer(session_both, "chloe")
    director = house.actor(session_both, "director")
    actions.conclude(session_both, director, house.the_call(session_both), now=LATER)
    entry = house.entry(session_both, "basile")

    assert (entry.state, entry.answer) == (EntryState.NOT_KEPT, motive)
    assert told(session_both, house, "basile", "call.answered") == 0
    assert told(session_both, house, "basile", "irritant.park") == 1


def test_a_laureate_answered_elsewhere_meanwhile_is_named(house, session_both):
    three(session_both, house)
    house.shortlist(session_both, "anna")
    house.hear(session_both, "anna")
    irritants.ask_completion(
        session_both,
        house.actor(session_both, "officer"),
        house.irritant(session_both, "anna"),
        motive_code="no_figures",
        motive="Combien de personnes, sur une année entière ?",
        now=PITCH,
    )
    with pytest.raises(Refused, match="Le problème de anna"):
        house.award(session_both, "anna")


def test_the_programme_leads_and_leaves_laureates_to_the_incubator(house, session_both):
    three(session_both, house)
    house.shortlist(session_both, "anna")
    house.hear(session_both, "anna")
    with pytest.raises(Refused, match="demandez à un responsable"):
        house.award(session_both, "anna", who="programme")
    house.award(session_both, "anna")
    assert house.entry(session_both, "anna").state is EntryState.LAUREATE


def test_the_pitch_day_is_told_once_to_each(house, session_both):
    three(session_both, house)
    house.shortlist(session_both, "anna", "basile")
    house.hear(session_both)
    counts = {
        who: told(session_both, house, who, "call.pitch_day")
        for who in ("anna", "basile", "chloe", "juror", "reader")
    }

    assert counts == {"anna": 1, "basile": 1, "chloe": 0, "juror": 1, "reader": 0}


def test_another_house_has_no_say(house, session_both):
    three(session_both, house)
    call, elsewhere = house.the_call(session_both), house.actor(session_both, "elsewhere")
    for act in (
        lambda: actions.publish(session_both, elsewhere, call, now=MONDAY),
        lambda: actions.fix_short_list(session_both, elsewhere, call, [], now=AFTER),
        lambda: actions.conclude(session_both, elsewhere, call, now=LATER),
        lambda: actions.recuse(
            session_both, elsewhere, house.entry(session_both, "anna"), now=AFTER
        ),
    ):
        with pytest.raises(Forbidden):
            act()
