"""A text read in its parts: the thing that it is about, and what is wrong with it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.search import lexicon
from portal.search.analyser import terms

_ENDS = re.compile(r"[.!?:;…«»\"()\n]+|,? (?:car|parce que|et donc|puisque) ")
_MOST_SIGNS = 4_000
_MOST_CLAUSES = 40
_MOST_WORDS = 60
# French names what it speaks of after these words, most often last.
_ABOUT = re.compile(
    r"\b(?:pour|concernant|touchant|(?:s.)?agissant d|à propos d|a propos d|au sujet d|en matière d"
    r"|en matiere d|quant [àa]|relati(?:f|ve)s? [àa]|lors d|dans le cadre d|du côté d|du cote d"
    r"|en ce qui concerne|autour d|sur|lié(?:e)?s? [àa]|cf)(?:es|u|e)?\b",
    re.IGNORECASE,
)
_ELSEWHERE = 0.45
_PLAIN = 0.26
_TOLD = {"people": 0.15, "process": 0.25, "manner": 0.15, "common": 0.5, "filler": 0.02}
_NUISANCE_TOLD = 0.15
# The title says it, and the clauses that speak of the same thing; the others explain or deplore.
_TITLE = 1.5
_ASIDE = 0.05


@dataclass(frozen=True)
class Reading:
    """Weights, by stem or by kind; `same` gives the numbers of the things that a stem names."""

    thing: dict[str, float]
    kinds: dict[str, float]
    wrong: dict[str, float]
    same: dict[str, frozenset[str]]

    @cached_property
    def named(self) -> frozenset[str]:
        """The numbers of all the things named."""
        return frozenset().union(*self.same.values())


@dataclass(frozen=True)
class _Clause:
    stems: tuple[str, ...]
    about: frozenset[str]
    things: tuple[tuple[frozenset[str], str], ...]
    nuisances: tuple[tuple[frozenset[str], str], ...]


@lru_cache(maxsize=2_000)
def read(title: str, problem: str) -> Reading:
    """What a title and a problem say, in parts."""
    head = _clauses(title[:_MOST_SIGNS])
    body = _clauses(problem[:_MOST_SIGNS])
    shares = [(_TITLE, clause) for clause in head]
    shares += zip(_nearness(head, body), body, strict=True)
    return _gathered(shares)


def _clauses(text: str) -> list[_Clause]:
    parts = (_clause(part) for part in _ENDS.split(text))
    return [part for part in parts if part.stems][:_MOST_CLAUSES]


def _stems(text: str) -> tuple[str, ...]:
    short = lexicon.abbreviations()
    whole = (long for stem in terms(text) for long in short.get(stem, [stem]))
    return tuple(lexicon.mended(stem) for stem in whole if _counts(stem))


def _counts(stem: str) -> bool:
    return stem in lexicon.known() if stem.isdecimal() else len(stem) > 1


def _clause(text: str) -> _Clause:
    stems = _stems(text)
    about = _about(text)
    bad = frozenset(stems) - about
    return _Clause(
        stems, about, _met(frozenset(stems), lexicon.things()), _met(bad, lexicon.nuisances())
    )


def _about(text: str) -> frozenset[str]:
    """What stands after the last « about » that names a thing: a public alone is none."""
    for met in reversed(list(_ABOUT.finditer(text))):
        stems = frozenset(_stems(text[met.end() :]))
        if any(_told(stem) > _PLAIN for stem in stems):
            return stems
    return frozenset()


def _met(
    said: frozenset[str], table: lexicon.Expressions
) -> tuple[tuple[frozenset[str], str], ...]:
    """The expressions met; the longest wins its words from the shorter ones inside it."""
    met = [each for stem in said for each in table.get(stem, ()) if each[0] <= said]
    longest = sorted(met, key=lambda each: (-len(each[0]), each[1]))
    return tuple(each for each in longest if not any(each[0] < other[0] for other in longest))


def _nearness(head: list[_Clause], body: list[_Clause]) -> list[float]:
    """How much each clause speaks of what the title names; all alike if none does."""
    named = {stem: _told(stem) for clause in head for stem in clause.stems}
    kinds = {kind for clause in head for _, kind in (*clause.things, *clause.nuisances)}
    near = [_overlap(named, kinds, clause) for clause in body]
    most = max(near, default=0.0)
    if most == 0:
        return [1.0] * len(near)
    return [max(_ASIDE, (each / most) ** 2) for each in near]


def _overlap(named: dict[str, float], kinds: set[str], clause: _Clause) -> float:
    shared = sum(named.get(stem, 0.0) for stem in set(clause.stems))
    return shared + sum(0.5 for _, kind in (*clause.things, *clause.nuisances) if kind in kinds)


def _blame(stems: frozenset[str], named: set[str]) -> float:
    """How much an expression complains: the name of the thing, or a tool just named, hardly does."""
    if stems <= named:
        return 0.3
    is_just_named = len(stems) == 1 and not stems.isdisjoint(lexicon.roles())
    return 0.4 if is_just_named else 1.0


def _told(stem: str) -> float:
    return lexicon.weight(stem) * _TOLD.get(lexicon.roles().get(stem, ""), 1.0)


def _gathered(shares: Iterable[tuple[float, _Clause]]) -> Reading:
    thing, kinds, wrong = (defaultdict(float) for _ in range(3))
    same: dict[str, set[str]] = defaultdict(set)
    for share, clause in shares:
        named = {stem for stems, _ in clause.things for stem in stems}
        bad = {stem for stems, _ in clause.nuisances for stem in stems}
        for stems, kind in clause.things:
            for stem in stems:
                same[stem].add(kind)
        for stems, kind in clause.nuisances:
            kinds[kind] += share * len(stems) * _blame(stems, named)
        for stem in set(clause.stems):
            told = _told(stem)
            is_only_bad = stem in bad and stem not in named
            told *= _NUISANCE_TOLD if is_only_bad else 1
            told *= _ELSEWHERE if clause.about and stem not in clause.about else 1
            thing[stem] = max(thing[stem], share * told)
            if stem not in named and stem not in clause.about:
                wrong[stem] = max(wrong[stem], share * lexicon.weight(stem))
    frozen = {stem: frozenset(many) for stem, many in same.items()}
    return Reading(_heaviest(thing), dict(kinds), _heaviest(wrong), frozen)


def _heaviest(weights: dict[str, float]) -> dict[str, float]:
    """The words that tell the most: however long the text, comparing it costs little."""
    ordered = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    return dict(ordered[:_MOST_WORDS])
