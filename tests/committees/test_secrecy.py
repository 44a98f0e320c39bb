"""Before the closing, nobody learns a count or a choice other than their own, from any page."""

import re
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from werkzeug.routing import IntegerConverter

from portal.committees.words import Choice, StopReason
from portal.journal.models import JournalEntry as Entry
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.web.application import RefConverter
from tests.committees.world import email
from tests.support import html
from tests.support.apps import running, writing
from tests.support.browser import Visitor

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
)
# Fresh at each request, whatever was voted: tokens, keys, names of requests and of sessions.
_FRESH = re.compile(
    r'<input[^>]*name="(?:csrf_token|_idem|draft_key|carried)"[^>]*>|(?<!vu=)\b(?:[0-9a-f]{16}|[0-9a-f]{32})\b|ses-\w{8}'
)


@pytest.fixture
def twins(app, open_world, tmp_path, clock):
    """Two portals that differ by one choice alone: Bob's."""
    with writing(app) as session:
        item = open_world.send_startup(session)
        open_world.ready(session, item)
        open_world.open_vote(session, item)
        open_world.cast(session, item, "ann", Choice.GO)
        ref = item.ref
    other = tmp_path / "other.db"
    _copy(Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")), other)
    with running(f"sqlite:///{other}", tmp_path) as twin:
        twin.extensions["portal.clock"] = clock
        _vote(app, open_world, ref, Choice.GO, "Les usagers reviennent.")
        _vote(twin, open_world, ref, Choice.NO_GO, "Rien ne bouge, hélas, rien du tout.")
        yield app, twin, ref


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as first, closing(sqlite3.connect(target)) as second:
        first.backup(second)


def _vote(app, world, ref, choice, motive):
    with writing(app) as session:
        reason = StopReason.NO_IMPACT if choice is Choice.NO_GO else None
        world.cast(session, world.item(session, ref), "bob", choice, motive=motive, reason=reason)


def addresses(app, refs: list[str]) -> list[str]:
    """Every address that is read, with every reference that may fill it in."""
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        names = sorted(rule.arguments)
        offered = [_values(rule._converters[name], refs) for name in names]
        for values in product(*offered):
            filled = dict(zip(names, values, strict=True))
            found.add(app.url_map.bind("localhost").build(rule.endpoint, filled))
    return sorted(found)


def _values(converter, refs: list[str]) -> list:
    if isinstance(converter, RefConverter):
        return refs
    return [1] if isinstance(converter, IntegerConverter) else ["x"]


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


def test_there_is_something_to_hide(twins, open_world):
    app, twin, ref = twins
    for each, words in ((app, "Les usagers reviennent."), (twin, "Rien ne bouge, hélas")):
        page = seen(each, "bob", [f"/points/{ref}"])[f"/points/{ref}"][1]
        assert words in html.words(html.parse(page).get_text(" ")) or words in page


@pytest.mark.parametrize("who", VIEWERS)
def test_two_portals_that_differ_by_a_choice_look_the_same(twins, open_world, who):
    app, twin, ref = twins
    refs = [ref, open_world.sitting_ref, open_world.committee_ref, open_world.startup_ref]
    paths = addresses(app, [*refs, open_world.house])
    first, second = seen(app, who, paths), seen(twin, who, paths)

    assert f"/points/{ref}" in paths
    assert [path for path in paths if first[path] != second[path]] == []
    assert max(status for status, _text in first.values()) < 500


def test_neither_mails_nor_notices_nor_the_journal_tell(twins):
    app, twin, _ref = twins

    assert told(app) == told(twin)


def told(app) -> list[tuple]:
    with writing(app) as session:
        rows = [
            *((one.person_id, one.title, one.body) for one in session.query(Notice)),
            *((one.address, one.subject, one.body) for one in session.query(Mail)),
            *((one.act, one.subject_ref, str(one.after)) for one in session.query(Entry)),
        ]
        return sorted(map(str, rows))


def test_a_count_never_shows_before_the_closing(twins, open_world):
    app, _twin, ref = twins
    for who in VIEWERS:
        status, text = seen(app, who, [f"/points/{ref}"])[f"/points/{ref}"]
        assert status in (200, 303, 404)
        assert "Décompte" not in text
        assert "Les usagers reviennent." not in text
