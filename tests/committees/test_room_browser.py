"""In a real browser: a sitting led without a mouse, and a telephone that finds the vote by itself."""

import re

from playwright.sync_api import expect

from tests.committees.settling import settle
from tests.committees.world import WEEK, email
from tests.journeys.keyboard import Keyboard
from tests.support.apps import writing
from tests.support.chromium import axe, overflow
from tests.web.entering import enter

TARGET = 44
_HEIGHTS = "all => all.map(one => one.getBoundingClientRect().height)"


def test_the_room_by_keyboard_and_the_telephone_beside_it(
    app, clock, serve, sqlite_url, chromium, page
):
    with writing(app) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        sitting = f"/seances/{world.sitting_ref}"
    server = serve(sqlite_url, PORTAL_NOW=WEEK.isoformat())
    phone = chromium.new_context(locale="fr-FR", viewport={"width": 320, "height": 640}).new_page()
    enter(phone, server.url, email("ann"))
    phone.goto(server.url + sitting)

    page.refusals_expected = True
    page.set_viewport_size({"width": 1920, "height": 1080})
    enter(page, server.url, email("chair"))
    page.goto(server.url + f"{sitting}/salle")
    Keyboard(page).press("Ouvrir le vote")
    assert axe(page) == [] and overflow(page) == 0

    phone.get_by_role("link", name="Voter", exact=True).click()
    choices = phone.locator("#ballot [role=radiogroup] label")
    choices.first.wait_for()
    assert min(choices.evaluate_all(_HEIGHTS)) >= TARGET
    assert axe(phone) == [] and overflow(phone) == 0
    choices.first.click()
    phone.get_by_role("button", name=re.compile("Voter")).click()
    expect(phone.locator("#ballot")).to_contain_text("Votre bulletin est enregistré")

    page.locator("summary", has_text="Qui a voté").click()
    expect(page.locator("#room-voters")).to_contain_text("Ann Essai : a voté", timeout=15000)
    assert page.locator("#room-voters").is_visible(), "ce qui est déplié le reste"
    Keyboard(page).press("Clore le vote")
    expect(page.locator(".error-summary")).to_contain_text("il manque 4")
    phone.context.close()
