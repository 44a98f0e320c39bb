"""A session that ends while one reads or writes, and a page that another tab made old."""

import pytest
from sqlalchemy import select, update

from portal.irritants.comment_models import Comment
from portal.people.models import WebSession
from tests.support.apps import MONDAY, running, writing
from tests.support.chromium import axe
from tests.web.entering import enter

FAN, OFFICER = "fan@test.gouv.example", "officer@test.gouv.example"
WORDS = "Chez nous aussi : trois guichets, trois envois."


@pytest.fixture
def end(sqlite_url, tmp_path, page):
    """End every session: `end("closed")` on the server, `end("forgotten")` in the browser."""

    def ended(how: str) -> None:
        page.refusals_expected = True
        if how == "forgotten":
            page.context.clear_cookies()
            return
        with running(sqlite_url, tmp_path) as app, writing(app) as session:
            session.execute(update(WebSession).values(revoked_at=MONDAY))

    return ended


@pytest.fixture
def comments(sqlite_url, tmp_path):
    """What was said, as the database keeps it."""

    def kept() -> list[str]:
        with running(sqlite_url, tmp_path) as app, writing(app) as session:
            return list(session.scalars(select(Comment.body)))

    return kept


def sign_in_beside(page) -> None:
    """Give the password in the dialog that opened beside the form."""
    box = page.locator("dialog#sign-in")
    box.get_by_label("Adresse électronique").fill(FAN)
    box.get_by_label("Votre mot de passe").fill("demo")
    assert axe(page) == []
    box.get_by_role("button", name="Se connecter", exact=True).click()


@pytest.mark.parametrize("how", ["closed", "forgotten"])
def test_a_comment_waits_for_the_sign_in_and_is_sent_once(served, reader, end, comments, how):
    page = reader
    page.goto(served.irritant)
    page.get_by_label("Votre commentaire").fill(WORDS)
    end(how)
    page.get_by_role("button", name="Commenter").click()
    page.locator("dialog#sign-in input[type=password]").wait_for()
    assert page.get_by_label("Votre commentaire").input_value() == WORDS
    assert comments() == []
    sign_in_beside(page)

    page.locator(".comment").get_by_text(WORDS).wait_for()
    assert comments() == [WORDS]


@pytest.mark.parametrize("path", ["irritants", "startups"])
def test_a_page_of_a_list_asks_to_sign_in_and_comes_back_to_it(served, reader, end, path):
    page = reader
    page.goto(f"{served.url}/{path}?q=papier")
    end("closed")
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_role("heading", name="Se connecter").wait_for()
    page.get_by_label("Adresse électronique").fill(FAN)
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter", exact=True).click()

    page.wait_for_url(f"**/{path}?q=papier&page=2")
    assert page.locator("header").count() == 1
    assert page.locator("main .fr-pagination [aria-current=page]").inner_text() == "2"


@pytest.mark.parametrize("script", [True, False])
def test_a_page_of_before_another_sign_in_keeps_what_was_typed(served, chromium, comments, script):
    context = chromium.new_context(locale="fr-FR", java_script_enabled=script)
    page = enter(context.new_page(), served.url, FAN)
    page.goto(served.irritant)
    page.get_by_label("Votre commentaire").fill(WORDS)
    other = context.new_page()
    other.goto(f"{served.url}/moi")
    other.get_by_role("button", name="Se déconnecter").first.click()
    enter(other, served.url, FAN)
    page.get_by_role("button", name="Commenter").click()

    page.get_by_text("restée ouverte trop longtemps").first.wait_for()
    if not script:
        page.go_back()
    assert page.get_by_label("Votre commentaire").input_value() == WORDS
    assert comments() == []
    context.close()


def test_a_colleague_answered_meanwhile_and_the_text_stays(served, page):
    page.refusals_expected = True
    enter(page, served.url, OFFICER)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{served.triage}?geste=completer")
        tab.locator("main .fr-radio-group label").first.click()
    asked = "Combien d’usagers, et dans quels guichets exactement ?"
    other.locator("#motive").fill(asked)
    page.get_by_role("button", name="Relire avant l’envoi").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_text("C’est fait").wait_for()
    other.get_by_role("button", name="Relire avant l’envoi").click()

    other.locator(".error-summary").get_by_text("n’est plus possible").wait_for()
    assert other.locator("#motive").input_value() == asked
    assert axe(other) == []


def test_after_signing_out_back_shows_nothing_of_before(served, reader):
    page = reader
    page.goto(f"{served.url}/moi/messages")
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté").wait_for()
    page.go_back()

    page.get_by_role("heading", name="Se connecter").wait_for()
    assert page.get_by_text("Mes messages").count() == 0
