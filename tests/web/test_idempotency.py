"""A form sent twice acts once, and answers what it answered the first time."""

import threading

from sqlalchemy import func, select

from portal.extensions import db
from portal.people.models import WebSession
from portal.web.idempotency import IdempotencyKey
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.people import open_account


def _signed_in(app) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("aline@essai.fr")
    return visitor.get("/moi")


def _close_forms(visitor: Visitor) -> list:
    return [form for form in visitor.page.find_all("form") if "fermeture" in form["action"]]


def _fields(form) -> dict:
    return {each["name"]: each.get("value", "") for each in form.find_all("input")}


def _opened(app, count: int) -> Visitor:
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
    for _ in range(count - 1):
        Visitor(app).sign_in("aline@essai.fr")
    return _signed_in(app)


def test_the_same_form_twice_answers_the_same_and_acts_once(app_both):
    visitor = _opened(app_both, 2)
    form = _close_forms(visitor)[-1]
    client, fields = visitor.client, _fields(form)

    first = client.post(form["action"], data=fields)
    second = client.post(form["action"], data=fields)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    with app_both.app_context():
        assert db.session().scalar(select(func.count(IdempotencyKey.id))) == 1
        closed = select(func.count(WebSession.id)).where(WebSession.revoked_at.is_not(None))
        assert db.session().scalar(closed) == 1


def test_the_same_key_with_another_message_keeps_the_first(app):
    visitor = _opened(app, 2)
    form = _close_forms(visitor)[-1]
    fields = _fields(form)
    visitor.client.post(form["action"], data=fields)

    other = visitor.client.post(form["action"], data=fields | {"extra": "autre chose"})

    assert other.status_code == 409
    assert "déjà été envoyé" in other.text


def test_a_form_without_a_key_is_refused(app):
    visitor = _opened(app, 2)
    form = _close_forms(visitor)[-1]
    fields = _fields(form) | {"_idem": ""}

    assert visitor.client.post(form["action"], data=fields).status_code == 400


def test_many_at_once_act_once(app_both):
    visitor = _opened(app_both, 2)
    form = _close_forms(visitor)[-1]
    fields, cookie = _fields(form), visitor.client.get_cookie("portail").value
    answers = []

    def send():
        client = app_both.test_client()
        client.set_cookie("portail", cookie)
        answers.append(client.post(form["action"], data=fields).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [303] * 8
    with app_both.app_context():
        assert db.session().scalar(select(func.count(IdempotencyKey.id))) == 1
