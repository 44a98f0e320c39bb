"""Each person is told an event once: a line in the inbox and a mail, together or not at all."""

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.notices.actions import tell
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account


def say(session, people, event="essai:1") -> int:
    return tell(
        session,
        people,
        event=event,
        kind="essai",
        subject_ref="irr-00000001",
        title="Une réponse",
        body="Voici la réponse.",
        path="/irritants/irr-00000001",
        now=MONDAY,
    )


def count(session) -> tuple[int, int]:
    return (
        session.scalar(select(func.count(Notice.id))),
        session.scalar(select(func.count(Mail.id))),
    )


def test_each_is_told_once_however_often_it_is_said(session_both):
    people = [open_account(session_both, f"{name}@essai.fr") for name in ("a", "b")]

    assert say(session_both, [*people, people[0]]) == 2
    assert say(session_both, people) == 0
    assert count(session_both) == (2, 2)


def test_who_has_left_is_not_told(session_both):
    gone = open_account(session_both, "a@essai.fr")
    gone.deactivated_at = MONDAY

    assert say(session_both, [gone]) == 0


def test_nothing_is_told_if_the_fact_is_undone(app_both):
    with pytest.raises(ZeroDivisionError), writing(app_both) as session:
        say(session, [open_account(session, "a@essai.fr")])
        raise ZeroDivisionError

    with app_both.app_context():
        assert count(db.session()) == (0, 0)


def test_the_inbox_opens_what_it_speaks_of(app, visitors):
    with writing(app) as session:
        say(session, [open_account(session, "aline@essai.fr")])
    reader = visitors("aline@essai.fr")

    reader.get("/moi/messages")
    assert reader.sees("nouveau")
    answer = reader.submit("Ouvrir")

    assert answer.url.endswith("/irritants/irr-00000001")
    assert not reader.get("/moi/messages").sees("nouveau")


def test_somebody_elses_notice_is_not_there(app, visitors):
    with writing(app) as session:
        open_account(session, "bruno@essai.fr")
        say(session, [open_account(session, "aline@essai.fr")])
        ref = session.scalar(select(Notice.ref))
    other = visitors("bruno@essai.fr")
    other.get("/moi")
    token = other.page.find("input", attrs={"name": "csrf_token"})["value"]

    answer = other.client.post(
        f"/moi/messages/{ref}/lecture", data={"csrf_token": token, "_idem": "clef-unique-1"}
    )

    assert answer.status_code == 404
