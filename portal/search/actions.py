"""Keeping the lines of search true, in the transaction of the thing."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.search.analyser import terms
from portal.search.models import SearchLine


def index(session: Session, kind: str, ref: str, *texts: str) -> None:
    """Make this thing findable by the words of these texts."""
    line = session.scalars(select(SearchLine).where(SearchLine.ref == ref)).first()
    if line is None:
        line = SearchLine(kind=kind, ref=ref)
        session.add(line)
    line.terms = " ".join(terms(" ".join(text for text in texts if text)))


def forget(session: Session, ref: str) -> None:
    """Make this thing findable no more."""
    session.execute(delete(SearchLine).where(SearchLine.ref == ref))
