"""The hand-written lists that the look-alikes read, stemmed once, when first asked for."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from portal.search.analyser import terms

_LISTS = Path(__file__).with_name("lists")
_SHORTEST_MENDED = 5
_LEAST_WEIGHT = 0.3

Expressions = dict[str, list[tuple[frozenset[str], str]]]


@cache
def nuisances() -> Expressions:
    """Ways of telling a nuisance, by one of their stems: the stems of each, and its kind."""
    lines = (line.partition(": ") for line in _lines("nuisances"))
    return _indexed((said, kind) for kind, _, many in lines for said in many.split(" | "))


@cache
def things() -> Expressions:
    """Names of the same thing of the administration, by one of their stems."""
    lines = enumerate(_lines("things"))
    return _indexed((said, f"={number}") for number, line in lines for said in line.split(" | "))


@cache
def roles() -> dict[str, str]:
    """Stems that say little of the thing itself: whom (people), which step (process), or nothing."""
    found: dict[str, str] = {}
    for line in _lines("roles"):
        role, _, words = line.partition(": ")
        found |= {stem: role for word in words.split(" | ") for stem in terms(word)}
    return found


@cache
def abbreviations() -> dict[str, list[str]]:
    """Short forms, as stems, and the stems of what they stand for."""
    pairs = (line.split(" = ") for line in _lines("abbreviations"))
    return {terms(short)[0]: terms(whole) for short, whole in pairs}


@cache
def _counts() -> dict[str, int]:
    return {stem: int(count) for stem, count in (line.split() for line in _lines("counts"))}


@lru_cache(maxsize=20_000)
def weight(stem: str) -> float:
    """How much a stem tells, from a common word (0.3) to a rare one (1)."""
    most = max(_counts().values())
    rarity = 1 - math.log(1 + _counts().get(stem, 0)) / math.log(1 + most)
    return _LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * rarity


@lru_cache(maxsize=20_000)
def mended(stem: str) -> str:
    """The known stem that this one is, but for one letter lost, added or swapped; else itself."""
    if len(stem) < _SHORTEST_MENDED or stem in known() or stem.isdecimal():
        return stem
    near = {known for less in _less(stem) for known in _by_less().get(less, ())}
    return min(near, key=lambda known: (abs(len(known) - len(stem)), known), default=stem)


@cache
def known() -> frozenset[str]:
    said = [stem for table in (nuisances(), things()) for many in table.values() for stem in many]
    stems = (stem for expression, _ in said for stem in expression)
    return frozenset((*_counts(), *roles(), *stems))


@cache
def _by_less() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(known()):
        if len(stem) >= _SHORTEST_MENDED:
            for less in _less(stem):
                found[less].append(stem)
    return dict(found)


def _less(stem: str) -> set[str]:
    return {stem, *(stem[:at] + stem[at + 1 :] for at in range(len(stem)))}


def _indexed(pairs: Iterable[tuple[str, str]]) -> Expressions:
    found: Expressions = defaultdict(list)
    for said, kind in pairs:
        stems = frozenset(terms(said))
        # By its longest stem, the rarest most often: few expressions are tried for a word.
        found[max(stems, key=lambda stem: (len(stem), stem))].append((stems, kind))
    return dict(found)


def _lines(name: str) -> Iterator[str]:
    for line in (_LISTS / f"{name}.txt").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield line
