"""The files of the programme's folder: which are sheets, and their text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .findings import Notes

_LIMIT = 1024  # KiB: the longest genuine sheet is a tenth of it
_SLUG = re.compile(r"\w[\w.-]{0,199}")
_FENCE = b"---"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a folder: `slug` is its name without `.md`, in composed letters."""

    file: Path
    slug: str
    notes: Notes


def content_of(folder: Path) -> Path | None:
    """The folder that holds `_startups` and the others, or None."""
    for place in (folder / "content", folder):
        if (place / "_startups").is_dir() or (place / "_organisations").is_dir():
            return place
    return None


def sources(folder: Path) -> Iterator[Source]:
    """Every file of the folder in order of name, what is no sheet being noted."""
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        name = unicodedata.normalize("NFC", file.name)
        yield Source(file, name.removesuffix(".md"), Notes(f"{folder.name}/{name}"))


def text_of(source: Source) -> str | None:
    """The text with plain line feeds, or None when this is no readable sheet (noted)."""
    raw = _bytes_of(source)
    if raw is None:
        return None
    if not _SLUG.fullmatch(source.slug):
        source.notes.say("bad_slug")
    return None if source.notes.refused else _decode(raw, source.notes)


def _bytes_of(source: Source) -> bytes | None:
    if source.file.is_symlink():
        return source.notes.say("link")
    if not source.file.is_file():
        return source.notes.say("ignored")
    if source.file.stat().st_size > _LIMIT * 1024:
        return source.notes.say("too_big", limit=_LIMIT)
    return _sheet_bytes(source)


def _sheet_bytes(source: Source) -> bytes | None:
    raw = source.file.read_bytes()
    if source.file.name.endswith(".md"):
        return raw
    if not raw.removeprefix(b"\xef\xbb\xbf").startswith(_FENCE):
        return source.notes.say("ignored")
    source.notes.say("no_extension")
    return raw


def _decode(raw: bytes, notes: Notes) -> str | None:
    if b"\x00" in raw:
        return notes.say("nul", raw[: raw.index(b"\x00")].count(b"\n") + 1)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return notes.say("not_utf8", raw[: error.start].count(b"\n") + 1)
    if text.startswith("\ufeff"):
        notes.say("bom", 1)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
