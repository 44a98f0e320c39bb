"""The two houses of the permissions, once on each database, put back after each input."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.extensions import db
from portal.kernel.clock import Clock
from tests.permissions import scene
from tests.permissions.probing import Keeper, Prober
from tests.support.apps import MONDAY, migrate, running
from tests.support.postgres import Server

NAME = "portal_hostile"


class ServerKeeper:
    """A copy of a database of the server, put back in a moment."""

    def __init__(self, app: Flask, server: Server) -> None:
        self.app, self.server = app, server

    def keep(self) -> None:
        """Keep the database as it now stands."""
        self._release()
        self.server.create(f"{NAME}_kept", template=NAME)

    def restore(self) -> None:
        """Put that state back."""
        self._release()
        self.server.create(NAME, template=f"{NAME}_kept")

    def _release(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


class Lines(logging.Handler):
    """What the portal logged, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


def _prober(app: Flask, keeper) -> Prober:
    made = Prober(app, scene.build(app, Clock.fixed(MONDAY)), keeper)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture(scope="session")
def on_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prober]:
    """On the embedded database."""
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate(url)
    with running(url, folder) as app:
        prober = _prober(app, Keeper(app, folder))
        prober.keeper.keep("scene")
        yield prober
        prober.keeper.close()


@pytest.fixture(scope="session")
def on_server(postgres: Server, postgres_template: str, tmp_path_factory) -> Iterator[Prober]:
    """On the database server."""
    url = postgres.create(NAME, template=postgres_template)
    with running(url, tmp_path_factory.mktemp("hostile_server")) as app:
        prober = _prober(app, None)
        prober.keeper = ServerKeeper(app, postgres)
        prober.keeper.keep()
        yield prober
    postgres.drop(NAME)
    postgres.drop(f"{NAME}_kept")


@pytest.fixture
def probers(on_file: Prober, on_server: Prober) -> Iterator[list[Prober]]:
    """Both, each as it was at the end; what they log is kept."""
    lines = Lines()
    log = logging.getLogger("portal")
    log.addHandler(lines)
    for one in (on_file, on_server):
        one.logged = lines.lines
    yield [on_file, on_server]
    log.removeHandler(lines)
    for one in (on_file, on_server):
        one.keeper.restore()
