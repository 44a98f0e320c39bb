"""Two people at the same moment, each in their own transaction: one outcome."""

import threading

import pytest
from sqlalchemy import func, select

from portal.calls import actions, entry_queries
from portal.calls.entry_models import Assessment, Entry
from portal.kernel.errors import Refused, Stale
from portal.notices.models import Notice
from tests.calls.conftest import AFTER, GRID, settle, three
from tests.support.apps import MONDAY, writing

SAME = (Refused, Stale)


@pytest.fixture
def committed(app_both):
    with writing(app_both) as session:
        return three(session, settle(session))


def at_once(app, *acts):
    """Run each in a thread of its own; the errors that a rule raised on purpose."""
    gate, refused = threading.Barrier(len(acts)), []

    def run(act):
        gate.wait()
        try:
            with writing(app) as session:
                act(session)
        except SAME as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_two_windows_of_one_reader_leave_one_opinion(app_both, committed):
    refused = at_once(
        app_both,
        *[lambda session: committed.review(session, "reader", "anna", comment="un")] * 2,
    )
    with writing(app_both) as session:
        assert session.scalar(select(func.count(Assessment.id))) == 1
    assert len(refused) == 1


def test_two_readers_of_one_file_leave_two_opinions(app_both, committed):
    refused = at_once(
        app_both,
        lambda session: committed.review(session, "reader", "anna"),
        lambda session: committed.review(session, "second", "anna", marks=dict.fromkeys(GRID, 2)),
    )
    with writing(app_both) as session:
        entry = committed.entry(session, "anna")
        assert sorted(one.problem for one in entry.reviews) == [2, 6]
    assert refused == []


def test_two_short_lists_at_once_leave_one_and_one_message_each(app_both, committed):
    refused = at_once(
        app_both,
        lambda session: committed.shortlist(session, "anna", "basile"),
        lambda session: committed.shortlist(session, "basile", "chloe"),
    )
    with writing(app_both) as session:
        listed = entry_queries.short_list(session, committed.the_call(session))
        told = session.scalar(
            select(func.count(Notice.id)).where(Notice.kind == "call.shortlisted")
        )
        assert (len(listed), told, len(refused)) == (2, 2, 1)


def test_an_irritant_sent_twice_at_once_is_in_the_call_once(app_both, committed):
    with writing(app_both) as session:
        ref = committed.tell(session, "officer", "Un guichet fermé tous les midis").ref

    def enter(session):
        officer, call = committed.actor(session, "officer"), committed.the_call(session)
        irritant = entry_queries.eligible(session, call, officer)
        # Whoever comes second finds it there already.
        if irritant:
            actions.enter(session, officer, call, irritant[0], answers={}, now=MONDAY)

    at_once(app_both, enter, enter)
    with writing(app_both) as session:
        assert session.scalar(select(func.count(Entry.id)).where(Entry.irritant_ref == ref)) == 1


def test_a_withdrawal_and_the_short_list_at_once_leave_one_story(app_both, committed):
    at_once(
        app_both,
        lambda session: actions.withdraw(
            session, committed.actor(session, "anna"), committed.entry(session, "anna"), now=AFTER
        ),
        lambda session: committed.shortlist(session, "anna", "basile"),
    )
    with writing(app_both) as session:
        entry = committed.entry(session, "anna")
        assert entry.state == "withdrawn"
        told = select(func.count(Notice.id)).where(
            Notice.kind == "call.shortlisted", Notice.person_id == committed.ids["anna"]
        )
        assert (entry.shortlisted_at is not None) == bool(session.scalar(told))
