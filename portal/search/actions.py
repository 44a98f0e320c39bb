"""Keeping the lines of search true, in the transaction of the thing."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.db.inserting import insert_or_update
from portal.search.analyser import terms
from portal.search.models import SearchLine


def index(session: Session, kind: str, ref: str, *texts: str) -> None:
    """Make this thing findable by the words of these texts."""
    said = " ".join(terms(" ".join(text for text in texts if text)))
    row = {"kind": kind, "ref": ref, "terms": said}
    session.execute(insert_or_update(session, SearchLine, ("ref",), row))


def forget(session: Session, ref: str) -> None:
    """Make this thing findable no more."""
    session.execute(delete(SearchLine).where(SearchLine.ref == ref))
