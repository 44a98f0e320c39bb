"""The demonstration, built once for every test that only reads it."""

from pathlib import Path

import pytest

from portal.demo import build
from portal.home import rounds
from tests.support.apps import MONDAY, migrate, running


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory):
    """The whole demonstration, built once."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate(url)
    mails = (folder / "courriers").as_uri()
    with running(url, folder, environment="demo", mail_url=mails) as app:
        steps = build(app, MONDAY)
        with app.app_context():
            rounds.once()
        assert steps > 200
        yield app
