"""Sign-in, the password asked again, sessions that rotate and can be revoked."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.people.models import Mandate, Person, WebSession
from portal.policy import Kind, Role
from tests.support import html
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.people import open_account

HTMX = {"HX-Request": "true"}


@pytest.fixture
def aline(app):
    with writing(app) as session:
        open_account(session, "aline@essai.fr")
        open_account(session, "programme@essai.fr", Role.PROGRAMME)
        open_account(session, "admin@essai.fr", Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    return Visitor(app)


def test_sign_in_leads_to_tasks(aline):
    aline.sign_in("ALINE@essai.fr ")

    assert aline.title == "Mes tâches"


@pytest.mark.parametrize(
    ("email", "password"), [("aline@essai.fr", "faux"), ("nul@essai.fr", "demo")]
)
def test_a_wrong_password_and_an_unknown_address_say_the_same(aline, email, password):
    aline.sign_in(email, password)

    assert aline.status == 422
    assert aline.errors == ["Adresse ou mot de passe inconnus. Vérifiez l’une et l’autre."]


def test_guessing_is_stopped(aline):
    for _ in range(10):
        aline.sign_in("aline@essai.fr", "faux")

    aline.sign_in("aline@essai.fr")

    assert "Attendez un quart d’heure" in aline.errors[0]


def test_the_token_changes_at_sign_in_and_at_confirmation(app, aline):
    tokens = []
    aline.sign_in("aline@essai.fr")
    tokens.append(_digests(app))
    aline.get("/connexion/confirmer").submit("Confirmer", {"Votre mot de passe": "demo"})
    tokens.append(_digests(app))

    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]
    assert aline.get("/moi").status == 200


def _digests(app) -> set[str]:
    with app.app_context():
        return set(db.session().scalars(select(WebSession.token_hash)))


def test_a_revoked_session_is_out_at_once(app, aline):
    other = Visitor(app).sign_in("aline@essai.fr")
    aline.sign_in("aline@essai.fr").get("/moi")
    closes = [f for f in aline.page.find_all("form") if "fermeture" in f["action"]]

    aline.client.post(
        closes[-1]["action"],
        data={each["name"]: each["value"] for each in closes[-1].find_all("input")},
    )

    assert other.get("/moi").title == "Se connecter"
    assert aline.get("/moi").title != "Se connecter"


def test_a_session_ends_after_twelve_hours(aline, clock):
    aline.sign_in("aline@essai.fr")
    clock.move_to(MONDAY + timedelta(hours=12, seconds=1))

    assert aline.get("/moi").title == "Se connecter"


def test_a_departed_person_is_out_at_once(app, aline):
    aline.sign_in("aline@essai.fr")
    with writing(app) as session:
        person = session.scalars(select(Person).where(Person.email == "aline@essai.fr")).one()
        person.deactivated_at = MONDAY

    assert aline.get("/moi").title == "Se connecter"


def test_a_mandate_ended_today_counts_no_more_in_the_same_session(app, aline):
    aline.sign_in("programme@essai.fr")
    assert "Tri" in [link.text for link in aline.page.find_all("a")]
    with writing(app) as session:
        mandate = session.scalars(select(Mandate).where(Mandate.role == Role.PROGRAMME)).one()
        mandate.ends_on = MONDAY.date()

    assert aline.get("/tri").status == 403


def test_reading_signed_out_leads_to_sign_in_and_back(app, aline):
    aline.get("/moi/messages")
    assert aline.title == "Se connecter"

    secret = aline.page.find("input", type="password").find_parent("form")
    hidden = {
        each["name"]: each.get("value", "") for each in secret.find_all("input", type="hidden")
    }
    answer = aline.client.post(
        "/connexion", data=hidden | {"email": "aline@essai.fr", "password": "demo"}
    )

    assert answer.headers["Location"] == "/moi/messages"


def test_a_write_with_an_expired_session_loses_nothing(app, aline, clock):
    aline.sign_in("aline@essai.fr").get("/irritants/nouveau")
    token = aline.page.find("input", attrs={"name": "csrf_token"})["value"]
    clock.move_to(MONDAY + timedelta(hours=13))

    answer = aline.client.post(
        "/irritants/nouveau", data={"csrf_token": token, "title": "Mon texte précieux"}
    )

    assert answer.status_code == 401
    from tests.support import html

    form = html.parse(answer.text).find("input", type="password").find_parent("form")
    hidden = {each["name"]: each.get("value", "") for each in form.find_all("input", type="hidden")}
    resumed = aline.client.post(
        "/connexion", data=hidden | {"email": "aline@essai.fr", "password": "demo"}
    )
    assert resumed.status_code == 200
    assert "Mon texte précieux" in resumed.text
    assert "demo" not in html.parse(resumed.text).find("main").text


def test_a_write_through_htmx_asks_beside_the_form(aline, clock):
    aline.sign_in("aline@essai.fr")
    clock.move_to(MONDAY + timedelta(hours=13))

    answer = aline.client.post("/irritants/nouveau", data={"title": "x"}, headers=HTMX)

    assert answer.status_code == 401
    assert json.loads(answer.headers["HX-Trigger"])["sign-in"]["url"] == "/connexion?dialogue=1"
    assert answer.text == ""


def test_a_fragment_read_with_an_expired_session_redirects_the_page(aline):
    answer = aline.client.get("/moi/messages", headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/connexion")
    assert answer.text == ""


def test_signing_out_closes_the_session(app, aline):
    aline.sign_in("aline@essai.fr").submit("Se déconnecter", action="/deconnexion")

    assert aline.get("/moi").title == "Se connecter"
    with app.app_context():
        assert db.session().scalars(select(WebSession)).one().revoked_at is not None


def _typed_too_late(app, aline, clock) -> Visitor:
    """Aline's session ends while she writes; she sends, and is asked to sign in."""
    aline.sign_in("aline@essai.fr").get("/irritants/nouveau")
    clock.move_to(MONDAY + timedelta(hours=13))
    return aline.submit("Continuer", {"Le problème en une phrase": "Confidence d’Aline"})


def test_what_one_was_writing_is_not_given_to_the_next_who_signs_in(app, aline, clock):
    _typed_too_late(app, aline, clock)
    answers = {
        "Adresse électronique professionnelle": "programme@essai.fr",
        "Votre mot de passe": "demo",
    }
    aline.submit("Se connecter", answers)

    assert aline.title == "Mes tâches"
    assert not aline.sees("Confidence d’Aline")


def test_the_dialog_sends_nothing_for_somebody_else(app, aline, clock):
    aline.sign_in("aline@essai.fr").get("/moi")
    clock.move_to(MONDAY + timedelta(hours=13))
    token = aline.page.find("input", attrs={"name": "csrf_token"})["value"]
    said = {"csrf_token": token, "dialogue": "1", "password": "demo"}

    for who, event in (("programme", None), ("programme", "signed-in")):
        answer = aline.client.post(
            "/connexion", data=said | {"email": f"{who}@essai.fr"}, headers=HTMX
        )
        told = answer.headers.get("HX-Trigger")
        assert (json.loads(told) if told else {}).keys() == ({event} if event else set())
        page = aline.client.get("/moi").get_data(as_text=True)
        said["csrf_token"] = html.parse(page).find("input", attrs={"name": "csrf_token"})["value"]
