import pytest
from sqlalchemy import func, select

from portal.calls import actions, queries
from portal.calls.entry_models import Entry
from portal.calls.models import Question
from portal.calls.words import CallState, EntryState, QuestionKind
from portal.irritants.words import IrritantState
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.policy import PASSER_BY
from tests.calls.conftest import AFTER, CLOSES, settle
from tests.support.apps import MONDAY

# Who sees a call


def test_a_call_in_preparation_is_for_those_who_prepare_it(session_both):
    house = settle(session_both, is_public=False)
    call = house.the_call(session_both)
    readers = {
        who: house.actor(session_both, who)
        for who in ("director", "programme", "officer", "elsewhere", "anna", "reader")
    } | {"nobody": PASSER_BY}
    for who, actor in readers.items():
        expected = who in ("director", "programme")
        listed = session_both.scalars(queries.listing(actor, MONDAY.date())).all()
        assert (who, bool(listed)) == (who, expected)
        if expected:
            assert queries.readable(session_both, actor, house.call) is call
        else:
            with pytest.raises(Missing):
                queries.readable(session_both, actor, house.call)
    actions.publish(session_both, readers["director"], call, now=MONDAY)
    assert session_both.scalars(queries.listing(PASSER_BY, MONDAY.date())).all() == [call]


def test_lists_and_pages_agree_upon_the_state(session_both):
    call = settle(session_both).the_call(session_both)
    for today in (CLOSES, AFTER.date()):
        for state in CallState:
            found = session_both.scalars(queries.listing(PASSER_BY, today, state)).all()
            assert (state, bool(found)) == (state, state is call.state_on(today))


# Entering


def test_an_entry_keeps_its_answers_and_its_conditions(house, session_both):
    call = house.the_call(session_both)
    first, second = call.asked
    entry = house.enter(session_both, "anna", "anna", answers={first: "Mon chef.", second: ""})

    assert [(one.question.label, one.text) for one in entry.answers] == [
        ("Qui vous accompagne ?", "Mon chef.")
    ]
    assert entry.conditions == "Un jour par semaine est libéré."


def test_an_irritant_enters_once_however_often_it_is_sent(house, session_both):
    entry = house.enter(session_both, "anna", "anna")
    anna, call = house.actor(session_both, "anna"), house.the_call(session_both)
    again = actions.enter(session_both, anna, call, entry.irritant, answers={}, now=MONDAY)

    assert again is entry
    assert session_both.scalar(select(func.count(Entry.id))) == 1


def test_one_withdraws_and_comes_back_while_the_window_is_open(house, session_both):
    entry = house.enter(session_both, "anna", "anna")
    anna, call = house.actor(session_both, "anna"), house.the_call(session_both)
    actions.withdraw(session_both, anna, entry, now=MONDAY)
    assert (entry.state, entry.irritant.state) == (EntryState.WITHDRAWN, IrritantState.SUBMITTED)
    actions.enter(session_both, anna, call, entry.irritant, answers={}, now=MONDAY)
    assert entry.state is EntryState.ENTERED
    actions.withdraw(session_both, anna, entry, now=AFTER)
    with pytest.raises(Refused, match="n’est pas perdu"):
        actions.enter(session_both, anna, call, entry.irritant, answers={}, now=AFTER)


def test_nobody_enters_or_withdraws_what_another_told(house, session_both):
    entry = house.enter(session_both, "anna", "anna")
    basile, call = house.actor(session_both, "basile"), house.the_call(session_both)
    with pytest.raises(Forbidden):
        actions.withdraw(session_both, basile, entry, now=MONDAY)
    told_ = house.tell(session_both, "chloe", "Encore un guichet fermé à midi")
    with pytest.raises(Forbidden):
        actions.enter(session_both, basile, call, told_, answers={}, now=MONDAY)


def test_what_nobody_follows_is_entrusted_to_the_house_of_the_call(house, session_both):
    entry = house.enter(session_both, "anna", "anna", incubator_ref=None)
    assert entry.irritant.incubator_ref == house.house
    with pytest.raises(Refused, match="Un autre incubateur"):
        house.enter(session_both, "basile", "basile", incubator_ref=house.other)
    with pytest.raises(Refused, match="confidentiel"):
        house.enter(session_both, "basile", "basile", confidential=True)


def test_a_question_answered_keeps_its_wording(house, session_both):
    call, director = house.the_call(session_both), house.actor(session_both, "director")
    first, second = call.asked
    entry = house.enter(session_both, "anna", "anna", answers={first: "Mon chef."})
    told_ = {"kind": QuestionKind.SHORT, "choices": "", "required": False, "now": MONDAY}
    actions.reword(session_both, director, call, first, label="Qui vous aide ?", **told_)
    actions.reword(session_both, director, call, second, label="Quand ?", **told_)
    session_both.expire_all()

    assert [one.label for one in house.the_call(session_both).asked] == [
        "Qui vous aide ?",
        "Quand ?",
    ]
    assert house.entry(session_both, "anna").answers[0].question.label == "Qui vous accompagne ?"
    # Nobody had answered the second: it is the same line still.
    assert session_both.scalar(select(func.count(Question.id))) == 3
    assert entry.answers[0].question.number == 1
