"""Log lines: one event, its fields, on one line whatever they hold. Pure.

An event and its fields are chosen by us; the message of a foreign log or of an exception is not,
and may repeat what somebody typed. So those are told by their template, their class and the place
in the code, never by their text.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("text", "json")
MOST_FRAMES = 12
_BARE = re.compile(r"[A-Za-z0-9_.:/<>+,-]+")


def tell(
    log: logging.Logger, event: str, level: int = logging.INFO, *, exc_info=None, **fields: object
) -> None:
    """Log that `event` happened. Fields are refs, codes and numbers: never what a person wrote."""
    log.log(level, event, exc_info=exc_info, extra={"told": fields})


class Line(logging.Formatter):
    """Writes a record as `key=value` pairs, or as a JSON object."""

    def __init__(self, kind: str = "text", *, with_traceback: bool = False) -> None:
        super().__init__()
        self.kind, self.with_traceback = kind, with_traceback

    def format(self, record: logging.LogRecord) -> str:
        fields = dict(_fields(record))
        written = _as_json(fields) if self.kind == "json" else _as_text(fields)
        if self.with_traceback and record.exc_info:
            return f"{written}\n{self.formatException(record.exc_info)}"
        return written


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    yield "at", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    yield "level", record.levelname.lower()
    told = getattr(record, "told", None)
    if told is None:
        yield from (("event", "log"), ("logger", record.name), ("said", str(record.msg)))
    else:
        yield "event", record.msg
        yield from told.items()
    if record.exc_info and record.exc_info[1] is not None:
        yield from _trouble(record.exc_info[1])


def _trouble(error: BaseException) -> Iterator[tuple[str, object]]:
    yield "error", type(error).__name__
    cause = error.__cause__ or getattr(error, "orig", None)
    if cause is not None:
        yield "cause", type(cause).__name__
    if code := getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None):
        yield "code", code
    yield "trace", ",".join(_frames(error))


def _frames(error: BaseException) -> list[str]:
    """The last places passed through, the deepest first: `portal/web/guard.py:41:check`."""
    summary = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return [f"{_place(each.filename)}:{each.lineno}:{each.name}" for each in reversed(summary)]


def _place(filename: str) -> str:
    path = Path(filename)
    inside = path.is_relative_to(ROOT) and "site-packages" not in path.parts
    return path.relative_to(ROOT).as_posix() if inside else "/".join(path.parts[-2:])


def _as_json(fields: dict[str, object]) -> str:
    return json.dumps(fields, default=str)


def _as_text(fields: dict[str, object]) -> str:
    return " ".join(f"{name}={_value(value)}" for name, value in fields.items())


def _value(value: object) -> str:
    """The value as it is when it cannot be mistaken; quoted, in ASCII and escaped, otherwise."""
    text = "" if value is None else str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text)
