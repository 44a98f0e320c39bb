"""Whatever is asked, by whomever: the portal answers, and never with a fault of its own."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.demo import build
from portal.extensions import db
from portal.journal.models import JournalEntry
from tests.house import addresses
from tests.support.apps import ENGINES, MONDAY, migrate, running
from tests.support.browser import Visitor

WHO = ("", "agent", "directrice", "auditeur")
# Whoever asks odd things, and at which turns of the deal.
CURIOUS = {"": (0, 1), "directrice": (2, 3, 4), "membre2": (5, 6), "admin": (7,)}


@pytest.fixture(scope="module", params=ENGINES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The whole demonstration, on each database in turn."""
    folder = tmp_path_factory.mktemp("odd")
    url = _database(request, folder)
    with running(url, folder, environment="demo", mail_url=(folder / "mails").as_uri()) as app:
        build(app, MONDAY)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield app


def _database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'portal.db'}"
        migrate(url)
        return url
    template = request.getfixturevalue("postgres_template")
    server = request.getfixturevalue("postgres")
    request.addfinalizer(lambda: server.drop("portal_odd"))
    return server.create("portal_odd", template=template)


@pytest.fixture(scope="module")
def known(demo: Flask) -> dict[str, list[str]]:
    return addresses.things(demo)


def _visitor(demo: Flask, who: str) -> Visitor:
    visitor = Visitor(demo)
    return visitor.sign_in(f"{who}@demo.gouv.example") if who else visitor


def _rules(demo: Flask, method: str) -> Iterator:
    for rule in demo.url_map.iter_rules():
        if method in rule.methods and rule.endpoint not in addresses.ENDING | {"static"}:
            yield rule


@pytest.mark.parametrize("who", WHO)
def test_every_page_answers_everybody(demo, known, who):
    client = _visitor(demo, who).client

    asked = [path for rule in _rules(demo, "GET") for path in addresses.paths(demo, rule, known, 2)]
    wrong = [path for path in asked if client.get(path).status_code >= 500]

    assert wrong == []


@pytest.mark.parametrize(("who", "turns"), CURIOUS.items())
def test_every_page_answers_an_odd_question(demo, known, who, turns):
    client = _visitor(demo, who).client
    paths = [path for rule in _rules(demo, "GET") for path in addresses.paths(demo, rule, known, 1)]

    wrong = [
        (path, turn)
        for turn in _some(demo, turns)
        for path in paths
        if client.get(path, query_string=_question(turn)).status_code >= 500
    ]

    assert wrong == []


def _some(demo: Flask, turns: tuple[int, ...]) -> tuple[int, ...]:
    """Each turn on the embedded database; one on the server, which differs in few ways."""
    return turns if demo.extensions["portal.settings"].is_embedded else turns[:1]


def _question(turn: int) -> list[tuple[str, str]]:
    """Every name that some address knows, odd, and asked twice."""
    return [*addresses.dealt(addresses.QUERY, turn).items(), ("q", "x"), ("page", "2")]


@pytest.mark.parametrize(("who", "turns"), CURIOUS.items())
def test_every_form_answers_odd_answers(demo, known, who, turns):
    visitor = _visitor(demo, who)
    said = [
        _first(demo),
        *(addresses.dealt(addresses.names(), turn) for turn in _some(demo, turns)),
    ]

    assert _faults(demo, known, visitor, said) == []


def _first(demo: Flask) -> dict[str, str]:
    """Nothing at all; to the server, in every field, the sign that its texts never have."""
    if demo.extensions["portal.settings"].is_embedded:
        return {}
    return dict.fromkeys(addresses.names(), "\x00")


@pytest.mark.parametrize("who", ["directrice", "secretaire"])
def test_every_form_keeps_the_longest_answer_that_it_takes(demo, known, who):
    assert _faults(demo, known, _visitor(demo, who), [addresses.sound()]) == []


def _faults(demo: Flask, known: dict, visitor: Visitor, said: list[dict]) -> list[tuple]:
    paths = [
        path for rule in _rules(demo, "POST") for path in addresses.paths(demo, rule, known, 1)
    ]
    signed_in = visitor.client.get("/moi/taches").status_code
    found = [
        (path, turn)
        for turn, answers in enumerate(said)
        for path in paths
        if _post(visitor, path, answers) >= 500
    ]
    # Whoever was signed out on the way would be refused everywhere, and prove nothing.
    assert visitor.client.get("/moi/taches").status_code == signed_in
    return found


def _post(visitor: Visitor, path: str, said: dict[str, str]) -> int:
    known = {"csrf_token": _token(visitor), "_idem": uuid.uuid4().hex}
    return visitor.client.post(path, data=said | known).status_code


def _token(visitor: Visitor) -> str:
    if not visitor.page.find("input", attrs={"name": "csrf_token"}):
        visitor.get("/connexion")
    return visitor.page.find("input", attrs={"name": "csrf_token"})["value"]


# Bytes that no text in UTF-8 has: alone, cut short, too long, half of a pair, beyond the last sign.
MALFORMED = (
    *("%ff%fe", "%c3%28", "%80", "%e2%82", "%c0%af", "%ed%a0%80", "%f4%90%80%80"),
    *("a%ff", "%fe%fe%ff%ff", "%f8%88%80%80%80", "%e2%28%a1", "%c3"),
)


@pytest.mark.parametrize("who", ["", "directrice"])
def test_bytes_that_are_no_text_are_refused_wherever_they_stand(demo, known, who):
    """In every part of every address, in every name and value of its query, and of its form."""
    visitor = _visitor(demo, who)
    client, token = visitor.client, _token(visitor)
    before = _journal(demo)

    asked = [(path, None) for path in _with_bytes(demo, known)]
    asked += [(path, "GET") for rule in _rules(demo, "GET") for path in _one(demo, rule, known)]
    asked += [(path, "POST") for rule in _rules(demo, "POST") for path in _one(demo, rule, known)]
    wrong = []
    for turn, (path, method) in enumerate(asked):
        odd = MALFORMED[turn % len(MALFORMED)]
        for said in (f"q={odd}", f"{odd}=1", "&".join(f"{name}={odd}" for name in FEW)):
            if method == "POST":
                body = f"csrf_token={token}&_idem={uuid.uuid4().hex}&{said}"
                answer = client.post(path, data=body, content_type=FORM)
            elif method == "GET":
                answer = client.get(f"{path}?{said}")
            else:
                answer = client.get(path)
            if answer.status_code not in (400, 404):
                wrong.append((path, method, said, answer.status_code))

    assert wrong == []
    assert _journal(demo) == before


FORM = "application/x-www-form-urlencoded"
FEW = ("title", "motive", "page", "etat", "suite", "email", "version")


def _one(demo: Flask, rule, known: dict) -> list[str]:
    """One address of this rule, about a thing that exists if it is about one."""
    return list(addresses.paths(demo, rule, known, 1))[:1]


def _with_bytes(demo: Flask, known: dict) -> Iterator[str]:
    """Every address with an argument, which is each of these bytes in turn."""
    for turn, rule in enumerate(_rules(demo, "GET")):
        for path in _one(demo, rule, known):
            pieces = path.split("/")
            for place, piece in enumerate(pieces):
                if len(piece) == 12 and piece[3] == "-":
                    odd = MALFORMED[(turn + place) % len(MALFORMED)]
                    yield "/".join([*pieces[:place], odd, *pieces[place + 1 :]])


def _journal(demo: Flask) -> int:
    with demo.app_context():
        return db.session.scalar(select(func.count(JournalEntry.id)))
