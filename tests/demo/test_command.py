"""`portal demo` prepares its own folder, keeps it, and tells a cut story again."""

import socket
from datetime import datetime
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from portal.cli import main
from portal.db.engine import transaction
from portal.demo import command
from portal.extensions import db
from portal.people import actions
from portal.people.models import Person
from portal.policy import MACHINE


class Short:
    """A story of one person, which counts how often it was told."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, app: Flask, now: datetime, _progress) -> None:
        self.count += 1
        known = {"email": f"{self.count}@demo.gouv.example", "name": "Quelqu’un", "now": now}
        with app.app_context(), transaction() as session:
            actions.create_person(session, MACHINE, **known)


def _prepare(folder: Path, story: Short) -> tuple[int, list[str]]:
    said: list[str] = []
    app = command.prepared(command.settings(8000, folder), said.append, story)
    with app.app_context():
        count = db.session().scalar(select(func.count(Person.id)))
        db.session.remove()
        db.engine.dispose()
    return count, said


def test_a_second_start_keeps_what_was_told(tmp_path):
    story = Short()
    first, second = (_prepare(tmp_path / "demo", story) for _start in range(2))

    assert (first[0], second[0], story.count) == (1, 1, 1)
    assert second[1] == []


def test_a_story_cut_short_is_told_again_from_the_start(tmp_path):
    folder, story = tmp_path / "demo", Short()
    _prepare(folder, story)
    (folder / "histoire-racontee").unlink()

    assert _prepare(folder, story)[0] == 1
    assert story.count == 2


def test_an_old_story_says_its_day(tmp_path):
    folder, story = tmp_path / "demo", Short()
    _prepare(folder, story)
    (folder / "histoire-racontee").write_text("2026-01-05")

    assert _prepare(folder, story)[1] == [
        "Histoires racontées le 2026-01-05\u00a0; --fresh repart d’aujourd’hui."
    ]


def test_the_demonstration_never_touches_the_instance_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql+psycopg://ailleurs/vraie")
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "vraie"))
    monkeypatch.setenv("PORTAL_MAIL_URL", "smtp://vrai.example")
    known = command.settings(8000, tmp_path)

    assert known.database_url == f"sqlite:///{tmp_path / 'portal.db'}"
    assert (known.instance, known.environment) == (tmp_path, "demo")
    assert known.mail_url == (tmp_path / "courriers").as_uri()


def test_a_taken_port_is_said_before_anything_is_made():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(main, ["demo", "--port", str(port)])

    assert answer.exit_code == 2
    assert f"Le port {port} est déjà pris" in answer.stderr


def test_starting_afresh_asks_first(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    (tmp_path / "portal.db").touch()
    answer = CliRunner().invoke(main, ["demo", "--port", "0", "--fresh"], input="n\n")

    assert answer.exit_code == 1
    assert (tmp_path / "portal.db").exists()
