"""`portal similar score`: pairs of texts in, one score a line out; no database is opened."""

import json
from collections.abc import Iterable

import click

from portal.search import likeness

_TEXTS = ("titre", "description")


class BadLine(ValueError):
    """A line that is not a pair."""


def score(lines: Iterable[bytes]) -> int:
    """Tell each pair's score as it is read; 1 if some lines were not pairs, each named."""
    wrong = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                click.echo(_scored(line))
            except BadLine as fault:
                click.echo(f"Ligne {number} laissée de côté : {fault}.", err=True)
                wrong += 1
    return 1 if wrong else 0


def _scored(line: bytes) -> str:
    pair = _pair(line)
    told = likeness.score(_texts(pair, "a"), _texts(pair, "b"))
    return json.dumps({"id": pair["id"], "score": round(told, 6)}, ensure_ascii=False)


def _pair(line: bytes) -> dict:
    try:
        pair = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadLine("ce n’est pas du JSON en UTF-8") from None
    if not isinstance(pair, dict) or not isinstance(pair.get("id"), str | int):
        raise BadLine("il faut un objet qui porte « id », « a » et « b »")
    return pair


def _texts(pair: dict, side: str) -> tuple[str, str]:
    told = pair.get(side)
    texts = [told.get(name) for name in _TEXTS] if isinstance(told, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise BadLine(f"« {side} » doit porter deux textes, « titre » et « description »")
    return texts[0], texts[1]
