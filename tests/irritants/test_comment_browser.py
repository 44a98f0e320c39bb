"""In a real browser: the thread by keyboard, on a phone and on a desk, without an axe fault."""

import pytest

from portal.irritants import actions
from portal.irritants.models import Irritant
from tests.irritants.conftest import WHY, settle
from tests.irritants.test_browser import enter
from tests.support.apps import MONDAY, running, writing
from tests.support.chromium import axe, overflow


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        village = settle(session)
        irritant: Irritant = village.irritant(identity_shown=False)
        for who, body in (
            ("fan", "Voir Mme Untelle au guichet 3."),
            ("author", "Merci ! Voici **trois** chiffres :\n\n- 12 envois\n- 3 guichets"),
            ("fan", "Anticonstitutionnellement" * 8),
            ("agent", "Hors sujet."),
        ):
            said = actions.comment(session, village.actor(who), irritant, body=body, now=MONDAY)
            if "Untelle" in body:
                told = {"passage": "Mme Untelle", "motive": WHY}
                actions.mask(session, village.actor("officer"), said, now=MONDAY, **told)
        actions.withdraw_comment(session, village.actor("agent"), said, now=MONDAY)
        ref = irritant.ref
    server = serve(sqlite_url)
    server.irritant = f"{server.url}/irritants/{ref}"
    return server


@pytest.mark.parametrize("width", [320, 1280])
def test_a_thread_reads_and_grows(served, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, served, "fan")
    page.goto(served.irritant)
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_label("Votre commentaire").fill("Au clavier, chez nous aussi.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_label("Qui le lira").is_visible()
    for _past_the_two_choices in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".comment:focus").get_by_text("Au clavier, chez nous aussi.").wait_for()
    assert page.get_by_role("status").get_by_text("Votre commentaire est publié").count() == 1
    page.locator("#follow").get_by_role("button", name="Suivre", exact=True).click()
    page.locator("#follow").get_by_text("Vous le suivez").wait_for()
    page.locator("#follow-title:focus").wait_for()
    page.locator("#support").get_by_role("button", name="Moi aussi", exact=True).click()
    page.locator("#preciser summary").click()
    page.get_by_label("Combien de personnes concernées").fill("320")
    page.get_by_role("button", name="Enregistrer ces précisions").click()
    page.locator("#support").get_by_role("link", name="320 personnes concernées").wait_for()
    page.locator("#support summary").last.click()
    assert (axe(page), overflow(page)) == ([], 0)


def test_an_empty_comment_leads_to_its_field(served, page):
    page.refusals_expected = True
    page.set_viewport_size({"width": 320, "height": 800})
    enter(page, served, "fan")
    page.goto(served.irritant)
    page.get_by_role("button", name="Commenter").click()
    page.locator("#comments .error-summary:focus").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)


def test_moderating_reads_well(served, page):
    page.set_viewport_size({"width": 320, "height": 800})
    enter(page, served, "officer")
    page.goto(served.irritant)
    page.get_by_role("link", name="Modérer").first.click()
    page.get_by_role("heading", name="Modérer un commentaire").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
