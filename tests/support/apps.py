"""The real application, on the database that a test asks for, at a moment that stands still.

An application context left open around requests would be shared by them (one session, one
`g`): so `app` opens none. Write with `writing(app)`, ask by `app.test_client()` or a `Visitor`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Settings
from portal.db.engine import engine_options, prepare, transaction
from portal.db.migrate import upgrade
from portal.extensions import db
from portal.kernel.clock import Clock
from tests.support.lent import lend

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class _Compiled(BytecodeCache):
    """Templates once compiled, for every application of the process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def settings_for(database_url: str, instance: Path, **changes: object) -> Settings:
    """Settings of a test: cheap passwords, a fixed secret, the clock on a Monday morning."""
    known = {
        "environment": "test",
        "database_url": database_url,
        "secret_key": "clef-des-essais-qui-ne-protege-rien",
        "base_url": "http://localhost",
        "now": MONDAY.isoformat(),
        "instance": instance,
        "argon2_memory_kib": 8,
        "argon2_passes": 1,
    }
    return Settings(**(known | changes))


def build(database_url: str, instance: Path, **changes: object) -> Flask:
    """The application as in production, but for its settings."""
    return _made(settings_for(database_url, instance, **changes))


def _made(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def migrate(database_url: str) -> None:
    """Bring an empty database to the latest migration."""
    engine = create_engine(database_url, **engine_options(database_url))
    prepare(engine)
    upgrade(engine)
    engine.dispose()


@contextmanager
def running(database_url: str, instance: Path, **changes: object) -> Iterator[Flask]:
    """An application whose connections are closed at the end."""
    app = build(database_url, instance, **changes)
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def writing(app: Flask) -> Iterator[Session]:
    """A write transaction of the application, committed at the end."""
    with app.app_context(), transaction() as session:
        yield session


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, nine o'clock in Paris; `move_to` moves it."""
    return Clock.fixed(MONDAY)


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The application on the embedded database, told the time by `clock`."""
    with lend(_made, settings_for(sqlite_url, tmp_path)) as app:
        app.extensions["portal.clock"] = clock
        yield app


@pytest.fixture
def app_apart(sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The same, made for one test which adds addresses or hooks to it."""
    with running(sqlite_url, tmp_path) as app:
        app.extensions["portal.clock"] = clock
        yield app


@pytest.fixture(params=ENGINES)
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Run the test once on each database."""
    return request.param


@pytest.fixture
def app_both(
    engine_kind: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Clock
) -> Iterator[Flask]:
    """The application on each database in turn, told the time by `clock`."""
    url = request.getfixturevalue("sqlite_url" if engine_kind == "sqlite" else "postgres_url")
    with lend(_made, settings_for(url, tmp_path)) as app:
        app.extensions["portal.clock"] = clock
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A write transaction for tests of actions and queries; not to be mixed with requests."""
    with writing(app) as session:
        yield session


@pytest.fixture
def session_both(app_both: Flask) -> Iterator[Session]:
    """The same, on each database in turn."""
    with writing(app_both) as session:
        yield session
