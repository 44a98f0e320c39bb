"""French words and sentences: coded words with their label, plurals, lists, folding."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

NBSP = "\N{NO-BREAK SPACE}"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class Word(StrEnum):
    """A code that is stored, with the (lazy) French label that a person reads.

    Members are written `NAME = "code", _l("libellé")` and compare equal to their code.
    """

    label: str

    def __new__(cls, code: str, label: str) -> "Word":
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """`(code, label)` pairs in the order of the class, for a select or radio field."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def codes(cls) -> list[str]:
        """The stored codes, for a database check."""
        return [word.value for word in cls]


def clean(text: str | None) -> str:
    """What a person typed, in NFC, without invisible controls, blanks at the ends or `\\r`."""
    text = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSEEN.sub("", text).strip()


def one_line(text: str | None) -> str:
    """`clean`, with every run of blanks made one space."""
    return " ".join(clean(text).split())


def length(text: str | None) -> int:
    """How many characters really say something: runs of blanks count once."""
    return len(one_line(text))


def fold(text: str | None) -> str:
    """Lower case, no accents, no ligatures: two spellings of one word become the same."""
    spread = unicodedata.normalize("NFKD", (text or "").translate(_LIGATURES))
    return "".join(char for char in spread if not unicodedata.combining(char)).casefold()


def shorten(text: str | None, limit: int) -> str:
    """One line of at most `limit` characters, cut between words and ended by an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:.–-") + "…"


def plural(count: int, one: str, many: str) -> str:
    """`1 bulletin`, `0 bulletin`, `2 bulletins`: French is singular below two."""
    return f"{count}{NBSP}{many if abs(count) >= 2 else one}"


def listed(parts: Sequence[str], last: str = "et") -> str:
    """`a`, `a et b`, `a, b et c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
