"""In a real browser: the desk, the opinions and the public report, on a phone, without an axe fault."""

import pytest

from portal.investigations import actions
from tests.investigations.conftest import settle
from tests.investigations.test_reporting import ended, publish
from tests.irritants.test_browser import enter
from tests.support.apps import MONDAY, running, writing
from tests.support.chromium import axe, overflow


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        fabrique = settle(session)
        closed = ended(session, fabrique, fabrique.second)
        report = publish(session, fabrique, closed)
        under_way = fabrique.open(session, fabrique.first)
        told = {"what": "Un message à chaque étape", "hypotheses": [], "now": MONDAY}
        actions.add_solution(session, fabrique.actor(session, "coach"), under_way, **told)
        pages = (
            f"/investigations/{under_way.ref}",
            f"/investigations/{under_way.ref}/avis",
            f"/investigations/{closed.ref}/publication",
            "/rapports",
            f"/rapports/{report.ref}",
        )
    server = serve(sqlite_url)
    server.pages = pages
    return server


def test_each_page_reads_on_a_phone_with_all_that_it_folds(served, page):
    page.set_viewport_size({"width": 320, "height": 800})
    enter(page, served, "director")
    for path in served.pages:
        page.goto(served.url + path)
        folded = page.locator("main details:not([open]) > summary:visible")
        while folded.count():
            folded.first.click()
        assert (path, axe(page), overflow(page)) == (path, [], 0)
