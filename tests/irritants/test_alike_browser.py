"""In a real browser: what resembles comes by itself, « moi aussi » drops the draft, and is undone."""

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant, Support
from portal.search import actions as search
from portal.search.actions import Tried
from portal.search.words import Past
from tests.irritants.conftest import settle
from tests.irritants.test_alike import PROBLEM, SAME, TITLE
from tests.irritants.test_browser import enter
from tests.support.apps import running, writing
from tests.support.chromium import axe, overflow

REASON = "Les créneaux dépendent d’un marché en cours."


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        settle(session).irritant(**SAME)
        tried = Tried(Past.INCONCLUSIVE, "Les rendez-vous de séjour", PROBLEM, REASON)
        search.index(session, "investigation", "inv-00000001", TITLE, PROBLEM, tried=tried)
    return serve(sqlite_url)


def test_me_too_takes_the_place_of_a_draft(served, page, sqlite_url, tmp_path):
    page.set_viewport_size({"width": 320, "height": 700})
    enter(page, served, "agent")
    page.goto(f"{served.url}/irritants/nouveau")
    page.get_by_label("Le problème en une phrase").press_sequentially(TITLE, delay=2)
    page.get_by_role("status").get_by_role("link", name="2 textes ressemblent").click()
    assert page.get_by_text(REASON).is_visible()
    assert (axe(page), overflow(page)) == ([], 0)

    page.get_by_text("Brouillon enregistré à").wait_for()
    page.get_by_role("link", name="Moi aussi").click()
    page.get_by_label("Une ligne de contexte").fill("Ici aussi.")
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="supprimer mon brouillon").click()
    page.locator("#support").get_by_text("1 personne dit").wait_for()
    page.get_by_role("button", name="Retirer mon").click()
    page.locator("#support").get_by_text("Personne n’a encore dit").wait_for()
    page.reload()

    assert page.locator("#support").get_by_text("Personne n’a encore dit").is_visible()
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        assert session.scalar(select(func.count(Support.id))) == 0
        assert session.scalars(select(Irritant.state)).all() == ["submitted"]
