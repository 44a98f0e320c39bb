"""How much two texts tell the same problem: the same thing, and the same nuisance.

The weights were found by tools/likeness.py; docs/decisions/0030 says on what, and what they are worth.
"""

import math
from functools import lru_cache

from portal.search.reading import Reading, read

# Neither the thing nor the nuisance alone makes two irritants alike: both together do.
_BASE, _THING, _WRONG, _BOTH = -4.43, 2.53, 3.2, 5.78
# Said this often, a nuisance known to the lists is surely read; unread, it says little either way.
_SURELY = 3.0
_UNREAD = 0.4
_NEAR_LETTERS = 0.6
_TOO_LITTLE = 0.01
_NONE: frozenset[str] = frozenset()

CLOSE = 0.2
"""From here on, worth showing to whoever writes the same."""
SAME = 0.65
"""From here on, most often the same problem."""


def score(one: tuple[str, str], other: tuple[str, str]) -> float:
    """From 0 to 1, how much two `(title, problem)` tell the same; the order does not matter."""
    return likeness(read(*one), read(*other))


def likeness(one: Reading, other: Reading) -> float:
    """The same for two texts already read."""
    if one == other:
        return 1.0
    thing, wrong = features(one, other)
    told = _BASE + _THING * thing + _WRONG * wrong + _BOTH * thing * wrong
    return 1 / (1 + math.exp(-told))


def features(one: Reading, other: Reading) -> tuple[float, float]:
    """Likeness of the thing, and of what is wrong with it, each from 0 to 1."""
    return _soft(one, other, "thing"), max(_soft(one, other, "wrong"), _kinds(one, other))


def _kinds(one: Reading, other: Reading) -> float:
    sure = _sure(one) * _sure(other)
    return sure * _cosine(one.kinds, other.kinds) + (1 - sure) * _UNREAD


def _sure(reading: Reading) -> float:
    return min(1.0, sum(reading.kinds.values()) / _SURELY)


def _soft(one: Reading, other: Reading, part: str) -> float:
    """The share of two weighted lists of stems that meets in the other, nearly or wholly."""
    mine, theirs = getattr(one, part), getattr(other, part)
    total = math.fsum(mine.values()) + math.fsum(theirs.values())
    if not total:
        return 0.0
    return (_met(one, mine, other, theirs) + _met(other, theirs, one, mine)) / total


def _met(one: Reading, mine: dict[str, float], other: Reading, theirs: dict[str, float]) -> float:
    return math.fsum(
        weight if stem in theirs else weight * _nearest(one, stem, other, theirs)
        for stem, weight in mine.items()
        if weight > _TOO_LITTLE
    )


def _nearest(one: Reading, stem: str, other: Reading, theirs: dict[str, float]) -> float:
    """1 for another name of the same thing, else how near the letters of the nearest stem are."""
    if not one.same.get(stem, _NONE).isdisjoint(other.named):
        return 1.0
    return max((_letters(stem, each) for each in theirs if each[0] == stem[0]), default=0.0)


@lru_cache(maxsize=100_000)
def _letters(stem: str, each: str) -> float:
    mine, theirs = _grams(stem), _grams(each)
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return shared if shared >= _NEAR_LETTERS else 0.0


@lru_cache(maxsize=20_000)
def _grams(stem: str) -> frozenset[str]:
    padded = f" {stem} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return (
        math.fsum(told * other.get(kind, 0) for kind, told in one.items()) / length
        if length
        else 0.0
    )
