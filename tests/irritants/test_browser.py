"""In a real browser: the draft saves itself, a double click deposits once, nothing complains."""

import re

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant
from portal.outbox.models import Mail
from tests.irritants.conftest import WHY, settle
from tests.support.apps import running, writing
from tests.support.chromium import axe, overflow


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        settle(session)
    return serve(sqlite_url)


def enter(page, served, who):
    page.goto(f"{served.url}/connexion")
    page.get_by_label("Adresse électronique").fill(f"{who}@test.gouv.example")
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(re.compile("taches|/$"))


def test_a_draft_saves_itself_and_is_deposited_once(served, page, sqlite_url, tmp_path):
    page.set_viewport_size({"width": 320, "height": 700})
    enter(page, served, "author")
    page.goto(f"{served.url}/irritants/nouveau")
    page.get_by_label("Le problème en une phrase").fill("Le même papier est demandé trois fois")
    page.get_by_text("Brouillon enregistré à").wait_for()
    page.goto(f"{served.url}/irritants/nouveau")
    page.get_by_role("link", name="Reprendre").click()
    assert page.get_by_label("Le problème en une phrase").input_value().startswith("Le même")
    assert (axe(page), overflow(page)) == ([], 0)

    page.get_by_text("Particuliers", exact=True).click()
    page.get_by_text("Des usagers du service public").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Que se passe-t-il aujourd’hui").fill("Trois guichets, trois envois. " * 4)
    page.get_by_label("Combien de personnes par an").fill("1200")
    page.get_by_text("Brouillon enregistré à").wait_for()
    page.get_by_role("button", name="Tout relire").click()
    page.get_by_role("button", name="Déposer l’irritant").dblclick()
    page.get_by_role("heading", name="Votre irritant est déposé").wait_for()

    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        assert session.scalar(select(func.count()).select_from(Mail)) == 1
        assert session.scalars(select(Irritant.state)).all() == ["submitted"]


def test_the_triage_and_me_too_by_keyboard(served, page, sqlite_url, tmp_path):
    enter(page, served, "agent")
    page.goto(f"{served.url}/irritants/nouveau")
    page.get_by_label("Le problème en une phrase").fill("Le même papier est demandé trois fois")
    page.get_by_text("Particuliers", exact=True).click()
    page.get_by_text("Des usagers du service public").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Que se passe-t-il aujourd’hui").fill(WHY * 2)
    page.get_by_label("Combien de personnes par an").fill("1200")
    page.get_by_role("button", name="Tout relire").click()
    page.get_by_role("button", name="Déposer l’irritant").click()
    page.get_by_role("link", name="Voir mon irritant").click()
    address = page.url
    page.context.clear_cookies()

    enter(page, served, "fan")
    page.goto(address)
    page.get_by_role("button", name="Moi aussi", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("#support").get_by_text("1 personne dit").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Retirer mon").click()
    page.locator("#support").get_by_text("Personne n’a encore dit").wait_for()
    page.goto(f"{served.url}/irritants")
    page.get_by_label("Rechercher", exact=True).fill("papier")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=papier"))
    assert (axe(page), overflow(page)) == ([], 0)


def test_text_twice_as_big_fits_a_phone(served, page):
    page.set_viewport_size({"width": 320, "height": 700})
    enter(page, served, "author")
    for path in ("/irritants/nouveau", "/irritants", "/moi/taches", "/moi/preferences", "/"):
        page.goto(served.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) == 0, path
