"""Typed reading of the keys of a header: what does not fit is noted, at its line."""

import html
import re
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from portal.kernel.text import clean, fold

from .findings import Notes
from .frontmatter import Entry

# Addresses of persons: read over, never kept, whatever follows the word.
_CONTACT = "contact"
_ENTITY = re.compile(r"&#?\w+;")


def spelling(text: str) -> str:
    """The key that two spellings of one word share (case, accents, apostrophes, borders)."""
    return fold(text.strip().replace("’", "'"))


def known(text: str, words: Iterable[str]) -> str | None:
    """The word of the list that this text spells, whatever its case and accents."""
    return next((word for word in words if spelling(word) == spelling(text)), None)


class Fields:
    """The keys of one mapping; `rest` gives those that nobody asked for."""

    def __init__(self, entries: dict[str, Entry], notes: Notes, *, line: int = 1) -> None:
        self.notes, self.line = notes, line
        self._entries = entries
        self._asked: set[str] = set()

    @property
    def lines(self) -> dict[str, int]:
        """The line of every key."""
        return {key: entry.line for key, entry in self._entries.items()}

    def line_of(self, key: str) -> int:
        """The line of the key, or of the mapping when the key is absent."""
        return self._entries[key].line if key in self._entries else self.line

    def text(self, key: str, *, required: bool = False) -> str:
        """The text without border spaces; empty when absent, which `required` refuses."""
        entry = self._take(key)
        text = self._text(key, entry) if entry else ""
        if required and not text and not (entry and not entry.is_scalar):
            self.notes.say("missing_key", self.line_of(key), key=key)
        return text

    def url(self, key: str) -> str:
        """An http(s) address, or nothing: any other would be dangerous as a link."""
        text = self._unescaped(key, self.text(key))
        if text and not _is_web(text):
            self.notes.say("not_a_url", self.line_of(key), key=key, value=text[:80])
            return ""
        return text

    def flag(self, key: str) -> bool | None:
        """True, false, or None when the file does not tell."""
        entry = self._take(key)
        if entry is None or isinstance(entry.value, bool):
            return entry.value if entry else None
        self.notes.say("not_a_flag", entry.line, key=key, value=entry.raw[:40])
        return None

    def number(self, key: str) -> int | None:
        """A whole number, or None when absent or (refused) unreadable."""
        entry = self._take(key)
        if entry is None or type(entry.value) is int:
            return entry.value if entry else None
        digits = re.sub(r"[\s_€]", "", entry.raw)
        if digits.isascii() and digits.isdigit() and len(digits) <= 12:
            return int(digits)
        self.notes.say("not_a_number", entry.line, key=key, value=entry.raw[:40])
        return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A day; a quoted day or a moment is read with a doubt, anything else refused."""
        entry = self._take(key)
        if entry is None:
            if required:
                self.notes.say("missing_key", self.line, key=key)
            return None
        return self._day(key, entry)

    def texts(self, key: str) -> list[Entry]:
        """The entries of a list of texts (a lone text counts as a list of one)."""
        entry = self._take(key)
        if entry is None or (entry.raw.strip() == "" and entry.is_scalar):
            return []
        entries = [entry] if entry.is_scalar else entry.value
        return [text for one in self._listed(key, entry, entries) if (text := self._bare(key, one))]

    def mappings(self, key: str) -> list["Fields"]:
        """The mappings of a list, each with its line."""
        entry = self._take(key)
        if entry is None:
            return []
        if not isinstance(entry.value, list):
            self.notes.say("wrong_shape", entry.line, key=key)
            return []
        found = [self._fields(key, one) for one in entry.value]
        return [fields for fields in found if fields]

    def mapping(self, key: str) -> "Fields | None":
        """The mapping under this key, or None."""
        entry = self._take(key)
        return self._fields(key, entry) if entry else None

    def rest(self) -> dict[str, object]:
        """The keys nobody asked for, plain, to be given back on export; contacts excepted."""
        left = {key: entry for key, entry in self._entries.items() if self._is_left(key)}
        for key, entry in left.items():
            self.notes.say("unknown_key", entry.line, key=key)
        return {key: entry.plain() for key, entry in left.items()}

    def _is_left(self, key: str) -> bool:
        return key not in self._asked and not spelling(key).startswith(_CONTACT)

    def _take(self, key: str) -> Entry | None:
        self._asked.add(key)
        entry = self._entries.get(key)
        return None if entry is None or entry.value is None else entry

    def _unescaped(self, key: str, text: str) -> str:
        # Some addresses were saved as a page shows them: `https:&#x2F;&#x2F;`.
        if not _ENTITY.search(text):
            return text
        self.notes.say("escaped_url", self.line_of(key), key=key)
        return _ENTITY.sub(lambda found: html.unescape(found[0]), text)

    def _text(self, key: str, entry: Entry) -> str:
        if not entry.is_scalar:
            self.notes.say("wrong_shape", entry.line, key=key)
            return ""
        text = clean(entry.raw)
        # The last line feed of a YAML block is no slip of the author.
        if text and entry.raw.strip() != entry.raw.rstrip("\n"):
            self.notes.say("padded", entry.line, key=key)
        if not isinstance(entry.value, str):
            self.notes.say("read_as_text", entry.line, key=key, value=text[:40])
        return text

    def _bare(self, key: str, entry: Entry) -> Entry | None:
        text = self._text(key, entry) if entry.value is not None else ""
        return Entry(text, entry.line, text) if text else None

    def _listed(self, key: str, entry: Entry, entries: object) -> list[Entry]:
        if isinstance(entries, list):
            return entries
        self.notes.say("wrong_shape", entry.line, key=key)
        return []

    def _fields(self, key: str, entry: Entry) -> "Fields | None":
        if isinstance(entry.value, dict):
            return Fields(entry.value, self.notes, line=entry.line)
        self.notes.say("wrong_shape", entry.line, key=key)
        return None

    def _day(self, key: str, entry: Entry) -> date | None:
        if type(entry.value) is date:
            return entry.value
        day = _loose_day(entry)
        code = "loose_date" if day else "not_a_date"
        self.notes.say(code, entry.line, key=key, value=entry.raw[:40])
        return day


def _loose_day(entry: Entry) -> date | None:
    if isinstance(entry.value, datetime):
        return entry.value.date()
    try:
        return date.fromisoformat(entry.raw.strip()) if len(entry.raw.strip()) == 10 else None
    except ValueError:
        return None


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)
