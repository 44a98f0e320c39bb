"""One probe: who asks what, of whose thing, how; what was answered, and whether it wrote."""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.db.base import Base
from portal.extensions import db
from portal.policy import PLACES, STEP_UP, Act
from portal.web.guard import act_of
from tests.house import permissions as sheet
from tests.permissions.asks import ASKS, Ask
from tests.permissions.scene import WHO, Scene, Scope

Said = str | list[str] | tuple[str, bytes]
SCOPED = {"own", "team", "coached", "incubator", "committee", "seat", "panel", "public"}
HTMX = {"HX-Request": "true"}
SIGN_IN = "sign-in"
GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    path: str
    form: Mapping[str, Said]


def endpoints(app: Flask) -> list[str]:
    """Every endpoint but the files."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()} - {"static"})


def method_of(app: Flask, endpoint: str) -> str:
    """GET or POST: an endpoint has one."""
    rule = next(app.url_map.iter_rules(endpoint))
    return "POST" if "POST" in rule.methods else "GET"


def act_asked(app: Flask, endpoint: str) -> Act:
    """The act that decides: the one of the address, or the narrower one of its page."""
    return ASKS[endpoint].act or act_of(app, endpoint)


def cell(app: Flask, endpoint: str, role: str) -> str:
    """What docs/permissions.csv says."""
    return sheet.rows()[act_asked(app, endpoint).value][role]


def is_scoped(app: Flask, endpoint: str, role: str) -> bool:
    """Whether the right of this role stops somewhere, so that there is an outside to try."""
    ask, act = ASKS[endpoint], act_asked(app, endpoint)
    if (not ask.args and not _refs_of(ask)) or ask.everywhere:
        return False
    is_own = any(name.startswith("mine.") for name in ask.args.values())
    return cell(app, endpoint, role) in SCOPED and (act not in PLACES or is_own)


def _refs_of(ask: Ask) -> list[str]:
    values = list(ask.form.values())
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [one for one in flat if isinstance(one, str) and one.startswith("@")]


def make(
    app: Flask,
    endpoint: str,
    role: str,
    scope: Scope,
    *,
    second: Scope | None = None,
    instead: str = "",
) -> Request:
    """The request of this role upon the things of `scope`.

    What stands beside the thing itself, in the address or in the form, is `second`'s; the thing is
    `instead` when it is given.
    """
    ask, beside = ASKS[endpoint], second or scope
    first = next(iter(ask.args), None)
    args = {
        name: _named(scope if name == first else beside, role, value)
        for name, value in (ask.args | ({"ref": instead} if instead else {})).items()
    }
    with app.test_request_context():
        path = app.url_for(endpoint, _external=False, **args)
    form = {
        _key(name, beside, role): _value(value, beside, role) for name, value in ask.form.items()
    }
    return Request(method_of(app, endpoint), path + (f"?{ask.query}" if ask.query else ""), form)


def _named(scope: Scope, role: str, name: str) -> str:
    if name.startswith("mine."):
        owner = role if role in WHO else "agent"
        return scope.mine[owner][name.removeprefix("mine.")]
    return scope.refs.get(name, name)


def _key(name: str, scope: Scope, role: str) -> str:
    return _named(scope, role, name[1:]) if name.startswith("@") else name


def _sent(value: Said) -> object:
    """A file is read as it is sent: each sending needs its own."""
    return (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value


def _value(value: Said, scope: Scope, role: str) -> Said:
    if isinstance(value, tuple):
        return value
    if isinstance(value, list):
        return [_value(one, scope, role) for one in value]
    return _named(scope, role, value[1:]) if value.startswith("@") else value


class Prober:
    """Sends probes on one application, and puts the database back after one that wrote."""

    def __init__(self, app: Flask, scene: Scene, keeper: "Keeper") -> None:
        self.app, self.scene, self.keeper = app, scene, keeper

    def send(self, role: str, request: Request, *, htmx: bool = False) -> TestResponse:
        """The answer, as it came."""
        client = self.app.test_client()
        client.set_cookie("portail", self.scene.cookies[role])
        headers = HTMX if htmx else {}
        if request.method == "GET":
            return client.get(request.path, headers=headers)
        keys = {"csrf_token": self.scene.tokens[role], "_idem": uuid.uuid4().hex}
        form = {name: _sent(value) for name, value in request.form.items()}
        return client.post(request.path, data=keys | form, headers=headers)

    def ask(self, role: str, request: Request, *, htmx: bool = False) -> tuple[TestResponse, bool]:
        """The answer, and whether anything was written; the database is then as before."""
        answer = self.send(role, request, htmx=htmx)
        wrote = self.keeper.has_changed()
        if wrote:
            self.keeper.restore()
        return answer, wrote

    def missing(self, request: Request) -> Request:
        """The same request about a thing that does not exist."""
        pieces = request.path.partition("?")[0].split("/")
        place = next(n for n, one in enumerate(pieces) if len(one) == 12 and one[3] == "-")
        pieces[place] = f"{pieces[place][:4]}zzzzzzzz"
        return Request(request.method, "/".join(pieces), request.form)


def verdict(answer: TestResponse, fine: tuple[int, ...] = ()) -> str:
    """What the answer amounts to; `fine` besides the usual successes."""
    leads_to = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    if answer.status_code == 401 or leads_to.startswith("/connexion?"):
        return SIGN_IN
    if answer.status_code in (403, 404):
        return REFUSED
    if answer.status_code in (200, 204, 303, *fine):
        return GRANTED
    return str(answer.status_code)


def is_step_up(app: Flask, endpoint: str) -> bool:
    """Whether the password is asked again."""
    return act_of(app, endpoint) in STEP_UP and method_of(app, endpoint) == "POST"


class Keeper:
    """A copy of the embedded database, put back in a few milliseconds."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        with app.app_context():
            self.path = Path(db.engine.url.database)
        self.copies = folder
        self._open()

    def keep(self, name: str) -> None:
        """Keep the database as it now stands under this name."""
        self._release()
        shutil.copy(self.path, self.copies / f"{name}.db")
        self._open()

    def restore(self, name: str = "scene") -> None:
        """Put that state back."""
        self._release()
        for end in ("-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        shutil.copy(self.copies / f"{name}.db", self.path)
        self._open()

    def has_changed(self) -> bool:
        """Whether anything was committed since the last look, by anybody."""
        seen = self._seen
        self._seen = self._version()
        return self._seen != seen

    def close(self) -> None:
        """Let the file go."""
        self.watch.close()

    def _open(self) -> None:
        self.watch = sqlite3.connect(self.path)
        self._seen = self._version()

    def _version(self) -> int:
        return self.watch.execute("PRAGMA data_version").fetchone()[0]

    def _release(self) -> None:
        self.watch.close()
        with self.app.app_context():
            db.engine.dispose()
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


class Counter:
    """Where there is no file to copy: whether any table has more or fewer rows than before."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.seen = self._count()

    def has_changed(self) -> bool:
        """Whether a row was added or removed since the last look."""
        seen, self.seen = self.seen, self._count()
        return seen != self.seen

    def restore(self) -> None:
        raise AssertionError("une demande a écrit, et rien ne la défait sur cette base")

    def _count(self) -> dict[str, int]:
        with self.app.app_context():
            return dict(self._rows())

    def _rows(self) -> Iterator[tuple[str, int]]:
        for table in Base.metadata.sorted_tables:
            yield table.name, db.session.scalar(select(func.count()).select_from(table))
