"""Finding things by words: the same candidates on both databases."""

from sqlalchemy import Select, TextClause, bindparam, select, text
from sqlalchemy.orm import Session

from portal.search.analyser import terms
from portal.search.models import SearchLine

MOST_WORDS = 12
# No true word is longer, and PostgreSQL refuses those of two thousand bytes.
LONGEST_WORD = 60
MOST_SIGNS = 500
# What a common word finds is not all gathered: the newest, as far as a list is read (paging).
MOST_FOUND = 1025


def matching(session: Session, kind: str, words: str) -> Select[tuple[str]] | None:
    """A query of the refs of this kind that bear all the words (prefixes allowed).

    None if there is nothing to search for once empty words are gone.
    """
    stems = _stems(words)
    return select(SearchLine.ref).where(*_bears(session, kind, stems)) if stems else None


def gathered(
    session: Session, kind: str, words: str, *, newest_do: bool
) -> list[str] | Select[tuple[str]] | None:
    """The same for a list in the order of dates, at a cost that the number of things hardly moves.

    A rare word gives its refs themselves, which leave no planner the idea of walking the dates
    until it meets them. A common one gives a query: of its newest matches only, if `newest_do`.
    """
    stems = _stems(words)
    if not stems:
        return None
    some = select(SearchLine.ref).where(*_bears(session, kind, stems, most=MOST_FOUND + 1))
    refs = list(session.scalars(some.limit(MOST_FOUND + 1)))
    if len(refs) <= MOST_FOUND:
        return refs
    return _newest(session, kind, stems) if newest_do else matching(session, kind, words)


def _newest(session: Session, kind: str, stems: list[str]) -> Select[tuple[str]]:
    few = select(SearchLine.ref).where(*_bears(session, kind, stems, most=MOST_FOUND))
    found = few.order_by(SearchLine.id.desc()).limit(MOST_FOUND).cte("found")
    return select(found.prefix_with("MATERIALIZED", dialect="postgresql").c.ref)


def _stems(words: str) -> list[str]:
    return [stem[:LONGEST_WORD] for stem in terms(words[:MOST_SIGNS])[:MOST_WORDS]]


def _bears(session: Session, kind: str, stems: list[str], most: int | None = None) -> tuple:
    """The conditions; `most` bounds what SQLite reads of its index, the newest first."""
    if session.get_bind().dialect.name != "sqlite":
        asked = " & ".join(f"{stem}:*" for stem in stems)
        found = text("search_line.vector @@ to_tsquery('simple', :asked)")
    else:
        asked = " ".join(f'"{stem}"*' for stem in stems)
        found = _rows(most)
    return SearchLine.kind == kind, found.bindparams(bindparam("asked", asked))


def _rows(most: int | None) -> TextClause:
    bound = f" ORDER BY rowid DESC LIMIT {int(most)}" if most else ""
    rows = f"SELECT rowid FROM search_fts WHERE search_fts MATCH :asked{bound}"  # noqa: S608
    return text(f"search_line.id IN ({rows})")
