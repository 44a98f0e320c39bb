"""Outside the State, its design system may not show: nowhere, for nobody."""

import re

import pytest

from portal.config import ROOT
from portal.demo.people import ACCOUNTS
from tests.demo.crawling import crawl
from tests.support.apps import running
from tests.support.browser import Visitor

MARKS = {
    "un fichier du système de l’État": r"/static/dsfr",
    "la marque de l’État": r"République|fr-logo|Marianne|Liberté",
    "le script du système de l’État": r"data-fr-scheme|dsfr\.module",
}


@pytest.fixture(scope="module")
def neutral(demo):
    """The same demonstration, dressed for those outside the State."""
    settings = demo.extensions["portal.settings"]
    with running(
        settings.database_url, settings.instance, environment="demo", theme="neutral"
    ) as app:
        yield app


def marks(answer) -> list[str]:
    """Whatever of the State shows on this page."""
    text = answer.get_data(as_text=True)
    return [name for name, pattern in MARKS.items() if re.search(pattern, text)]


def test_the_marks_are_there_to_be_hidden(demo):
    assert marks(demo.test_client().get("/")) == list(MARKS)


@pytest.mark.parametrize(
    "account", [None, *ACCOUNTS], ids=lambda one: one.key if one else "passant"
)
def test_no_page_bears_a_mark_of_the_state(neutral, account):
    visitor = Visitor(neutral)
    if account:
        visitor.sign_in(account.email)

    assert crawl(neutral, visitor, marks) == []


@pytest.mark.parametrize("code", [400, 404, 405])
def test_pages_of_error_bear_none_either(neutral, code):
    client = neutral.test_client()
    answers = {
        400: client.post("/connexion", headers={"Sec-Fetch-Site": "cross-site"}),
        404: client.get("/nulle-part"),
        405: client.put("/"),
    }

    assert (answers[code].status_code, marks(answers[code])) == (code, [])


def test_its_sheets_call_no_font_and_no_file():
    for name in ("neutral.css", "portal.css"):
        text = (ROOT / "static" / name).read_text()
        assert not re.search(r"@font-face|@import|url\(|Marianne|Spectral", text), name
