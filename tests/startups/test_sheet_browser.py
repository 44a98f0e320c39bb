"""The pages that hang from a sheet, on a narrow screen, for those who write there."""

from datetime import date

import pytest

from portal.startups.sheet_words import Standard
from portal.startups.words import StandardLevel
from tests.startups.conftest import open_studio
from tests.startups.test_components import offered, taken
from tests.startups.test_measures import followed, told
from tests.startups.test_money import filed, planned
from tests.startups.test_promises import marked, promised, written
from tests.support.apps import running, writing
from tests.support.chromium import axe, overflow
from tests.web.entering import enter

LEAVES = ("", "/impact", "/objectifs", "/standards", "/standards/stats", "/budget")
LEAVES += ("/convention", "/composants", "/journal", "/equipe")


@pytest.fixture
def sheet(sqlite_url, tmp_path):
    """A startup with something on each of its pages; gives its address."""
    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        s = open_studio(session)
        startup = s.imported()
        measure = followed(s, startup, "director")
        for month, value in enumerate((10, 25, 40), start=7):
            told(s, startup, measure, value, on=date(2026, month, 3), who="director")
        promised(s, startup, who="director")
        marked(s, startup, Standard.STATS, StandardLevel.MET, who="director")
        written(s, startup, who="director")
        planned(s, startup, paid=1000)
        planned(s, startup, half=date(2026, 7, 1))
        filed(s, startup)
        offered(s, startup, "Un composant au nom bien long pour un écran étroit")
        taken(s, startup, name="Un autre composant au nom bien long pour un écran étroit")
        return f"/startups/{startup.ref}", measure.ref


def test_each_page_fits_a_phone_and_is_read_by_all(sheet, sqlite_url, serve, page):
    place, measure = sheet
    served = serve(sqlite_url)
    enter(page, served.url, "director@portail.example")
    page.set_viewport_size({"width": 320, "height": 800})

    wrong = {}
    for leaf in (*LEAVES, f"/impact/{measure}"):
        page.goto(served.url + place + leaf)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if found := [*axe(page), *(["déborde"] if overflow(page) else [])]:
            wrong[leaf] = found

    assert wrong == {}
