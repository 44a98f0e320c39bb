"""The English catalogue: `python tools/catalogue.py top-up`, then translate, then `compile`.

French is the source: what the sources say is the key. `top-up` reads the sources again and keeps what is
already translated; `missing` writes what is left to say, ready to fill in; `fill FILE` takes it back;
`compile` writes the file that the portal reads; `check` says what is wrong, and answers 1 if
something is. Tests do the same checks.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "portal" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
HEADER = "# English for the portal. French is the source: see tools/catalogue.py."
HEAD = {
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
# `plural(number, "jour", "jours")` and `number|pluriel("jour", "jours")` give both words at once.
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "plural": (2, 3),
    "agreed": (2, 3),
}
FILTER = "pluriel"
_PLACE = re.compile(r"%\((\w+)\)([sd])|%(?!\()(.)")


class English(Catalog):
    """A catalogue whose head never changes by itself, so that two branches merge easily."""

    mime_headers = property(lambda _self: list(HEAD.items()))

    @classmethod
    def blank(cls) -> "English":
        return cls(locale="en", charset="utf-8", fuzzy=False, header_comment=HEADER)


def _templates(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """What Jinja gives, and the pairs of words given to the filter."""
    text = file.read()
    yield from babel_extract(io.BytesIO(text), keywords, comment_tags, options)
    tree = Environment(trim_blocks=True, lstrip_blocks=True).parse(text.decode())
    for node in tree.find_all(nodes.Filter):
        if node.name == FILTER:
            words = tuple(arg.value for arg in node.args if isinstance(arg, nodes.Const))
            if len(words) != 2:
                where = f"{file.name}:{node.lineno}"
                raise ValueError(f"{where}: |{FILTER} takes two words as they are, without _()")
            yield node.lineno, "ngettext", words, []


@cache
def extract() -> Catalog:
    """Every message of the sources, in French."""
    found = Catalog(charset="utf-8")
    options = {"jinja2": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
    python = [("**.py", "python")]
    html = [("**.html", _templates)]
    for folder, methods in ((ROOT / "portal", python), (ROOT / "templates", html)):
        for _file, _line, words, _comments, context in extract_from_dir(
            folder, methods, {"**.html": options["jinja2"]}, KEYWORDS
        ):
            found.add(words, context=context)
    return found


def kept() -> Catalog:
    """The catalogue as it is in the project."""
    if not PO.exists():
        return Catalog(locale="en", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def top_up() -> Catalog:
    """The catalogue with the messages of today: new ones empty, those gone left out."""
    old, new = kept(), English.blank()
    for message in extract():
        if message.id:
            known = _known(old, message)
            new.add(message.id, known, context=message.context)
    return new


def _known(old: Catalog, message: Message) -> str | tuple[str, str]:
    known = old.get(_single(message.id), message.context)
    text = known.string if known and not known.fuzzy else ""
    if message.pluralizable:
        return text if isinstance(text, tuple) else ("", "")
    return text[0] if isinstance(text, tuple) else text


def _single(words: str | tuple[str, str]) -> str:
    return words[0] if isinstance(words, tuple) else words


def save(catalog: Catalog) -> None:
    """Write the .po, sorted by message and without places, so that two branches merge easily."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, no_location=True, ignore_obsolete=True)


def compiled() -> bytes:
    """What the .mo must be."""
    made, written = English.blank(), io.BytesIO()
    for message in kept():
        if message.id:
            made.add(message.id, message.string, context=message.context)
    write_mo(written, made)
    return written.getvalue()


def problems() -> list[str]:
    """What is missing, fuzzy, gone, or says other placeholders than the French."""
    today, old = extract(), kept()
    told = [f"to add: {_single(one.id)}" for one in today if one.id and _is_new(old, one)]
    for message in old:
        if not message.id:
            continue
        told += [f"{trouble}: {_single(message.id)}" for trouble in _troubles(today, message)]
    return told + _obsolete(old)


def _is_new(old: Catalog, message: Message) -> bool:
    known = old.get(_single(message.id), message.context)
    return known is None or known.id != message.id


def _obsolete(old: Catalog) -> list[str]:
    return [f"obsolete: {_single(message.id)}" for message in old.obsolete.values()]


def _troubles(today: Catalog, message: Message) -> Iterator[str]:
    if _is_new(today, message):
        yield "gone"
    if message.fuzzy:
        yield "fuzzy"
    sources = message.id if message.pluralizable else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(said) or len(said) != len(sources):
        yield "missing"
    elif any(places(a) != places(b) for a, b in zip(sources, said, strict=True)):
        yield "other placeholders"


def places(text: str) -> list[tuple[str, str]]:
    """What a sentence leaves to fill in, each as often as it stands, in no order."""
    return sorted({(name, kind or odd) for name, kind, odd in _PLACE.findall(text)})


def missing() -> dict[str, str | list[str]]:
    """What is left to translate, ready to fill in."""
    left = {}
    for message in kept():
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(said):
            key = " | ".join(message.id) if message.pluralizable else message.id
            left[key] = ["", ""] if message.pluralizable else ""
    return left


def fill(said: dict[str, str | list[str]]) -> None:
    """Put these translations in; a message that the catalogue does not know is an error."""
    catalog = top_up()
    for key, text in said.items():
        plural = isinstance(text, list)
        message = catalog.get(key.split(" | ")[0] if plural else key)
        if message is None or message.pluralizable != plural:
            raise SystemExit(f"unknown message: {key}")
        message.string = tuple(text) if plural else text
    save(catalog)


def main(command: str = "check", file: str = "") -> int:
    """Do what the command line asks."""
    if command == "check":
        told = problems() + ([] if MO.exists() and MO.read_bytes() == compiled() else ["compile"])
        print("\n".join(told) or "The catalogue is complete.")
        return 1 if told else 0
    if command == "missing":
        print(json.dumps(missing(), ensure_ascii=False, indent=1))
        return 0
    if command == "top-up":
        save(top_up())
    elif command == "fill":
        fill(json.loads(Path(file).read_text(encoding="utf-8")))
    elif command != "compile":
        raise SystemExit(__doc__)
    MO.write_bytes(compiled())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
