"""What is proper to each database, and what the command says."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict

import pytest
from click.testing import CliRunner

from portal.backup import actions, command, manifest, postgresql, reading, sqlite
from portal.backup.manifest import BadBackup
from portal.cli import main
from tests.backup.acting import give_back, make, people

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
        state = reading.state(connection)
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
