"""A Markdown file with a YAML 1.1 header, read with the line of every value.

The header is built from the parser's events, not composed: an alias bomb or a thousand
nested brackets are refused before anything grows (composing those crashes the C library).
"""

import math
from dataclasses import dataclass, replace
from datetime import date

import yaml

from .findings import Notes

Scalar = str | int | float | bool | date | None
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = "---"
_DEEPEST = 8
# What libyaml (0.2.6 and later) says by itself, before its first event, past a thousand levels.
_TOO_DEEP = "maximum nesting depth"


class _Unreadable(Exception):
    """The header cannot be read, for the reason of this code, at this line of the file."""

    def __init__(self, code: str, line: int, **details: object) -> None:
        super().__init__(code)
        self.code, self.line, self.details = code, line, details


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the header: `raw` is the scalar as typed, `line` counts from 1 in the file."""

    value: "Scalar | list[Entry] | dict[str, Entry]"
    line: int
    raw: str = ""

    @property
    def is_scalar(self) -> bool:
        """Whether the value is neither a list nor a mapping."""
        return not isinstance(self.value, list | dict)

    def plain(self) -> object:
        """The value without its lines, fit for JSON (days in ISO, odd numbers as typed)."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read: its header, and the Markdown that follows."""

    header: dict[str, Entry]
    body: str


def parse(text: str, notes: Notes) -> Sheet | None:
    """Split and read the text; None, with the reason noted, when it cannot be read."""
    try:
        head, body = _split(text)
        return Sheet(_Header(head, notes).read(), body)
    except _Unreadable as why:
        notes.say(why.code, why.line, **why.details)
        return None


def _split(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise _Unreadable("no_front_matter", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :])
    raise _Unreadable("open_front_matter", 1)


def _plain(entry: Entry) -> object:
    value = entry.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return entry.raw
    return value


class _Header:
    """Builds entries from the events of the parser."""

    def __init__(self, text: str, notes: Notes) -> None:
        self._text, self._notes = text, notes

    def read(self) -> dict[str, Entry]:
        try:
            self._loader = _Loader(self._text)
            return self._document()
        except yaml.YAMLError as error:
            line, column = _place(error)
            if _TOO_DEEP in str(error):
                raise _Unreadable("too_deep", line) from error
            raise _Unreadable("bad_yaml", line, column=column) from error

    def _document(self) -> dict[str, Entry]:
        self._next()  # the stream begins
        if self._loader.check_event(yaml.StreamEndEvent):
            raise _Unreadable("not_mapping", 1)
        self._next()  # the document begins
        root = self._entry(self._next(), 1)
        if not isinstance(root.value, dict):
            raise _Unreadable("not_mapping", root.line)
        self._loader.get_event()
        if not self._loader.check_event(yaml.StreamEndEvent):
            raise _Unreadable("bad_yaml", _line(self._loader.peek_event()), column=1)
        return root.value

    def _next(self):
        return self._loader.get_event()

    def _entry(self, event, depth: int) -> Entry:
        self._refuse_tricks(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Entry(self._list(depth + 1), _line(event))
        return Entry(self._mapping(depth + 1), _line(event))

    def _refuse_tricks(self, event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Unreadable("yaml_alias", _line(event))
        if event.tag not in (None, "!"):
            raise _Unreadable("yaml_tag", _line(event))
        if depth > _DEEPEST:
            raise _Unreadable("too_deep", _line(event))

    def _list(self, depth: int) -> list[Entry]:
        entries = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            entries.append(self._entry(event, depth))
        return entries

    def _mapping(self, depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, depth)
            if key in entries:
                self._notes.say("same_key", _line(event), key=key)
            value = self._entry(self._next(), depth)
            entries[key] = replace(value, line=_line(event))  # a person looks for the key
        return entries

    def _key(self, event, depth: int) -> str:
        entry = self._entry(event, depth)
        if not entry.is_scalar:
            raise _Unreadable("not_mapping", entry.line)
        return entry.raw

    def _scalar(self, event) -> Entry:
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return Entry(self._loader.construct_object(node), _line(event), event.value)
        except ValueError:  # 30 February, an endless number
            raise _Unreadable("bad_value", _line(event), value=event.value[:40]) from None


def _line(event) -> int:
    # The header's first line is the second of the file.
    return event.start_mark.line + 2


def _place(error: yaml.YAMLError) -> tuple[int, int]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return (mark.line + 2, mark.column + 1) if mark else (1, 1)
