"""A backup is made while one writes, proved by restoring it, and given back whole or not at all."""

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from portal.backup import actions, command, manifest, postgresql, sqlite
from portal.backup.manifest import BadBackup
from portal.cli import main
from portal.db import schema
from portal.extensions import db
from portal.outbox.models import Mail
from portal.people.models import Person
from portal.register import queries as register
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account


def quiet(_done: int, _total: int) -> None:
    """No progress."""


def make(kept, folder):
    return actions.create(kept, folder, MONDAY, quiet)


def people(app) -> list[str]:
    with app.app_context():
        found = list(db.session().scalars(select(Person.email).order_by(Person.email)))
        db.session.remove()
        return found


def give_back(kept, folder, *, force=True) -> str:
    found = actions.check_restorable(kept, folder, force=force)
    return actions.restore(kept, folder, found, MONDAY)


def test_a_backup_says_what_it_holds_and_is_proved(app_both, kept, tmp_path):
    made = make(kept, tmp_path / "copie")

    with app_both.app_context():
        count, head = register.head(db.session())
        db.session.remove()
    assert (made.state.register_count, made.state.register_head) == (count, head) == (3, head)
    assert made.state.rows["person"] == 2
    assert made.state.revision == schema.expected()
    assert made.made_at == "2026-11-23T08:00:00+00:00"
    assert actions.verify(kept, tmp_path / "copie") == made
    assert {each.name for each in (tmp_path / "copie").iterdir()} == {"manifest.json", made.file}


def test_what_came_after_the_backup_is_kept_aside(app_both, kept, closed, tmp_path):
    make(kept, tmp_path / "copie")
    with writing(app_both) as session:
        open_account(session, "chloe@essai.fr")
    closed()
    aside = give_back(kept, tmp_path / "copie")

    assert people(app_both) == ["aline@essai.fr", "bruno@essai.fr"]
    with writing(app_both) as session:
        open_account(session, "denis@essai.fr")
    assert "20261123" in aside
    assert former(kept, aside) == ["aline@essai.fr", "bruno@essai.fr", "chloe@essai.fr"]


def former(kept, aside: str) -> list[str]:
    query = text("SELECT email FROM person ORDER BY email")
    if kept.is_embedded:
        with sqlite.opened(actions.database_of(kept).with_name(aside)) as connection:
            return list(connection.scalars(query))
    url = postgresql.make_url(kept.database_url).set(database=aside)
    address = url.render_as_string(hide_password=False)
    with postgresql.opened(address) as connection:
        found = list(connection.scalars(query))
    with postgresql._maintenance(kept.database_url) as server:
        postgresql._order(server, "DROP DATABASE {} WITH (FORCE)", aside)
    return found


def test_a_base_that_is_not_empty_is_not_replaced_without_being_told(kept, tmp_path):
    make(kept, tmp_path / "copie")

    with pytest.raises(actions.Declined, match="n’est pas vide"):
        actions.check_restorable(kept, tmp_path / "copie", force=False)


def test_a_base_that_somebody_has_open_is_not_replaced(app_both, kept, tmp_path):
    make(kept, tmp_path / "copie")
    with app_both.app_context(), db.engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM person"))
        with pytest.raises((sqlite.Busy, postgresql.Busy)):
            give_back(kept, tmp_path / "copie")

    assert people(app_both) == ["aline@essai.fr", "bruno@essai.fr"]


def retell(folder, **changes) -> None:
    told = manifest.read(folder)
    manifest.write(folder, replace(told, state=replace(told.state, **changes)))


def test_a_newer_schema_is_not_restored(kept, tmp_path):
    make(kept, tmp_path / "copie")
    retell(tmp_path / "copie", revision="9999")

    with pytest.raises(actions.Declined, match="9999"):
        actions.check_restorable(kept, tmp_path / "copie", force=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"revision": "0001"}, "Le schéma est"),
        ({"rows": {"person": 3}}, "Le nombre de lignes diffère"),
        ({"register_head": "0" * 64}, "La tête du registre"),
    ],
)
def test_a_copy_that_is_not_the_one_told_is_bad(kept, tmp_path, changes, said):
    folder = tmp_path / "copie"
    make(kept, folder)
    retell(folder, **changes)

    with pytest.raises(BadBackup, match=said):
        actions.verify(kept, folder)


def test_a_bad_copy_replaces_nothing(app_both, kept, closed, tmp_path):
    make(kept, tmp_path / "copie")
    retell(tmp_path / "copie", register_head="0" * 64)
    with writing(app_both) as session:
        open_account(session, "chloe@essai.fr")
    closed()
    with pytest.raises(BadBackup):
        give_back(kept, tmp_path / "copie")

    assert "chloe@essai.fr" in people(app_both)


def test_one_changed_byte_is_found(kept, tmp_path):
    made = make(kept, tmp_path / "copie")
    path = tmp_path / "copie" / made.file
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)

    with pytest.raises(BadBackup, match="empreinte"):
        actions.verify(kept, tmp_path / "copie")


def test_a_missing_or_foreign_file_is_found(kept, tmp_path):
    folder = tmp_path / "copie"
    made = make(kept, folder)
    (folder / f"{made.file}-wal").touch()
    with pytest.raises(BadBackup, match="n’en sont pas"):
        actions.verify(kept, folder)
    (folder / f"{made.file}-wal").unlink()
    (folder / made.file).unlink()

    with pytest.raises(BadBackup, match="Il manque"):
        actions.verify(kept, folder)


def test_a_register_rewritten_before_the_backup_is_found(app_both, kept, tmp_path, engine_kind):
    with app_both.app_context(), db.engine.begin() as connection:
        if engine_kind == "sqlite":
            connection.execute(text("DROP TRIGGER register_entry_no_update"))
        else:
            connection.execute(text("ALTER TABLE register_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE register_entry SET payload = '{}' WHERE seq = 1"))
    make(kept, tmp_path / "copie")

    with pytest.raises(BadBackup, match="Registre rompu à l’entrée 1"):
        actions.verify(kept, tmp_path / "copie")


def test_a_backup_under_writing_is_one_instant(app_both, kept, tmp_path):
    """Each write adds a person and a mail: the copy has as many of one as of the other."""
    with writing(app_both) as session:
        session.add_all([mail(f"lest-{n}") for n in range(1500)])
    done, stop = [], threading.Event()

    def write():
        while not stop.is_set():
            with writing(app_both) as session:
                open_account(session, f"p{len(done)}@essai.fr")
                session.add(mail(f"fait-{len(done)}"))
            done.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    while len(done) < 3:
        pass
    before = len(done)
    made = actions.create(kept, tmp_path / "copie", MONDAY, quiet)
    during = len(done)
    stop.set()
    writer.join()

    added = made.state.rows["person"] - 2
    assert made.state.rows["mail"] - 1500 == added
    assert before <= added <= during + 1
    assert actions.verify(kept, tmp_path / "copie") == made


def mail(event: str) -> Mail:
    told = {"address": "a@b.fr", "kind": "k", "subject": "s", "body": "x" * 3000}
    return Mail(event=event, next_at=MONDAY, made_at=MONDAY, **told)


# The embedded database alone


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_copied_file_is_not_a_backup(app_both, kept, tmp_path):
    folder = tmp_path / "copie"
    folder.mkdir()
    shutil.copy(actions.database_of(kept), folder / "portal.db")
    with pytest.raises(BadBackup, match="sans son journal « -wal »"):
        actions.verify(kept, folder)

    # Even with a manifest that knows it.
    with sqlite.opened(actions.database_of(kept)) as connection:
        state = actions.sqlite.reading.state(connection)
    files = {"portal.db": manifest.print_of(folder / "portal.db")}
    manifest.write(folder, manifest.Manifest("2026", "sqlite", files, state))
    with pytest.raises(BadBackup, match="copié d’une base en service"):
        actions.verify(kept, folder)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_line_that_points_to_nothing_is_found(app_both, kept, closed, tmp_path):
    closed()
    with closing(sqlite3.connect(actions.database_of(kept))) as raw:
        raw.execute("CREATE TABLE orphan (id INTEGER, p INTEGER REFERENCES person (id))")
        raw.execute("INSERT INTO orphan VALUES (1, 999)")
        raw.commit()
    make(kept, tmp_path / "copie")

    with pytest.raises(BadBackup, match="pointent dans le vide : orphan"):
        actions.verify(kept, tmp_path / "copie")


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_lost_base_is_given_back(app_both, kept, closed, tmp_path):
    make(kept, tmp_path / "copie")
    closed()
    target = actions.database_of(kept)
    for path in target.parent.glob(f"{target.name}*"):
        path.unlink()

    assert give_back(kept, tmp_path / "copie", force=False) == ""
    assert people(app_both) == ["aline@essai.fr", "bruno@essai.fr"]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_damaged_base_is_kept_aside_as_it_is(app_both, kept, closed, tmp_path):
    make(kept, tmp_path / "copie")
    closed()
    target = actions.database_of(kept)
    target.write_bytes(b"ceci n'est plus une base" * 100)
    with pytest.raises(actions.Declined):
        actions.check_restorable(kept, tmp_path / "copie", force=False)
    aside = give_back(kept, tmp_path / "copie")

    assert target.with_name(aside).read_bytes().startswith(b"ceci")
    assert people(app_both) == ["aline@essai.fr", "bruno@essai.fr"]


# PostgreSQL alone


@pytest.mark.parametrize("engine_kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "pg_dump manque"),
        ("echo 'pg_dump (PostgreSQL) 9.6.1'", "est en version 9, le serveur"),
    ],
)
def test_a_missing_or_old_tool_is_said(kept, tmp_path, monkeypatch, script, said):
    tools = tmp_path / "bin"
    tools.mkdir()
    if script:
        (tools / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
        (tools / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))

    with pytest.raises(postgresql.CannotRun, match=said):
        make(kept, tmp_path / "copie")
    assert not (tmp_path / "copie").exists()


# The command


def run(kept, monkeypatch, *arguments: str, answer: str = ""):
    monkeypatch.setenv("PORTAL_DATABASE_URL", kept.database_url)
    monkeypatch.setenv("PORTAL_INSTANCE", str(kept.instance))
    return CliRunner().invoke(main, ["backup", *map(str, arguments)], input=answer)


def test_the_command_says_what_it_did_and_ends_with_a_code(
    app_both, kept, closed, tmp_path, monkeypatch
):
    folder = tmp_path / "copie"
    closed()
    created = run(kept, monkeypatch, "create", folder)
    assert (created.exit_code, created.stderr) == (0, "")
    assert "registre de 3 entrées" in created.stdout
    assert run(kept, monkeypatch, "create", folder).exit_code == command.REFUSED
    assert run(kept, monkeypatch, "verify", folder).exit_code == 0
    assert run(kept, monkeypatch, "verify", tmp_path / "rien").exit_code == command.BAD
    assert run(kept, monkeypatch, "restore", folder).exit_code == command.REFUSED
    said_no = run(kept, monkeypatch, "restore", folder, "--force", answer="n\n")
    assert said_no.exit_code == command.REFUSED
    assert "Rien n’a changé" in said_no.stderr

    restored = run(kept, monkeypatch, "restore", folder, "--force", "--yes")
    assert restored.exit_code == 0
    assert "L’ancienne est gardée" in restored.stdout
    if not kept.is_embedded:
        aside = restored.stdout.split("gardée : ")[1].split(".")[0]
        with postgresql._maintenance(kept.database_url) as server:
            postgresql._order(server, "DROP DATABASE {} WITH (FORCE)", aside)


def test_a_manifest_that_is_not_one_is_said(kept, tmp_path):
    folder = tmp_path / "copie"
    made = make(kept, folder)
    for told in ("{", "[]", json.dumps(asdict(made) | {"format": "autre"}), '{"format": 1}'):
        (folder / "manifest.json").write_text(told)
        with pytest.raises(BadBackup, match=r"manifest\.json"):
            actions.verify(kept, folder)
