"""The password asked again, and a session that expires while one votes: sent once, text kept."""

import json
from datetime import timedelta

import pytest

from portal.committees.vote_models import Ballot, BallotVersion
from portal.people.rules import SESSION_LASTS
from tests.committees.world import email
from tests.support import html
from tests.support.apps import writing
from tests.support.browser import Visitor

ANSWERS = {
    "Votre bulletin": "Arrêter",
    "Raison de l’arrêt": "pas d’impact constaté",
    "Pourquoi": "Rien ne bouge.",
}


@pytest.fixture
def voting(app, open_world):
    """A vote open for a week."""
    with writing(app) as session:
        committee = open_world.committee(session)
        committee.vote_minutes = 7 * 24 * 60
        item = open_world.send_startup(session)
        open_world.ready(session, item)
        open_world.open_vote(session, item)
        return f"/points/{item.ref}"


def ballots(app) -> list[tuple[str, int]]:
    """The motives kept, with how many times they were cast."""
    with writing(app) as session:
        versions = session.query(BallotVersion).count()
        return [(one.motive, versions) for one in session.query(Ballot)]


def beside(visitor: Visitor, address: str, **answers: str) -> None:
    """Fill in the dialog that opens beside the form, and renew the tokens of the page."""
    page = html.parse(visitor.client.get(address, headers={"HX-Request": "true"}).text)
    form = page.find("form")
    pairs = dict(html.Form(page, form).sent(None)) | answers
    known = {"HX-Request": "true", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = visitor.client.post(form["action"], data=pairs, headers=known)
    assert answer.status_code == 204
    token = json.loads(answer.headers["HX-Trigger"])["signed-in"]["csrf"]
    for field in visitor.page.find_all("input", attrs={"name": "csrf_token"}):
        field["value"] = token


def resume(visitor: Visitor, answers: dict, **password: str) -> None:
    """Give the password that was asked, whichever way one visits, and send what waited."""
    if visitor.mode == "htmx":
        told = json.loads(visitor.response.headers["HX-Trigger"])
        beside(visitor, told["sign-in"]["url"], **password)
        visitor.submit("Voter", answers)
        return
    labels = {"password": "Votre mot de passe", "email": "Adresse électronique professionnelle"}
    button = "Se connecter" if "email" in password else "Confirmer"
    visitor.submit(button, {labels[name]: value for name, value in password.items()})
    assert visitor.sees("Rien ne bouge.")
    visitor.submit("Envoyer")


def test_the_password_is_asked_again_after_a_quarter_of_an_hour(app, open_world, visitors, voting):
    ann = visitors(email("ann")).get(voting)
    open_world.later(minutes=16)
    ann.submit("Voter", ANSWERS)
    assert ann.status == 401
    assert ballots(app) == []
    resume(ann, ANSWERS, password="demo")

    assert ann.sees("Votre bulletin est enregistré")
    assert ballots(app) == [("Rien ne bouge.", 1)]


def test_a_session_that_expired_while_voting_sends_once(app, open_world, visitors, voting):
    ann = visitors(email("ann")).get(voting)
    open_world.at(open_world.now + SESSION_LASTS + timedelta(minutes=1))
    ann.submit("Voter", ANSWERS)
    assert ann.status == 401
    resume(ann, ANSWERS, email=email("ann"), password="demo")

    assert ann.sees("Votre bulletin est enregistré")
    assert ballots(app) == [("Rien ne bouge.", 1)]


def test_the_page_that_looks_by_itself_never_sends_one_away(open_world, visitors, voting):
    ann = visitors(email("ann")).get(voting)
    address = ann.page.find(id="live")["hx-get"]
    headers = {"HX-Request": "true"}
    assert ann.client.get(address, headers=headers).status_code == 204
    open_world.at(open_world.now + SESSION_LASTS + timedelta(minutes=1))
    answer = ann.client.get(address, headers=headers)

    assert answer.status_code == 204
    assert "HX-Redirect" not in answer.headers


def test_a_double_click_votes_once(app, visitors, voting):
    ann = visitors(email("ann")).get(voting)
    form = html.Form(ann.page, ann.button("Voter").find_parent("form"))
    for label, value in ANSWERS.items():
        form.fill(label, value)
    pairs = form.sent(None)
    first = ann._send("POST", form.tag["action"], pairs)
    second = ann._send("POST", form.tag["action"], pairs)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert ballots(app) == [("Rien ne bouge.", 1)]
