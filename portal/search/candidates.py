"""Which lines may tell the same problem as a text: a bounded, cheap first sift on both databases.

Two of the words that name the thing, or one of them and one of those that tell the nuisance, must
be there; what is found is then sifted by its stems, before anything is read in full.
"""

from collections.abc import Iterable
from itertools import combinations

from sqlalchemy import ColumnElement, bindparam, select, text
from sqlalchemy.orm import Session

from portal.search import lexicon
from portal.search.models import SearchLine
from portal.search.queries import LONGEST_WORD
from portal.search.reading import Reading

# Common words find more than is read: the newest, as far as this.
MOST_FOUND = 400
_THING_WORDS, _WRONG_WORDS, _NAMES = 4, 5, 8
_KIND_TOLD = 0.5

Words = frozenset[str]


def asked(reading: Reading) -> list[list[Words]]:
    """What to look for: a few questions, each answered by any one of its groups of stems.

    The last one asks less of a line: it is for when the others find little.
    """
    named, wrong = _most(reading.thing, _THING_WORDS), _most(reading.wrong, _WRONG_WORDS)
    names = _names(reading)
    pairs = [frozenset(pair) for pair in combinations(named, 2)] + names
    both = [
        name | {bad} for name in [*(frozenset({one}) for one in named[:2]), *names] for bad in wrong
    ]
    alone = [frozenset(named[:1])] if named else []
    return [question for question in (both, pairs, alone) if question]


def bearing(session: Session, question: list[Words], *, newest: bool = True) -> ColumnElement[bool]:
    """The condition that a line bears all the stems of one group; `newest`: a bounded number."""
    if session.get_bind().dialect.name != "sqlite":
        words = " | ".join(f"({' & '.join(sorted(group))})" for group in question)
        found = text("search_line.vector @@ to_tsquery('simple', :alike)")
    else:
        words = " OR ".join(
            "(" + " AND ".join(f'"{one}"' for one in sorted(group)) + ")" for group in question
        )
        bound = f" ORDER BY rowid DESC LIMIT {MOST_FOUND}" if newest else ""
        rows = f"SELECT rowid FROM search_fts WHERE search_fts MATCH :alike{bound}"  # noqa: S608
        found = text(f"search_line.id IN ({rows})")
    return found.bindparams(bindparam("alike", words, unique=True))


def tried(session: Session, reading: Reading, most: int) -> list[SearchLine]:
    """What was tried and did not go on, and may be about the same."""
    every = [group for question in asked(reading) for group in question if len(group) > 1]
    if not every:
        return []
    query = select(SearchLine).where(SearchLine.state != "", bearing(session, every, newest=False))
    rows = session.scalars(query.order_by(SearchLine.id.desc()).limit(MOST_FOUND))
    found = {row.ref: row for row in rows}
    refs = sifted(reading, ((line.ref, line.terms) for line in found.values()), most)
    return [found[ref] for ref in refs]


def sifted(reading: Reading, lines: Iterable[tuple[str, str]], most: int) -> list[str]:
    """The refs of the lines, given as `(ref, stems)`, that share the most with the text."""
    told = _told(reading)
    scored = [
        (sum(told.get(stem, 0.0) for stem in set(stems.split())), ref) for ref, stems in lines
    ]
    return [ref for score, ref in sorted(scored, reverse=True)[:most] if score > 0]


def _told(reading: Reading) -> dict[str, float]:
    told = dict.fromkeys(_kind_stems(reading), _KIND_TOLD)
    told |= {stem: 1.0 for name in _names(reading) for stem in name}
    return told | {
        stem: reading.thing.get(stem, 0.0) + reading.wrong.get(stem, 0.0)
        for stem in {*reading.thing, *reading.wrong}
    }


def _kind_stems(reading: Reading) -> set[str]:
    kinds = set(_most(reading.kinds, 2))
    every = (each for many in lexicon.nuisances().values() for each in many)
    return {stem for stems, kind in every if kind in kinds and len(stems) == 1 for stem in stems}


def _names(reading: Reading) -> list[Words]:
    """The other names of the things named, those of one text being many ways to say the same."""
    told = sorted({number for many in reading.same.values() for number in many})
    every = [each for many in lexicon.things().values() for each in many]
    return [stems for stems, number in every if number in told and len(stems) < 4][:_NAMES]


def _most(weights: dict[str, float], most: int) -> list[str]:
    ordered = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    return [stem for stem, weight in ordered[:most] if weight > 0.1 and len(stem) <= LONGEST_WORD]
