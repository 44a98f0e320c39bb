"""Whatever people try, in whatever order: nobody is lost, nobody is told twice, nobody is forgotten."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select

from portal.calls import actions, entry_queries, rules
from portal.calls.entry_models import Entry
from portal.calls.words import WAITING_STATES, CallState, EntryState, EntryVerb, Verdict
from portal.irritants.words import IrritantState
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.notices.models import Notice
from tests.calls.conftest import AFTER, GRID, LATER, MESSAGE, PITCH, settle, three
from tests.support.apps import MONDAY

NAMES = ("anna", "basile", "chloe")
MOMENTS = (MONDAY, AFTER, PITCH, LATER)


@given(st.lists(st.sampled_from(list(EntryVerb)), max_size=12))
def test_every_path_ends_with_an_answer_or_at_the_author_s_wish(verbs):
    state, seen = EntryState.ENTERED, {EntryState.ENTERED}
    for verb in verbs:
        with contextlib.suppress(Refused):
            state = rules.ENTRY.after(state, verb)
            seen.add(state)
    assert EntryState.LAUREATE not in seen or EntryState.PITCHED in seen
    assert rules.ENTRY.is_final(state) == (state in (EntryState.LAUREATE, EntryState.NOT_KEPT))
    if state in WAITING_STATES:
        assert rules.ENTRY.can(state, EntryVerb.ANSWER)
        assert rules.ENTRY.can(state, EntryVerb.WITHDRAW)


@pytest.fixture
def three_in(session):
    """On the embedded database: what is looked at here is the rules, in many orders."""
    return three(session, settle(session))


STEPS = st.one_of(
    st.tuples(st.just("wait"), st.just("")),
    st.tuples(
        st.sampled_from(
            ["withdraw", "enter", "review", "recuse", "pitch", "shortlist", "award", "answer"]
        ),
        st.sampled_from(NAMES),
    ),
    st.tuples(st.just("conclude"), st.just("")),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=6, max_size=24))
def test_any_order_of_acts_keeps_every_promise(three_in, session, steps):
    with contextlib.suppress(_Undo), session.begin_nested():
        _live(three_in, session, steps)
        _check(three_in, session)
        raise _Undo
    session.expire_all()


class _Undo(Exception):
    """Leave no trace of this life."""


def _live(house, session, steps) -> None:
    moment = 0
    for verb, name in steps:
        if verb == "wait":
            moment = min(moment + 1, len(MOMENTS) - 1)
            continue
        with contextlib.suppress(Refused, Forbidden, Stale), session.begin_nested():
            _act(house, session, verb, name, MOMENTS[moment])
        session.expire_all()


def _act(house, session, verb: str, name: str, now) -> None:
    call, director = house.the_call(session), house.actor(session, "director")
    if verb == "conclude":
        actions.conclude(session, director, call, now=now)
        return
    entry, author = house.entry(session, name), house.actor(session, name)
    opinion = {"verdict": Verdict.KEEP, "comment": "", "version": 0, "now": now}
    {
        "withdraw": lambda: actions.withdraw(session, author, entry, now=now),
        "enter": lambda: actions.enter(session, author, call, entry.irritant, answers={}, now=now),
        "review": lambda: house.review(session, "reader", name, now=now),
        "pitch": lambda: actions.review(
            session, house.actor(session, "juror"), entry, marks=GRID, **opinion
        ),
        "recuse": lambda: actions.recuse(session, house.actor(session, "second"), entry, now=now),
        "shortlist": lambda: actions.fix_short_list(session, director, call, [entry.ref], now=now),
        "award": lambda: actions.award(session, director, call, [entry.ref], now=now),
        "answer": lambda: actions.answer(
            session, director, call, [entry.ref], message=MESSAGE, now=now
        ),
    }[verb]()


def _check(house, session) -> None:
    call = house.the_call(session)
    entries = {name: house.entry(session, name) for name in NAMES}
    assert session.scalar(select(func.count(Entry.id))) == len(NAMES)
    counts = list(entry_queries.counts(session, call).values())
    assert counts[0] >= counts[2] >= counts[3] >= counts[4]
    for name, entry in entries.items():
        is_laureate = entry.state is EntryState.LAUREATE
        assert (entry.irritant.state is IrritantState.SELECTED) == is_laureate
        kinds = ("call.answered", "irritant.select")
        query = select(func.count(Notice.id)).where(
            Notice.person_id == house.ids[name], Notice.kind.in_(kinds)
        )
        # One word of answer, whichever it is, to each who had one.
        assert session.scalar(query) == (1 if entry.answered_at else 0)
    if call.state_on(LATER.date()) is CallState.ANSWERED:
        assert not any(entry.is_waiting for entry in entries.values())
