"""The disk of the embedded database is full or read-only: reading goes on, writing is refused."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from portal.extensions import db
from tests.faults import stage
from tests.faults.test_database_down import SAID, bodies, form_in, form_of
from tests.faults.writers import Fact
from tests.support.apps import running
from tests.support.browser import Visitor
from tests.support.needs import unavailable

MEGABYTES = 8


def mount(folder: Path, *options: str) -> None:
    """Mount or remount a small disk in memory."""
    asked = ["mount", "-t", "tmpfs", "-o", ",".join(options), "portal-essai", str(folder)]
    done = subprocess.run(asked, capture_output=True, check=False)
    if done.returncode:
        unavailable("un disque à monter")


@pytest.fixture
def disk(tmp_path):
    """A disk of a few megabytes."""
    folder = tmp_path / "disque"
    folder.mkdir()
    mount(folder, f"size={MEGABYTES}m")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def installed(disk, sqlite_template):
    """The application whose database is on that disk, and an agent who has signed in."""
    database = shutil.copy(sqlite_template, disk / "portal.db")
    with running(f"sqlite:///{database}", disk) as app:
        path, emails = stage.set_up(app, count=1)
        agent = Visitor(app)
        agent.sign_in(emails[0])
        yield app, agent.client, path


@pytest.fixture
def elsewhere(installed, disk):
    """Another process has the database open: nobody's leaving gives the journal's room back."""
    with closing(sqlite3.connect(disk / "portal.db")) as connection:
        connection.execute("SELECT count(*) FROM person").fetchone()
        yield connection


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    filler = disk / "encombrement"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


def turn_read_only(app, disk: Path) -> None:
    """As when the system protects a failing disk, with the files of the journal left there.

    A disk cannot be asked to do so while files are open, and SQLite clears its journal as it
    closes: the journal is put back.
    """
    kept = {path: path.read_bytes() for path in disk.glob("portal.db-*")}
    assert len(kept) == 2
    with app.app_context():
        db.engine.dispose()
    for path, content in kept.items():
        path.write_bytes(content)
    mount(disk, "remount", "ro")


def refused(client, path: str, fields: dict) -> dict:
    """The form is refused by an outage, and given back."""
    answer = client.post(f"{path}/commentaires", data=fields)
    assert answer.status_code == 503
    assert SAID in answer.text
    return form_in(answer.text, f"{path}/commentaires")


def test_a_full_disk_refuses_and_recovers(installed, elsewhere, disk):
    app, client, path = installed
    fields = form_of(client, path) | {"body": SAID}
    filler = fill(disk)
    given_back = refused(client, path, fields)

    assert client.get("/irritants").status_code == 200
    assert client.get("/sante/pret").json["disque"] != "bon"
    filler.unlink()
    assert client.post(f"{path}/commentaires", data=given_back).status_code == 303
    stage.check(app, [Fact(SAID)])
    assert client.get("/sante/pret").status_code == 200


def test_a_disk_that_turns_read_only_refuses_and_recovers(installed, disk):
    app, client, path = installed
    fields = form_of(client, path) | {"body": SAID}
    turn_read_only(app, disk)
    given_back = refused(client, path, fields)

    assert client.get("/irritants").status_code == 200
    assert client.get("/sante/pret").status_code == 503
    mount(disk, "remount", "rw")
    assert client.post(f"{path}/commentaires", data=given_back).status_code == 303
    assert bodies(app) == [SAID]


def test_a_disk_read_only_at_start_is_told(installed, disk):
    app, _client, _path = installed
    with app.app_context():
        db.engine.dispose()
    mount(disk, "remount", "ro")
    with running(app.config["SQLALCHEMY_DATABASE_URI"], disk) as started:
        client = started.test_client()

        assert client.get("/sante/vivant").status_code == 200
        assert client.get("/sante/pret").json["disque"] == "panne"
        assert "momentanément indisponible" in client.get("/irritants").text
    mount(disk, "remount", "rw")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path):
    broken = tmp_path / "portal.db"
    broken.write_bytes(b"Ceci n'est pas une base de donnees." * 100)
    before = broken.read_bytes()
    with running(f"sqlite:///{broken}", tmp_path) as app:
        client = app.test_client()

        assert client.get("/irritants").status_code == 503
        assert client.get("/sante/pret").status_code == 503
    assert broken.read_bytes() == before
