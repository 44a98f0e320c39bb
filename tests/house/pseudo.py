"""A language that does not exist, in which every sentence that went through gettext wears brackets.

What stands outside the brackets was never given to the catalogue, unless it is data: what people
wrote, which the database holds, or one of the few things listed here.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, Comment, Doctype, Tag
from flask import Flask
from sqlalchemy import JSON, Enum, String, select

from portal.committees.vote_models import Ballot
from portal.db.base import Base
from portal.extensions import db
from portal.irritants.desk_rules import PLACEHOLDERS
from portal.kernel.territories import TERRITORIES
from portal.organisations.models import Organisation
from portal.startups.models import Startup
from portal.web import filters
from tests.support import html

OPEN, SHUT = "\u27e6", "\u27e7"
# What a person hears or reads besides the text itself.
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "aria-description", "label")
WORDS_OF_BUTTONS = ("submit", "button", "reset")
# Proper nouns of the State, and things typed as they are on every language's keyboard.
EXEMPT_PLACES = (".fr-logo", "code", "pre", "kbd", "script", "style", "textarea")
EXEMPT_WORDS = {
    "Français",  # a language is called by its own name
    "English",
    "SHA-256",
    "MIT",
    "CSV",
    "JSON",
    "Python",
    "Markdown",
    "h",
    "Werkzeug",  # the browser of the tests, in the list of sessions
    "demo",  # the password of the demonstration
    "km",
}
# Tables whose texts no page shows.
NOT_SHOWN = {"mail"}
# What the code stores for itself: a page that showed it would show no word at all.
_CODE = re.compile(r"[a-z0-9_.:/-]+")
_PLACE = re.compile(r"(%\(\w+\)[sd])")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*")
# References, fingerprints, addresses.
_MACHINE = re.compile(
    r"\b[a-z]{3}-[0-9a-z]{8}\b|\b[0-9a-f]{6,64}\b…?|\S+@\S+\.\w+|https?://\S+|\b(?:[a-z0-9]+\.)+[a-z]{2,4}\b"
)


def write_catalogue(french: Catalog, folder: Path) -> None:
    """An « en » catalogue where each message is its French in brackets, places left outside."""
    made = Catalog(locale="en", charset="utf-8")
    for message in french:
        if message.id:
            made.add(message.id, _bracketed(message.id), context=message.context)
    target = folder / "en" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, made)


def _bracketed(text: str | tuple) -> str | tuple:
    if isinstance(text, tuple):
        return tuple(_bracketed(each) for each in text)
    said = _PLACE.sub(rf"{SHUT}\1{OPEN}", text)
    return f"{OPEN}{said}{SHUT}".replace(OPEN + SHUT, "")


def speak(app: Flask, folder: Path) -> None:
    """Make the portal of this application read its English there."""
    spoken = app.extensions["babel"]
    spoken.translation_directories[:] = [str(folder)]
    spoken.instance.domain_instance.cache.clear()


class Known:
    """What people wrote: every text of the database, whole or as the page lays it out."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            codes = {text for text in _texts() if _CODE.fullmatch(text)}
            texts = set(_texts()) - codes
            texts |= set(_shown_codes()) | {*TERRITORIES, *TERRITORIES.values(), *PLACEHOLDERS}
        shown = {_said(piece) for text in texts for piece in _pieces(text)}
        self.data = sorted((each for each in shown if _LETTERS.search(each)), key=len, reverse=True)
        self.whole = set(self.data)
        self.dates = _date_words()
        self.left = cache(self._left)

    def _left(self, text: str) -> str:
        """The words of this text that nobody wrote and that no catalogue gave."""
        rest = _said(text)
        if rest in self.whole or not _LETTERS.search(rest):
            return ""
        for each in self.data:
            if each in rest:
                rest = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", rest)
                if not _LETTERS.search(rest):
                    return ""
        odd = [each for each in _LETTERS.findall(rest) if each not in self.dates | EXEMPT_WORDS]
        return " ".join(odd)


def _said(text: str) -> str:
    return html.words(_MACHINE.sub(" ", text))


def _texts() -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        if table.name in NOT_SHOWN:
            continue
        for column in table.columns:
            if isinstance(column.type, JSON) or "JSON" in str(column.type):
                for value in db.session().scalars(select(column)):
                    yield from _leaves(value)
            elif isinstance(column.type, String) and not isinstance(column.type, Enum):
                yield from filter(None, db.session().scalars(select(column).distinct()))


def _shown_codes() -> Iterator[str]:
    """Codes shown as they are: technologies, ministries' short names, receipts of ballots."""
    for techno in db.session().scalars(select(Startup.techno)):
        yield from techno
    yield from filter(None, db.session().scalars(select(Organisation.ministry)))
    yield from db.session().scalars(select(Ballot.receipt))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)


def _pieces(text: str) -> Iterator[str]:
    """A text as it is, line by line, and node by node once it is laid out as Markdown."""
    yield text
    yield from text.split("\n")
    if "\n" in text or "*" in text or "#" in text or "- " in text:
        yield from BeautifulSoup(str(filters.markdown(text)), "html.parser").stripped_strings


def _date_words() -> set[str]:
    english = Locale("en")
    found = {"at", "AM", "PM"}
    for names_of in (english.months, english.days):
        for widths in names_of.values():
            for width in ("wide", "abbreviated"):
                found |= set(widths[width].values())
    return found


def outside(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """(where, text) for each text of the page, or attribute read aloud, beyond the brackets."""
    for place in page.select(", ".join(EXEMPT_PLACES)):
        place.decompose()
    deep = False
    for node in page.descendants:
        if isinstance(node, Comment | Doctype):
            continue
        if isinstance(node, Tag):
            yield from _attributes(node)
            continue
        text, deep = _without(str(node), deep)
        if text.strip():
            yield node.parent.name, text


def _attributes(tag: Tag) -> Iterator[tuple[str, str]]:
    read = [name for name in ATTRIBUTES if tag.get(name)]
    if tag.name == "input" and tag.get("type") in WORDS_OF_BUTTONS:
        read.append("value")
    if tag.name == "meta" and tag.get("name") == "description":
        read.append("content")
    if tag.get("id") == "portal-words":
        read += [name for name in tag.attrs if name.startswith("data-")]
    for name in read:
        yield f"{tag.name}@{name}", _without(tag[name], False)[0]


def _without(text: str, deep: bool) -> tuple[str, bool]:
    """The text less what is in brackets, and whether the brackets are still open at its end."""
    kept = []
    for char in text:
        if char in (OPEN, SHUT):
            deep = char == OPEN
            kept.append(" ")
        elif not deep:
            kept.append(char)
    return "".join(kept), deep
