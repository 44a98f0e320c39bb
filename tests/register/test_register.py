import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.register import chain, export, queries
from portal.register.models import RegisterEntry
from tests.register.conftest import SCRIPT, fill
from tests.support.apps import writing


@pytest.fixture
def document(session_both) -> bytes:
    """The export of three entries, on each database in turn."""
    fill(session_both)
    return "".join(export.pieces(session_both)).encode()


def test_an_intact_chain_is_found_intact_by_both(session_both, document, script):
    assert queries.fault(session_both) is None
    assert script.check(document) == queries.head(session_both)


def test_an_empty_register_is_intact(session_both, script):
    document = "".join(export.pieces(session_both)).encode()
    assert script.check(document) == (0, chain.GENESIS)


@pytest.mark.parametrize("bit", [0x01, 0x20])
def test_whatever_byte_is_flipped_is_found_at_its_entry(document, script, bit):
    missed = []
    for place in range(len(document)):
        changed = bytearray(document)
        changed[place] ^= bit
        line = document[:place].count(b"\n")
        try:
            script.check(bytes(changed))
            missed.append((place, "unseen"))
        except script.Broken as fault:
            # The head has no entry of its own; the end comes after the last one.
            if fault.seq != min(max(0, line - 1), 3):
                missed.append((place, fault.seq, line))

    assert missed == []


@pytest.mark.parametrize("gone", [0, 1])
def test_a_missing_entry_is_named(document, script, gone):
    lines = document.split(b"\n")
    del lines[1 + gone]
    with pytest.raises(script.Broken) as fault:
        script.check(b"\n".join(lines))
    assert fault.value.seq == gone


def test_a_rewritten_entry_breaks_the_next_ones(script, document):
    import json

    lines = document.decode().split("\n")
    entry = json.loads(lines[2].rstrip(","))
    payload = json.loads(entry["payload"]) | {"montant": 9}
    entry["payload"] = chain.canonical(payload)
    entry["payload_hash"] = chain.sha256(entry["payload"])
    told = {name: entry[name] for name in entry if name != "hash"}
    entry["hash"] = chain.seal(chain.Sealed(**told))
    lines[2] = json.dumps(entry, ensure_ascii=False) + ","
    with pytest.raises(script.Broken) as fault:
        script.check("\n".join(lines).encode())
    assert fault.value.seq == 2


def test_the_database_names_the_same_entry(session_both):
    fill(session_both)
    rows = [
        (chain.Sealed(r.seq, r.prev, r.at, r.type, r.payload_hash, r.payload), r.hash)
        for r in session_both.query(RegisterEntry).order_by(RegisterEntry.seq)
    ]
    forged = chain.Sealed(**(vars(rows[1][0]) | {"payload": rows[1][0].payload.replace("6", "7")}))
    assert chain.first_fault([rows[0], (forged, rows[1][1]), rows[2]]) == (1, "contenu modifié")


@pytest.mark.parametrize(
    "statement", ["UPDATE register_entry SET type = 'x'", "DELETE FROM register_entry"]
)
def test_the_database_refuses_to_rewrite(app_both, statement):
    with writing(app_both) as session:
        fill(session)
    with pytest.raises(DBAPIError, match="insert only"), writing(app_both) as session:
        session.execute(text(statement))


def test_the_script_needs_python_alone(document, tmp_path):
    file = tmp_path / "registre.json"
    file.write_bytes(document)

    def run(*asked: str):
        command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *asked]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    fine = run()
    assert (fine.returncode, fine.stderr) == (0, "")
    head = fine.stdout.rpartition("tête ")[2].strip(" .\n")
    assert run("--tete", head, "--entrees", "3").returncode == 0
    assert run("--entrees", "4").returncode == 1
    assert run("--tete", "f" * 64).returncode == 1
    file.write_bytes(document.replace(b"1000", b"1001"))
    broken = run()
    assert broken.returncode == 1
    assert "entrée 1" in broken.stderr
    file.unlink()
    assert run().returncode == 2


def test_the_command_writes_what_the_script_reads(tmp_path, monkeypatch, sqlite_url, script):
    from click.testing import CliRunner

    from portal.cli import main
    from tests.support.apps import running

    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        fill(session)
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    file = tmp_path / "export.json"
    result = CliRunner().invoke(main, ["register", "export", str(file)])
    assert (result.exit_code, result.output) == (0, "")
    assert script.check(file.read_bytes())[0] == 3


def test_anyone_reads_the_register(app, visitor):
    assert visitor.get("/registre").sees("Le registre est vide")
    with writing(app) as session:
        fill(session, 30)
        head = queries.head(session)[1]
    visitor.get("/registre")
    assert visitor.sees(head)
    assert visitor.sees("30 entrées")
    assert not visitor.sees("Poursuite n° 29")
    visitor.follow("Page suivante")
    assert visitor.sees("dec-00000000")
