"""The store keeps what it said it kept: in a folder, or in a bucket; a backup takes it along."""

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace

import pytest

from portal.backup import actions as backup, attachments
from portal.backup.manifest import BadBackup
from portal.config import Settings, UnsafeSettings
from portal.files import store
from portal.kernel.errors import Unavailable
from tests.backup.acting import give_back, make
from tests.backup.test_backup import former
from tests.files import samples
from tests.files.joining import put
from tests.irritants.conftest import settle
from tests.support.apps import writing

DIGEST = hashlib.sha256(samples.PDF).hexdigest()


@pytest.fixture(scope="module")
def s3():
    """The address of a bucket of a test server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "moto.server",
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _make_bucket(f"{endpoint}/pieces")
        yield f"s3://pieces/portail?endpoint={endpoint}"
    finally:
        server.kill()
        server.wait()


def _make_bucket(url: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            asked = urllib.request.Request(url, method="PUT")
            asked.add_header(
                "Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/x"
            )
            urllib.request.urlopen(asked, timeout=10)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(params=["folder", "bucket"])
def url(request, tmp_path, monkeypatch) -> str:
    if request.param == "folder":
        return (tmp_path / "pièces jointes").as_uri()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "essai")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "essai")
    return request.getfixturevalue("s3")


def test_a_content_is_kept_read_and_forgotten(url):
    kept = store.opened(Settings(files_url=url).checked())
    kept.check()
    assert not kept.has(DIGEST)
    with pytest.raises(KeyError):
        kept.read(DIGEST)
    for _time in range(2):
        kept.put(DIGEST, samples.PDF)
        assert kept.has(DIGEST) and kept.read(DIGEST) == samples.PDF
    for _time in range(2):
        kept.drop(DIGEST)
        assert not kept.has(DIGEST)
    kept.tidy()


def test_a_store_out_of_reach_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "essai")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "essai")
    (tmp_path / "barred").write_text("")
    for gone in (
        store.Bucket("pieces", "", endpoint="http://127.0.0.1:9"),
        store.Folder(tmp_path / "barred" / "under"),
    ):
        with pytest.raises(Unavailable):
            gone.put(DIGEST, samples.PDF)


def test_what_was_left_half_written_goes_after_an_hour(tmp_path):
    kept = store.Folder(tmp_path)
    kept.put(DIGEST, samples.PDF)
    old, young = tmp_path / "en-cours" / "old", tmp_path / "en-cours" / "young"
    for half in (old, young):
        half.write_bytes(b"%PDF")
    os.utime(old, (time.time() - 3700,) * 2)
    kept.tidy()

    assert not old.exists() and young.exists() and kept.has(DIGEST)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "a" * 63, "/" * 64, ""])
def test_nothing_but_a_fingerprint_names_a_content(tmp_path, digest):
    with pytest.raises(ValueError):
        store.Folder(tmp_path).has(digest)


@pytest.mark.parametrize(
    "url",
    ["http://x/y", "file://host/a", "/a", "s3:///a", "s3://b?access_key=x", "s3://b?endpoint=x&z="],
)
def test_an_address_that_is_none_is_refused_at_start(url):
    with pytest.raises(UnsafeSettings, match="PORTAL_FILES_URL"):
        Settings(files_url=url).checked()


@pytest.mark.parametrize("size", [0, 101])
def test_so_is_a_size_out_of_measure(size):
    with pytest.raises(UnsafeSettings, match="PORTAL_FILES_SIZE"):
        Settings(files_size=size).checked()


# Backups


@pytest.fixture
def joined(app_both, kept):
    """An instance with one file, its settings and where the file stands."""
    with writing(app_both) as session:
        v = settle(session)
        digest = put(session, v.actor("author"), v.irritant()).sha256
    place = store.opened(kept)._path(digest)
    assert place.is_file()
    return kept, place


def test_a_backup_takes_the_files_and_gives_them_back(joined, closed, tmp_path):
    settings, place = joined
    content = place.read_bytes()
    made = make(settings, tmp_path / "copie")
    assert set(made.files) == {made.file, attachments.NAME}
    assert backup.verify(settings, tmp_path / "copie") == made

    place.unlink()
    closed()
    aside = give_back(settings, tmp_path / "copie")
    assert place.read_bytes() == content
    assert "author@test.gouv.example" in former(settings, aside)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_lost_or_changed_file_is_no_backup(joined, tmp_path):
    settings, place = joined
    place.write_bytes(b"autre chose")
    with pytest.raises(BadBackup, match="a changé"):
        make(settings, tmp_path / "un")
    place.unlink()
    with pytest.raises(BadBackup, match="manque"):
        make(settings, tmp_path / "deux")
    assert not (tmp_path / "un").exists() and not (tmp_path / "deux").exists()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_archive_without_what_the_base_names_is_refused(joined, tmp_path):
    settings, _place = joined
    folder = tmp_path / "copie"
    made = make(settings, folder)
    (folder / attachments.NAME).unlink()
    backup.manifest.write(folder, replace(made, files={made.file: made.files[made.file]}))

    with pytest.raises(BadBackup, match="fichiers joints : 1"):
        backup.verify(settings, folder)
