"""The log tells each request on one line, and nothing that a person is, types or chooses."""

import io
import json
import logging
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text

from portal.extensions import db
from portal.kernel.lines import Line, tell
from portal.policy import Act
from portal.web import logs
from portal.web.guard import allow
from tests.committees.settling import settle
from tests.committees.world import WEEK, World, email, write
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.live_server import ROOT
from tests.support.smtp import _free_port

TYPED = {
    "search": "marmottesecrete",
    "ballot motive": "Rien ne bougerait jamais",
    "proclaimed": "Preuves confidentielles",
    "title": "Le formulaire aubergine",
    "wrong password": "motdepassefaux-8841",
    "address": "inconnue@ailleurs.gouv.example",
    "message of a bug": "contenu-personnel-7719",
    "request name": "aline-durand-vote-non",
}
CHOICES = ("no_go", "Arrêter", "Arr\\u00eater", "no_impact")


@contextmanager
def captured(kind: str = "text"):
    """Everything that would be written, ours and the libraries', in the form asked for."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line(kind))
    root.addHandler(handler)
    try:
        yield stream
    finally:
        root.removeHandler(handler)


@pytest.fixture
def app(app_apart):
    """To which addresses that fail are added."""
    return app_apart


@pytest.fixture
def world(app: Flask, clock) -> World:
    """A vote open at the committee."""
    with writing(app) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        write(session, world, item)
        world.plan(session)
        world.take_up(session, item)
        world.convene(session)
        world.at(WEEK)
        world.begin(session)
        world.open_vote(session, item)
        world.irritants.append(item.ref)
    return world


def live_through(app: Flask, world: World, planted: dict[str, str]) -> None:
    """Ask all sorts of things, and plant what must not be found."""
    point = f"/points/{world.irritants[-1]}"
    voters = {who: Visitor(app).sign_in(email(who)) for who in ("chair", "ann", "bob", "cleo")}
    for who, voter in voters.items():
        voter.get(point).submit("Voter", {"Votre bulletin": "Arrêter"})
        assert voter.status == 422
        voter.submit("Voter", ballot(planted))
        assert voter.sees("Votre bulletin est enregistré"), who
    htmx = Visitor(app, mode="htmx").sign_in(email("deputy"))
    htmx.get(point).submit("Voter", ballot(planted))
    world.later(minutes=30)
    chair = voters["chair"].get(point)
    chair.submit("Constater la clôture")
    chair.submit("Proclamer la décision", {"Motifs de la décision": planted["proclaimed"]})
    ann = voters["ann"]
    for path in (f"/recherche?q={planted['search']}", f"/{planted['address']}", "/moi", "/tri"):
        ann.get(path)
    ann.get("/irritants/nouveau").submit(
        "Continuer", {"Le problème en une phrase": planted["title"]}
    )
    knock(app, planted)
    for each in (*voters.values(), htmx):
        keep_secrets(each, planted)


def ballot(planted: dict[str, str]) -> dict[str, str]:
    return {
        "Votre bulletin": "Arrêter",
        "Raison de l’arrêt": "pas d’impact constaté",
        "Pourquoi": planted["ballot motive"],
    }


def knock(app: Flask, planted: dict[str, str]) -> None:
    """What passers-by try, and what fails by our fault."""
    stranger = Visitor(app)
    stranger.sign_in(planted["address"], planted["wrong password"])
    headers = {"X-Request-ID": planted["request name"], "User-Agent": planted["message of a bug"]}
    for path in ("/", "/faute", "/doublon", f"/moi?suite={planted['address']}"):
        stranger.client.get(path, headers=headers)
    stranger.client.post("/connexion", data={"email": planted["address"]})
    stranger.client.open("/", method="aline-durand-vote-non")


def keep_secrets(visitor: Visitor, planted: dict[str, str]) -> None:
    planted[f"cookie {id(visitor)}"] = visitor.client.get_cookie("portail").value
    for number, hidden in enumerate(visitor.page.find_all("input", type="hidden")):
        if hidden["name"] in ("csrf_token", "_idem") and hidden.get("value"):
            planted[f"hidden {id(visitor)} {number}"] = hidden["value"]


def add_faults(app: Flask, planted: dict[str, str]) -> None:
    """Two addresses of ours that fail, with a text in the exception."""

    @app.get("/faute")
    @allow(Act.PUBLIC_VIEW)
    def bug():
        raise ValueError(planted["message of a bug"])

    @app.get("/doublon")
    @allow(Act.PUBLIC_VIEW)
    def doubled():
        told = {"email": planted["address"], "name": planted["message of a bug"]}
        db.session().execute(text("SELECT :email, :name FROM nulle_part"), told)

    # As outside the tests: the application answers its own bugs.
    from portal.web.errors import _bug

    app.register_error_handler(Exception, _bug)
    app.testing = False


@pytest.mark.parametrize("kind", ["text", "json"])
def test_nothing_that_people_are_type_or_choose_is_logged(app, world, kind):
    planted = dict(TYPED)
    add_faults(app, planted)
    with captured(kind) as stream:
        live_through(app, world, planted)
    written = stream.getvalue()

    with writing(app) as session:
        people = [world.person(session, who) for who in world.ids]
        names = [text for one in people for text in (one.name, one.email, one.ref)]
    secrets = [*planted.values(), *names, *CHOICES]
    assert [one for one in secrets if one in written] == []
    assert len(secrets) > 60
    told = set(re.findall(r"event\W+(\w+)", written))
    assert told == {"refused", "forbidden", "step_up_asked", "request", "bug", "database_error"}


def test_a_request_is_told_on_one_line(app, world):
    ann = Visitor(app).sign_in(email("ann"))
    with captured() as stream:
        ann.get(f"/points/{world.irritants[-1]}")
    (line,) = stream.getvalue().splitlines()
    told = dict(pair.split("=", 1) for pair in line.split(" "))

    with writing(app) as session:
        expected = logs.pseudonym(world.person(session, "ann").ref)
    assert told.pop("request") == ann.response.headers["X-Request-ID"]
    assert float(told.pop("ms")) > 0 and int(told.pop("queries")) > 3
    told.pop("at")
    assert told == {
        "level": "info",
        "event": "request",
        "person": expected,
        "act": "item.view",
        "method": "GET",
        "route": "/points/<ref:ref>",
        "status": "200",
    }


def test_a_line_is_never_split():
    stream, log = io.StringIO(), logging.getLogger("essai")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    tell(log, "essai", thing="a\r\nlevel=error event=faux\u2028\x85\x00", empty="", none=None)
    log.removeHandler(handler)

    assert len(stream.getvalue().splitlines()) == 1
    assert r'thing="a\r\nlevel=error event=faux\u2028\u0085\u0000" empty="" none=""' in (
        stream.getvalue()
    )


def test_json_lines_are_json(app):
    with captured("json") as stream:
        app.test_client().get("/inconnue")

    told = json.loads(stream.getvalue())
    assert (told["event"], told["status"], told["route"]) == ("request", 404, "")


def test_the_served_process_logs_requests_and_nothing_else(sqlite_url, tmp_path):
    port, log = _free_port(), tmp_path / "log"
    known = {"PORTAL_DATABASE_URL": sqlite_url, "PORTAL_INSTANCE": str(tmp_path)}
    command = [
        sys.executable,
        "-c",
        "from portal.cli import main; main()",
        "serve",
        f"--port={port}",
    ]
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=known, stdout=out, stderr=out)
    try:
        answer = ask(f"http://127.0.0.1:{port}/recherche?q=marmottesecrete")
    finally:
        server.terminate()
        server.wait(timeout=20)

    lines = log.read_text().splitlines()
    assert answer == 200
    assert [line for line in lines if "event=request" in line and "route=/recherche" in line]
    assert all(line.startswith("at=") for line in lines)
    assert "marmotte" not in log.read_text()


def ask(url: str) -> int:
    limit = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)
