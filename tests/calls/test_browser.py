"""In a real browser, on a phone and by keyboard: read a file, mark it, go on; nothing complains."""

import re

import pytest

from tests.calls.conftest import settle, three
from tests.support.apps import running, writing
from tests.support.chromium import axe, overflow


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        house = three(session, settle(session))
        house.review(session, "second", "anna", comment="Très répandu chez nous.")
    server = serve(sqlite_url)
    server.house = house
    return server


def enter(page, served, who):
    page.context.clear_cookies()
    page.goto(f"{served.url}/connexion")
    page.get_by_label("Adresse électronique").fill(f"{who}@test.gouv.example")
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(re.compile("taches|/$"))


def test_a_reader_marks_a_file_and_every_page_is_sound(served, page):
    call, entry = f"{served.url}/appels/{served.house.call}", served.house.entries["anna"]
    page.set_viewport_size({"width": 320, "height": 700})
    page.refusals_expected = True
    enter(page, served, "reader")
    page.goto(f"{call}/dossiers/{entry}")
    page.get_by_role("button", name="Noter et rester").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Donnez votre avis, ou notez les quatre lignes.").first.wait_for()
    assert axe(page) == []
    for label in ("Le problème", "La stratégie", "La légitimité", "La personne"):
        page.get_by_label(re.compile(f"^{label} ?")).fill("8")
    page.get_by_role("button", name="Noter et rester").click()
    page.get_by_role("heading", name="Ce qu’en pensent les autres").wait_for()
    page.get_by_text("Très répandu chez nous.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)

    enter(page, served, "director")
    for path in ("", "/preparation", "/dossiers", "/repondre"):
        page.goto(call + path)
        assert (path, axe(page), overflow(page)) == (path, [], 0)
