"""« Tout marquer comme lu »: what was shown, no more, and it can be undone."""

from copy import copy
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.journal.models import JournalEntry
from portal.notices import actions, forms, queries
from portal.notices.models import Notice
from portal.policy import Act
from tests.notices.test_notices import say
from tests.support.apps import MONDAY, writing
from tests.support.people import actor_of, open_account

ALL, UNDO = "Tout marquer comme lu", "Annuler : les rendre nouveaux"
LATER = MONDAY + timedelta(minutes=5)


def inbox(session, person) -> list[Notice]:
    return list(session.scalars(queries.inbox(person.id)))


def new(session, person) -> list[str]:
    session.expire_all()
    return [one.event for one in inbox(session, person) if one.read_at is None]


@pytest.fixture
def aline(session_both):
    person = open_account(session_both, "aline@essai.fr")
    for number in (1, 2, 3):
        say(session_both, [person], f"essai:{number}")
    return person


def test_what_came_after_the_page_stays_new(session_both, aline):
    newest = queries.newest(session_both, aline.id)
    say(session_both, [aline], "essai:4")

    count = actions.mark_all_read(session_both, actor_of(aline), newest, now=LATER)

    assert (count, new(session_both, aline)) == (3, ["essai:4"])


def test_undoing_gives_back_those_and_no_other(session_both, aline):
    first = inbox(session_both, aline)[-1]
    actions.mark_read(first, MONDAY)
    session_both.flush()
    newest = queries.newest(session_both, aline.id)
    assert actions.mark_all_read(session_both, actor_of(aline), newest, now=LATER) == 2

    assert actions.unmark(session_both, actor_of(aline), LATER, now=LATER) == 2
    assert actions.unmark(session_both, actor_of(aline), LATER, now=LATER) == 0

    assert new(session_both, aline) == ["essai:3", "essai:2"]
    query = select(JournalEntry.after).where(JournalEntry.act == Act.NOTICE_READ.value)
    told = list(session_both.scalars(query.order_by(JournalEntry.id)))
    assert [(one.get("read"), one.get("unread")) for one in told] == [(2, None), (None, 2)]


def test_it_is_ones_own_inbox_alone(session_both, aline):
    bruno = open_account(session_both, "bruno@essai.fr")
    say(session_both, [bruno])
    newest = queries.newest(session_both, bruno.id)

    actions.mark_all_read(session_both, actor_of(bruno), newest, now=LATER)
    actions.unmark(session_both, actor_of(aline), LATER, now=LATER)

    assert (len(new(session_both, aline)), new(session_both, bruno)) == (3, [])


@pytest.mark.parametrize("mark", [None, "", "-1", "x", "9" * 17, "٣", "1.5"])
def test_an_odd_moment_is_no_moment(mark):
    assert forms.read_mark(mark) is None


def test_a_moment_comes_back_as_it_went():
    moment = MONDAY + timedelta(microseconds=123457)
    assert forms.read_mark(forms.mark_of(moment)) == moment


def test_on_screen_one_marks_all_then_undoes(app, visitors, mode):
    with writing(app) as session:
        aline = open_account(session, "aline@essai.fr")
        for number in (1, 2):
            say(session, [aline], f"essai:{number}")
    reader = visitors("aline@essai.fr").get("/moi/messages")
    assert reader.sees("2 messages sont nouveaux.")
    reader.submit(ALL)
    assert not reader.sees("sont nouveaux.") and ALL not in reader.buttons
    reader.submit(UNDO)
    assert reader.sees("2 messages sont nouveaux.") and UNDO not in reader.buttons


def test_the_same_form_sent_twice_marks_once(app, visitors):
    with writing(app) as session:
        say(session, [open_account(session, "aline@essai.fr")])
    reader = visitors("aline@essai.fr").get("/moi/messages")
    shown = copy(reader.page)
    reader.submit(ALL)
    reader.page, reader.url = shown, "/moi/messages"
    reader.submit(ALL)
    assert reader.status == 200 and UNDO in reader.buttons
