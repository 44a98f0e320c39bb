"""The hostile inputs, as they stand in `bad_inputs.jsonl` (ASCII, so that no sign misleads a reader)."""

import json
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

SHEET = Path(__file__).with_name("bad_inputs.jsonl")


@dataclass(frozen=True)
class Case:
    """One input: where it goes, how it is written, what must come of it."""

    id: str
    cls: str
    target: str
    method: str
    encoding: str
    payload: Any
    expect_status: tuple[int, ...]
    invariants: tuple[str, ...]
    note: str

    @property
    def text(self) -> str:
        """What is typed, for the cases that type something."""
        return typed(self.encoding, self.payload)


def typed(encoding: str, payload: Any) -> str:
    """The text of a payload."""
    if encoding == "gen":
        count = payload.get("count", 1)
        return payload.get("s", "a") * count
    if encoding == "b64":
        return dict(parse_qsl(b64decode(payload).decode("latin-1"))).get("title", "")
    return payload if isinstance(payload, str) else ""


def every() -> list[Case]:
    """All of them, in their order."""
    known = Case.__dataclass_fields__
    with SHEET.open(encoding="ascii") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Case(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.items()
                if name in known
            }
        )
        for row in rows
    ]
