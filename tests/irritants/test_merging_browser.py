"""In a real browser, at 320 px: ticking by keyboard, the recap, the preview of a merge."""

import pytest

from tests.irritants.test_browser import enter
from tests.irritants.test_pages import Town
from tests.support.apps import running
from tests.support.chromium import axe, overflow

HEAD, LEAVING = "Trois guichets, trois copies", "Encore la même pièce"


@pytest.fixture
def deposited(sqlite_url, tmp_path):
    with running(sqlite_url, tmp_path) as app:
        town = Town(app)
        return town.deposit(key="a", title=HEAD), town.deposit(who="fan", key="b", title=LEAVING)


def test_an_officer_ticks_and_merges_by_keyboard_on_a_small_screen(
    deposited, sqlite_url, serve, page
):
    served = serve(sqlite_url)
    page.set_viewport_size({"width": 320, "height": 700})
    enter(page, served, "officer")
    page.goto(f"{served.url}/tri")
    page.get_by_label(f"Cocher « {HEAD} »").focus()
    page.keyboard.press("Space")
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Répondre à ceux qui sont cochés").press("Enter")
    page.get_by_role("link", name="Prendre en charge").press("Enter")
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Confirmer pour 1 irritant").press("Enter")
    page.get_by_role("heading", name="C’est fait pour 1 irritant").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)

    page.goto(f"{served.url}/tri/{deposited[1]}/reunion?avec={deposited[0]}")
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Réunir et prévenir").press("Enter")
    page.get_by_text("C’est fait").wait_for()
    page.goto(f"{served.url}/irritants/{deposited[1]}")
    assert (axe(page), overflow(page)) == ([], 0)
