"""In a real browser: the desk and its tools by script, on a phone, without an axe fault."""

import pytest

from tests.irritants.conftest import settle
from tests.irritants.test_browser import enter
from tests.support.apps import running, writing
from tests.support.chromium import axe, overflow


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        settle(session).irritant(title="Un badge demandé trois fois")
    return serve(sqlite_url)


def test_the_desk_narrows_labels_and_keeps_on_a_phone(served, page):
    page.set_viewport_size({"width": 320, "height": 800})
    enter(page, served, "director")
    page.goto(f"{served.url}/tri/outils")
    page.get_by_label("Nom de l’étiquette").fill("Juridique")
    page.get_by_text("★ étoile").click()
    page.get_by_role("button", name="Créer l’étiquette").click()
    page.get_by_text("créée.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)

    page.goto(f"{served.url}/tri")
    page.get_by_text("Affiner", exact=True).click()
    page.get_by_label("Mots").fill("badge")
    page.get_by_role("button", name="Montrer").click()
    page.get_by_text("Garder cette vue", exact=True).first.click()
    assert "q=badge" in page.url and (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Un badge demandé trois fois").click()
    page.get_by_text("Étiqueter", exact=True).click()
    page.get_by_role("button", name="Poser ★ Juridique").click()
    page.get_by_text("posée.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)

    page.goto(f"{served.url}/irritants/promesse")
    assert (axe(page), overflow(page)) == ([], 0)
