"""Before the closing, nobody learns a count or a choice other than their own, from any page."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from portal.cli import main
from portal.committees import ballot_actions, proxy_actions
from portal.committees.words import Choice, StopReason
from portal.journal.models import JournalEntry as Entry
from portal.kernel.refs import PATTERN
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.policy import Kind, Role
from tests.committees.world import SEATED, WEEK, email, write
from tests.house import addresses
from tests.support import html
from tests.support.apps import running, writing
from tests.support.browser import Visitor
from tests.support.people import open_account

VIEWERS = (
    None,
    "chair",
    "deputy",
    "secretary",
    "ann",
    "cleo",
    "expert",
    "auditor",
    "programme",
    "director",
    "team",
    "sponsor",
    "outsider",
    "admin",
)
# Who sends forms: those who run the vote, a voter, who represents nobody, and who may do nothing.
WRITERS = ("chair", "secretary", "ann", "admin", "outsider")
_REF = re.compile(PATTERN)
# Fresh at each request, whatever was voted: tokens, keys, names of requests and of sessions.
_FRESH = re.compile(
    r'<input[^>]*name="(?:csrf_token|_idem|draft_key|carried)"[^>]*>|(?<!vu=)\b(?:[0-9a-f]{16}|[0-9a-f]{32})\b|ses-\w{8}|/calendrier/[\w-]+'
)


@dataclass
class Twins:
    """Two portals, the point that is voted upon, and every reference that both know."""

    one: Flask
    two: Flask
    ref: str
    known: dict[str, list[str]]


@pytest.fixture
def twins(app, open_world, tmp_path, clock):
    """Two portals that differ by what Bob casts alone, for himself and for whom he represents."""
    with writing(app) as session:
        open_account(session, email("admin"), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
        item = open_world.send_startup(session)
        write(session, open_world, item)
        open_world.plan(session)
        open_world.take_up(session, item)
        open_world.convene(session)
        _represent(session, open_world)
        open_world.at(WEEK)
        open_world.begin(session, *(who for who in SEATED if who != "cleo"))
        open_world.open_vote(session, item)
        open_world.cast(session, item, "ann", Choice.GO)
        ref = item.ref
    other = tmp_path / "other.db"
    _copy(Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")), other)
    known = addresses.things(app)
    with running(f"sqlite:///{other}", tmp_path) as twin:
        twin.extensions["portal.clock"] = clock
        _vote(app, open_world, ref, Choice.GO, "Les usagers reviennent.")
        _vote(twin, open_world, ref, Choice.NO_GO, "Rien ne bouge, hélas, rien du tout.")
        yield Twins(app, twin, ref, known)


def _represent(session, world) -> None:
    """Cleo cannot come: Bob holds her proxy."""
    pair = (world.person(session, "cleo"), world.person(session, "bob"))
    who, sitting = world.actor(session, "cleo"), world.sitting(session)
    proxy_actions.give(session, who, sitting, *pair, paper="", now=world.now)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as first, closing(sqlite3.connect(target)) as second:
        first.backup(second)


def _vote(app, world, ref, choice, motive):
    reason = StopReason.NO_IMPACT if choice is Choice.NO_GO else None
    with writing(app) as session:
        world.cast(session, world.item(session, ref), "bob", choice, motive=motive, reason=reason)
    told = {"choice": choice, "motive": motive, "reason": reason, "now": world.now}
    with writing(app) as session:
        who = world.actor(session, "bob")
        ballot_actions.cast_for(session, who, world.item(session, ref), **told)


def paths_of(twins: Twins, method: str, most: int = 1) -> list[str]:
    """Every address that is asked so, with things of the right sort and one that does not exist."""
    return sorted(
        path
        for rule in twins.one.url_map.iter_rules()
        if method in rule.methods and rule.endpoint not in addresses.ENDING | {"static"}
        for path in addresses.paths(twins.one, rule, twins.known, most)
    )


def seen(app, who: str | None, paths: list[str]) -> dict[str, tuple[int, str]]:
    """What this person reads at each address."""
    visitor = Visitor(app)
    if who:
        visitor.sign_in(email(who))
    return {path: _read(visitor, path) for path in paths}


def _read(visitor: Visitor, path: str) -> tuple[int, str]:
    answer = visitor.client.get(path, headers={"HX-Request": "true"} if "/direct" in path else {})
    text = answer.get_data(as_text=True)
    return answer.status_code, _FRESH.sub("", text)


def test_there_is_something_to_hide(twins):
    path = f"/points/{twins.ref}"
    for each, words in (
        (twins.one, "Les usagers reviennent."),
        (twins.two, "Rien ne bouge, hélas"),
    ):
        for address in (path, f"{path}/mandat"):
            page = seen(each, "bob", [address])[address][1]
            assert words in html.words(html.parse(page).get_text(" ")) or words in page


@pytest.mark.parametrize("who", VIEWERS)
def test_two_portals_that_differ_by_a_choice_look_the_same(twins, who):
    paths = paths_of(twins, "GET")
    first, second = seen(twins.one, who, paths), seen(twins.two, who, paths)

    assert f"/points/{twins.ref}" in paths
    assert [path for path in paths if first[path] != second[path]] == []
    assert max(status for status, _text in first.values()) < 500


@pytest.mark.parametrize("who", WRITERS)
def test_they_answer_the_same_to_whatever_is_sent(twins, who):
    """Every form, empty then with sound answers: refusals, recaps and what is done say the same."""
    paths = paths_of(twins, "POST")
    first, second = answers(twins.one, who, paths, twins), answers(twins.two, who, paths, twins)

    assert f"/points/{twins.ref}/bulletin" in paths
    assert [one for one in first if first[one] != second[one]] == []
    assert told(twins.one, twins) == told(twins.two, twins)


def answers(app, who: str, paths: list[str], twins: Twins) -> dict[tuple, tuple]:
    """What this person is answered to each form."""
    visitor = Visitor(app).sign_in(email(who)).get("/moi")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    found = {}
    for number, (path, said) in enumerate(product(paths, ({}, addresses.sound()))):
        sent = {"csrf_token": token, "_idem": f"{number:032d}"} | said
        answer = visitor.client.post(path, data=sent)
        text = _FRESH.sub("", answer.get_data(as_text=True))
        goal = answer.headers.get("Location", "")
        found[path, bool(said)] = (answer.status_code, _named(text, twins), _named(goal, twins))
    return found


def _named(text: str, twins: Twins) -> str:
    """The same text, things made meanwhile under one name: theirs is drawn by lot."""
    known = {ref for refs in twins.known.values() for ref in refs}
    return _REF.sub(lambda found: found.group() if found.group() in known else "nouveau", text)


@pytest.mark.parametrize("who", ["secretary", "admin", None])
def test_the_log_says_the_same(twins, who, caplog):
    paths = paths_of(twins, "GET")
    logs = []
    for each in (twins.one, twins.two):
        with caplog.at_level("INFO", logger="portal"):
            caplog.clear()
            seen(each, who, paths)
            logs.append([_line(record) for record in caplog.records])

    assert len(logs[0]) > len(paths) / 2
    assert logs[0] == logs[1]


def _line(record) -> tuple:
    """A line of the log, but for what is drawn by lot or measured."""
    told = {name: one for name, one in record.told.items() if name not in ("request", "ms")}
    return record.levelname, record.getMessage(), sorted(told.items())


@pytest.mark.parametrize("command", [("register", "verify"), ("register", "export", "-")])
def test_commands_say_the_same(twins, command, monkeypatch):
    told_by = []
    for each in (twins.one, twins.two):
        url = each.config["SQLALCHEMY_DATABASE_URI"]
        monkeypatch.setenv("PORTAL_DATABASE_URL", url)
        result = CliRunner().invoke(main, list(command))
        told_by.append((result.exit_code, result.output))

    assert told_by[0] == told_by[1]
    assert told_by[0][0] == 0


def test_neither_mails_nor_notices_nor_the_journal_tell(twins):
    assert told(twins.one, twins) == told(twins.two, twins)


def told(app, twins: Twins) -> list[str]:
    """Every notice, mail and line of the journal."""
    with writing(app) as session:
        rows = [
            *((one.person_id, one.title, one.body) for one in session.query(Notice)),
            *((one.address, one.subject, one.body) for one in session.query(Mail)),
            *((one.act, one.subject_ref, str(one.after)) for one in session.query(Entry)),
        ]
        return sorted(_named(str(row), twins) for row in rows)


def test_a_count_never_shows_before_the_closing(twins):
    path = f"/points/{twins.ref}"
    for who in VIEWERS:
        status, text = seen(twins.one, who, [path])[path]
        assert status in (200, 303, 404)
        assert "Décompte" not in text
        assert "Les usagers reviennent." not in text
