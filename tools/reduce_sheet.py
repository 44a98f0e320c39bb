"""Write the design system's sheet again with the rules that our pages use, and those alone.

Run `python tools/reduce_sheet.py` (with the test dependencies) after a new class, a new icon or a
new version of the design system: a test says when. The untouched sheets stay in `static/dsfr/`.
The terms of use forbid altering the foundations: tokens, fonts and marks are kept as they are, a
rule is kept whole or dropped whole. The icons kept stand inside the sheet, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TARGET = STATIC / "dsfr-reduced.css"
SHEETS = (
    "dsfr/dsfr.main.min.css",
    *(
        f"dsfr/utility/icons/icons-{name}/icons-{name}.main.min.css"
        for name in ("system", "business", "document", "user")
    ),
)
# Where a class may be named. The last one is the design system's own script, which says `modal`
# for `fr-modal`.
SOURCES = ("templates/**/*.html", "portal/**/*.py", "static/portal.js")
SCRIPT = "static/dsfr/dsfr.module.min.js"
# Wider than what we write: what browsers do not know is dropped, it styles nothing.
BLOCKS = {"media", "supports"}
WHOLE = {"font-face", "keyframes", "charset"}
# The start of every class: a template that made names from it alone would keep them all.
_TOO_WIDE = {"fr-"}
_WORD = re.compile(r"[a-z0-9_-]*[a-z0-9][a-z0-9_-]*")
_QUOTED = re.compile(rf"[\"']({_WORD.pattern})[\"']")
_STATE = re.compile(r"[\"'`]([a-z][a-z0-9-]*(?:__|--)[a-z0-9_-]+)[\"'`]")
_AS_IS = " /:;=?,.()'!*&+@$~-_"
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def main() -> None:
    """Write the reduced sheet."""
    TARGET.write_text(reduced(), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


def reduced() -> str:
    """The text of the reduced sheet, the same for the same sources."""
    texts = {name: (STATIC / name).read_text(encoding="utf-8") for name in SHEETS}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    licence = _LICENCE.search(texts[SHEETS[0]]).group()
    told = json.dumps(digests, indent=1)
    head = f'@charset "UTF-8";\n{licence}\n/* Reduced by tools/reduce_sheet.py from: {told} */\n'
    return head + "\n".join(_kept(name, text) for name, text in texts.items()) + "\n"


def _kept(name: str, text: str) -> str:
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(_rule(rule, posixpath.dirname(name)) for rule in rules)


def _rule(rule, folder: str) -> str:
    if rule.type == "qualified-rule":
        return _qualified(rule, folder)
    if rule.type != "at-rule" or rule.at_keyword == "charset":
        return ""
    if rule.at_keyword in WHOLE:
        return _drawn(rule.serialize(), folder)
    return _block(rule, folder) if rule.at_keyword in BLOCKS else ""


def _block(rule, folder: str) -> str:
    inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    kept = "".join(_rule(one, folder) for one in inside)
    head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
    return f"{head}{{{kept}}}" if kept else ""


def _qualified(rule, folder: str) -> str:
    """The rule with the selectors that may meet something; each selector is whole or gone."""
    selectors = [one for one in split(rule.prelude) if is_used(one)]
    if not selectors:
        return ""
    body = _drawn(tinycss2.serialize(rule.content), folder)
    return f"{','.join(tinycss2.serialize(one).strip() for one in selectors)}{{{body}}}"


def split(prelude: list) -> Iterator[list]:
    """The selectors of a list, at its own commas."""
    one: list = []
    for token in prelude:
        if token == ",":
            yield one
            one = []
        else:
            one.append(token)
    yield one


def is_used(selector: list) -> bool:
    """Whether every class that the selector asks for may stand in a page."""
    return classes(selector) <= used_classes()


def classes(tokens: list) -> set[str]:
    """Classes that an element must bear, those inside `:not()` and other functions left out."""
    found = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "ident" and before is not None and before == ".":
            found.add(token.value)
    return found


@cache
def used_classes() -> frozenset[str]:
    """Classes of the full sheets that our pages, our code or the scripts may set."""
    known = {name for sheet in SHEETS for name in _named((STATIC / sheet).read_text())}
    words = _words()
    heads = {word for word in words if word.endswith("-")} - _TOO_WIDE
    tails = {word for word in words if word.startswith("-")}
    ours = {name for name in known if name in words or _is_made(name, words, heads, tails)}
    states = {f"fr-{name}" for name in _STATE.findall((ROOT / SCRIPT).read_text())}
    blocks = {_block_of(name) for name in ours}
    return frozenset(ours | {name for name in known & states if _block_of(name) in blocks})


def _block_of(name: str) -> str:
    """The component that a state belongs to: `fr-modal` for `fr-modal--opened`."""
    return re.split("__|--", name)[0]


def _words() -> set[str]:
    return {word for glob in SOURCES for path in ROOT.glob(glob) for word in _said(path)}


def _said(path: Path) -> list[str]:
    """Anything in a template may be part of a class; in Python, what stands alone between quotes."""
    text = path.read_text(encoding="utf-8")
    return (_QUOTED if path.suffix == ".py" else _WORD).findall(text)


def _is_made(name: str, words: set[str], heads: set[str], tails: set[str]) -> bool:
    """Whether a template may put it together: `fr-badge--` and `info`, `fr-input` and `-group`."""
    return any(
        (name[:cut] in heads and name[cut:] in words)
        or (name[:cut] in words and name[cut:] in tails)
        for cut in range(1, len(name))
    )


def _named(sheet: str) -> set[str]:
    return set(re.findall(r"\.(-?[a-z_][a-z0-9_-]*)", sheet))


def _drawn(body: str, folder: str) -> str:
    """The same declarations, icons written inside, other addresses seen from the new place."""

    def address(match: re.Match) -> str:
        url = match.group(1).strip("\"'")
        if url.startswith("data:"):
            return match.group()
        path = posixpath.normpath(posixpath.join(folder, url))
        return f"url({_inside(path) if path.endswith('.svg') else path})"

    return re.sub(r"url\(([^)]*)\)", address, body)


def _inside(path: str) -> str:
    drawing = (STATIC / path).read_text(encoding="utf-8")
    # Not in base 64, which compresses badly.
    return f'"data:image/svg+xml,{quote(drawing, safe=_AS_IS)}"'


if __name__ == "__main__":
    main()
