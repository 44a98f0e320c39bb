"""Words and sentences: coded words with their label, plurals, lists, folding."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from math import ceil

from flask_babel import get_locale, gettext as _, ngettext

NBSP = "\N{NO-BREAK SPACE}"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
# Gone: controls but line feed and tab, bidirectional controls, zero widths, the tags block.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
# Joiners are kept inside words and between pictures, where they mean something.
_JOINERS = re.compile(r"(?<!\w)[\u200c\u200d]|[\u200c\u200d](?!\w)")
_PICTURES_JOINED = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]\u200d")


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
    """What a person typed, in NFC, without controls or invisible signs, blanks at ends or `\\r`."""
    text = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text)
    if not _PICTURES_JOINED.search(text):
        text = _JOINERS.sub("", text)
    return text.strip()


def one_line(text: str | None) -> str:
    """`clean`, with every run of blanks made one space."""
    return " ".join(clean(text).split())


def length(text: str | None) -> int:
    """How many characters really say something: runs of blanks count once."""
    return len(one_line(text))


def plain_name(text: str | None, most: int = 60) -> str:
    """A name that may open a mail: letters, blanks, hyphens and apostrophes, nothing to click.

    Somebody else typed it, and it goes to an address outside: no sentence, no address fits in it.
    """
    kept = "".join(
        s if s in " -'’" or unicodedata.category(s)[0] in "LM" else " " for s in text or ""
    )
    return one_line(kept)[:most].strip()


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
    """`1 bulletin`, `0 bulletin`, `2 bulletins`, in the language of the page."""
    return f"{count}{NBSP}{agreed(count, one, many)}"


def agreed(count: float, one: str, many: str) -> str:
    """The French word that goes with this number, or its translation.

    The words are given as they stand in French, not translated: `tools/catalogue.py` finds the pair,
    because a word that never changes in French (« mois ») does elsewhere.
    """
    locale = get_locale()
    if locale is None or locale.language == "fr":
        return many if abs(count) >= 2 else one
    # A catalogue knows whole numbers alone: « 7,2 agents » are several.
    return ngettext(one, many, ceil(abs(count)))


def listed(parts: Sequence[str]) -> str:
    """`a`, `a et b`, `a, b et c`."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s et %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
