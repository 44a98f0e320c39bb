"""Everything that the portal says is in the English catalogue, and every page speaks it."""

import importlib.util
import re
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.demo import build
from portal.people.models import Person
from portal.people.words import Language
from tests.house import addresses, pseudo
from tests.support import html
from tests.support.apps import MONDAY, migrate, running, writing
from tests.support.browser import Visitor

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
catalogue = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(catalogue)

READERS = (*("", "agent", "coach", "directrice", "presidente", "secretaire", "auditeur", "admin"),)
WRITERS = ("agent", "directrice", "secretaire")


def test_the_catalogue_is_complete():
    assert catalogue.problems() == [], "lancez `python tools/catalogue.py top-up`, puis traduisez"


def test_the_compiled_catalogue_is_the_one_that_is_read():
    assert catalogue.MO.read_bytes() == catalogue.compiled(), "`python tools/catalogue.py compile`"


# « Sortie de Allô », « au nom de Édith », « de Le Comptoir »: names begin as they like, so sentences are
# written so that it never matters: « Sortie : Allô », or the name first.
AFTER_DE = re.compile(r"\b(?:de|jusque|lorsque|puisque|que) %\((\w+)\)s", re.IGNORECASE)
NO_NAMES = {"agents", "amount", "before", "count", "days", "first", "from", "least", "low"}
NO_NAMES |= {"minutes", "month", "months", "most", "people", "was"}


def names_after_de(sentence: str) -> list[str]:
    """The names that follow, bare, a word which they may change; not days, amounts or counts."""
    return [name for name in AFTER_DE.findall(sentence) if name not in NO_NAMES]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Sortie de %(title)s", ["title"]),
        ("Un point propose que %(title)s attende", ["title"]),
        ("De %(first)s à %(last)s", []),
        ("Le bulletin de %(name)s, de %(amount)s", ["name"]),
        ("Sortie\u00a0: %(title)s", []),
        ("responsable de «\u00a0%(house)s\u00a0»", []),
        ("Ce que nous a appris %(title)s", []),
    ],
)
def test_a_name_after_a_word_that_it_may_change_is_found(sentence, found):
    assert names_after_de(sentence) == found


def test_no_sentence_has_such_a_name():
    said = [message.id for message in catalogue.extract()]
    every = [form for one in said for form in (one if isinstance(one, tuple) else (one,))]

    assert not [one for one in every if names_after_de(one)], "mettez le nom ailleurs"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory):
    """The whole demonstration, whose English is French in brackets."""
    folder = tmp_path_factory.mktemp("words")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate(url)
    with running(url, folder, environment="demo", mail_url=(folder / "mails").as_uri()) as app:
        build(app, MONDAY)
        with writing(app) as session:
            session.execute(update(Person).values(language=Language.ENGLISH))
        pseudo.write_catalogue(catalogue.extract(), folder / "translations")
        pseudo.speak(app, folder / "translations")
        yield app
        pseudo.speak(app, catalogue.PO.parents[2])


@pytest.fixture(scope="module")
def known(portal: Flask) -> dict[str, list[str]]:
    return addresses.things(portal)


@pytest.fixture(scope="module")
def data(portal: Flask) -> pseudo.Known:
    return pseudo.Known(portal)


def _visitor(portal: Flask, who: str) -> Visitor:
    visitor = Visitor(portal)
    visitor.client.set_cookie("langue", "en")
    return visitor.sign_in(f"{who}@demo.gouv.example") if who else visitor


def _paths(portal: Flask, known: dict, method: str, most: int) -> list[str]:
    return [
        path
        for rule in portal.url_map.iter_rules()
        if method in rule.methods and rule.endpoint not in addresses.ENDING | {"static"}
        for path in addresses.paths(portal, rule, known, most)
    ]


@pytest.mark.parametrize("who", READERS)
def test_every_page_says_nothing_but_translated_words(portal, known, data, who):
    visitor, said = _visitor(portal, who), {}

    for path in _paths(portal, known, "GET", 2):
        _listen(visitor.get(path), data, path, said)

    assert not said, _told(said)


@pytest.mark.parametrize("who", WRITERS)
def test_every_refusal_is_translated(portal, known, data, who):
    """Nothing is answered to any form: each page says what is missing. Last: some forms act."""
    visitor, said = _visitor(portal, who).get("/moi"), {}
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]

    for path in _paths(portal, known, "POST", 1):
        answer = visitor.client.post(path, data={"csrf_token": token, "_idem": uuid.uuid4().hex})
        visitor.response, visitor.page = answer, html.parse(answer.get_data(as_text=True))
        _listen(visitor, data, path, said)

    assert not said, _told(said)


def _listen(visitor: Visitor, data: pseudo.Known, path: str, said: dict) -> None:
    """Keep each word of this page that no catalogue gave, with the first page that said it."""
    is_page = (visitor.response.content_type or "").startswith("text/html")
    if is_page and visitor.response.status_code not in range(300, 400):
        for where, text in pseudo.outside(visitor.page):
            if left := data.left(text):
                said.setdefault((left, where), path)


def _told(said: dict[tuple[str, str], str]) -> str:
    return "\n".join(f"{path} {where}: {left}" for (left, where), path in said.items())


def test_the_walk_hears_a_word_that_no_catalogue_gave(data):
    page = html.parse(
        "<p title='Motif'>⟦Décidé⟧ hier ⟦par⟧ Camille Vernaud</p><input type=submit value=Envoyer>"
    )

    heard = [(where, data.left(text)) for where, text in pseudo.outside(page) if data.left(text)]

    assert heard == [("p@title", "Motif"), ("p", "hier"), ("input@value", "Envoyer")]
