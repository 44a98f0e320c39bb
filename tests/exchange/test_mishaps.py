"""Whatever happened to a file, reading says so and never breaks."""

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as some

from portal.exchange import frontmatter
from portal.exchange.readers import read

from .folder import STARTUP, Folder

PIECES = [*STARTUP.splitlines(), "---", "- ", "  - {", "}", "[", "]", ": ", "'", '"', "|", "~", "#"]
WORDS = some.lists(some.sampled_from(PIECES) | some.text(max_size=12), max_size=20)


@given(WORDS, some.integers(0, len(STARTUP)))
def test_a_damaged_sheet_is_read_or_refused(words, cut):
    damaged = STARTUP[:cut] + "\n".join(words) + STARTUP[cut:]
    _check(damaged.encode("utf-8", "replace"))


@given(some.binary(max_size=80), some.integers(0, len(STARTUP)))
def test_damaged_bytes_are_read_or_refused(junk, cut):
    raw = STARTUP.encode()
    _check(raw[:cut] + junk + raw[cut:])


def test_the_pure_python_parser_reads_the_same(folder, monkeypatch):
    folder.startup(more="stats: true\nthematiques: [Vélo]\n")
    swift = read(folder.root)
    monkeypatch.setattr(frontmatter, "_Loader", yaml.SafeLoader)
    assert read(folder.root) == swift


@pytest.mark.parametrize("value", ["~", "[]", "{}", "[[]]", "[~]", "''", "12", "2020-01-01"])
@pytest.mark.parametrize(
    "key",
    [
        "title",
        "incubator",
        "incubators",
        "sponsors",
        "phases",
        "events",
        "fast",
        "stats",
        "stats_url",
        "usertypes",
        "techno",
        "redirect_from",
        "accessibility_status",
        "rgpd",
    ],
)
def test_any_shape_under_any_key_is_read_or_refused(key, value):
    lines = [line for line in STARTUP.splitlines() if not line.startswith(key)]
    _check("\n".join([lines[0], f"{key}: {value}", *lines[1:]]).encode())


def _check(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place))
        folder.write("_startups/boussole.md", content)
        batch = read(folder.root)
    assert all(finding.sentence for finding in batch.findings)
    assert len(batch.startups) == (1 if batch.is_clean else 0)
