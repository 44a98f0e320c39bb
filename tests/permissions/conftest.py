"""Both houses, built once for all probes of a database; a copy put back after what wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.kernel.clock import Clock
from tests.permissions import scene
from tests.permissions.probing import Counter, Keeper, Prober
from tests.support.apps import MONDAY, migrate, running, writing

NAME = "portal_permissions"


def staged(url: str, folder: Path) -> Iterator[tuple[Flask, scene.Scene]]:
    """The application on this database, with both houses in it."""
    with running(url, folder) as app:
        yield app, scene.build(app, Clock.fixed(MONDAY))


@pytest.fixture(scope="session")
def prober(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prober]:
    """On the embedded database: `scene` is kept, and `stale`, where every mandate has ended."""
    folder = tmp_path_factory.mktemp("permissions")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate(url)
    for app, made in staged(url, folder):
        keeper = Keeper(app, folder)
        keeper.keep("scene")
        with writing(app) as session:
            scene.end_every_mandate(session, made.here.world.now.date())
        keeper.keep("stale")
        keeper.restore()
        yield Prober(app, made, keeper)
        keeper.close()


@pytest.fixture(scope="session")
def prober_on_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prober]:
    """On the database server, where nothing may be written: there is no copy to put back."""
    server = request.getfixturevalue("postgres")
    url = server.create(NAME, template=request.getfixturevalue("postgres_template"))
    for app, made in staged(url, tmp_path_factory.mktemp("permissions_server")):
        yield Prober(app, made, Counter(app))
    server.drop(NAME)
