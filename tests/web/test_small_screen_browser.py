"""A phone without script: text twice as large stays within the screen, a finger finds each link."""

import pytest

from tests.irritants.conftest import settle
from tests.support.apps import running, writing
from tests.support.chromium import overflow
from tests.web.entering import enter

LEAST = 24
_TWICE = "document.documentElement.style.setProperty('font-size', '200%')"
# A link inside a sentence has the height of its line; the others are pressed for themselves.
_HEIGHTS = "all => all.map(one => [one.innerText.trim(), one.getBoundingClientRect().height])"
PLACES = ".trail__list a, .fr-footer__bottom-link, .fr-nav__link, .fr-header__tools .fr-btn"


@pytest.fixture
def phone(sqlite_url, tmp_path, serve, chromium):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        settle(session)
    served = serve(sqlite_url)
    context = chromium.new_context(
        viewport={"width": 320, "height": 700}, locale="fr-FR", java_script_enabled=False
    )
    page = enter(context.new_page(), served.url, "author@test.gouv.example")
    page.goto(f"{served.url}/irritants/nouveau")
    yield page
    context.close()


def test_text_twice_as_large_stays_within_the_screen(phone):
    phone.evaluate(_TWICE)

    assert overflow(phone) == 0


def test_a_link_pressed_for_itself_is_wide_enough_for_a_finger(phone):
    heights = phone.eval_on_selector_all(PLACES, _HEIGHTS)

    assert len(heights) > 8
    assert [each for each in heights if each[1] < LEAST] == []


def test_what_is_wrong_takes_the_focus_of_a_page_that_came_whole(phone):
    phone.get_by_label("Le problème en une phrase").fill("Trop long. " * 30)
    phone.get_by_role("button", name="Continuer").click()

    assert phone.evaluate("document.activeElement.className").endswith("error-summary")
