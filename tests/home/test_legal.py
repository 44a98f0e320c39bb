import pytest

from tests.support.browser import Visitor

PAGES = {
    "/mentions-legales": "Mentions légales",
    "/accessibilite": "Accessibilité : non conforme",
    "/donnees-personnelles": "Données personnelles",
}


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_anyone_reads_what_the_law_asks(app, path, title):
    seen = Visitor(app).get(path)
    assert (seen.status, seen.title.replace("\u00a0", " ")) == (200, title)


def test_the_footer_leads_there(app):
    seen = Visitor(app).get("/registre")
    hrefs = {link["href"] for link in seen.page.find("footer").find_all("a", href=True)}
    assert {*PAGES, "/registre"} <= hrefs
