"""Finding things by words: the same candidates on both databases."""

from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.orm import Session

from portal.search.analyser import terms
from portal.search.models import SearchLine

MOST_WORDS = 12
# No true word is longer, and PostgreSQL refuses those of two thousand bytes.
LONGEST_WORD = 60
MOST_SIGNS = 500


def matching(session: Session, kind: str, words: str) -> Select[tuple[str]] | None:
    """A query of the refs of this kind that bear all the words (prefixes allowed).

    None if there is nothing to search for once empty words are gone.
    """
    stems = [stem[:LONGEST_WORD] for stem in terms(words[:MOST_SIGNS])[:MOST_WORDS]]
    if not stems:
        return None
    query = select(SearchLine.ref).where(SearchLine.kind == kind)
    if session.get_bind().dialect.name == "sqlite":
        asked = " ".join(f'"{stem}"*' for stem in stems)
        found = "search_line.id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH :asked)"
    else:
        asked = " & ".join(f"{stem}:*" for stem in stems)
        found = "search_line.vector @@ to_tsquery('simple', :asked)"
    return query.where(text(found).bindparams(bindparam("asked", asked)))
