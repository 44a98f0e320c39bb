"""What we did not write is exactly what its authors published."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = json.loads((ROOT / "static" / "vendor.json").read_text(encoding="utf-8"))
FILES = {path: digest for library in LIBRARIES for path, digest in library["files"].items()}
VENDORED_FOLDERS = ("static/dsfr", "tests/vendor")
MOST_BYTES_SERVED = 2_500_000


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library["name"])
def test_every_file_is_the_published_one(library):
    found = {
        path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in library["files"]
    }
    assert found == library["files"]


@pytest.mark.parametrize("folder", VENDORED_FOLDERS)
def test_nothing_was_slipped_beside_them(folder):
    present = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert present == {path for path in FILES if path.startswith(folder)}


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library["name"])
def test_each_library_keeps_its_licence(library):
    assert library["licence"] and library["version"] and library["integrity"].startswith("sha512-")
    assert any("LICENSE" in path for path in library["files"])


def test_what_is_served_stays_light():
    served = sum((ROOT / path).stat().st_size for path in FILES if path.startswith("static/"))
    assert served < MOST_BYTES_SERVED
