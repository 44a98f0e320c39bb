"""Keeping the lines of search true, in the transaction of the thing."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.db.inserting import insert_or_update
from portal.search.analyser import terms
from portal.search.models import SearchLine
from portal.search.words import Past


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried and did not go on: told to whoever writes of the same problem."""

    state: Past | str = ""
    title: str = ""
    gist: str = ""
    reason: str = ""


GOES_ON = Tried()


def index(session: Session, kind: str, ref: str, *texts: str, tried: Tried = GOES_ON) -> None:
    """Make this thing findable by the words of these texts."""
    said = " ".join(terms(" ".join(text for text in texts if text)))
    row = {"kind": kind, "ref": ref, "terms": said} | asdict(tried)
    session.execute(insert_or_update(session, SearchLine, ("ref",), row))


def forget(session: Session, ref: str) -> None:
    """Make this thing findable no more."""
    session.execute(delete(SearchLine).where(SearchLine.ref == ref))
