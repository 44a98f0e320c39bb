"""What the Markdown of a sheet holds that a reader should know before it is shown."""

import re

from .findings import Notes

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_ACTIVE = frozenset({"iframe", "script", "object", "embed", "form", "style"})
_IMAGE = re.compile(r"!\[[^\]]*\]\(|<img\b", re.IGNORECASE)
_COMMENT = "<!--"
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def note_body(body: str, notes: Notes, *, line: int = 0) -> None:
    """Note an empty body, raw HTML (sanitised before display) and images (never fetched)."""
    if not body.strip():
        notes.say("empty_body", line)
        return
    prose = _CODE.sub("", body)
    if _COMMENT in prose or _TAG.search(prose):
        notes.say("raw_html", line)
    _note_html({tag.casefold() for tag in _TAG.findall(prose)}, notes, line)
    if _IMAGE.search(prose):
        notes.say("missing_image", line)


def _note_html(tags: set[str], notes: Notes, line: int) -> None:
    for tag in sorted(tags & _ACTIVE):
        notes.say("active_html", line, tag=tag)
