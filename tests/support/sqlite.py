"""The embedded database: a migrated file, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file which has every migration."""
    from tests.support.apps import migrate

    path = tmp_path_factory.mktemp("template") / "portal.db"
    migrate(f"sqlite:///{path}")
    _fold(path)
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated database, for one test."""
    copy = shutil.copy(sqlite_template, tmp_path / "portal.db")
    return f"sqlite:///{copy}"


def _fold(path: Path) -> None:
    """Bring the write-ahead log back into the file, which can then be copied alone."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
