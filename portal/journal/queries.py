"""Reading the journal: histories are queries over it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.journal.models import JournalEntry


def of(session: Session, *refs: str) -> list[JournalEntry]:
    """The lines about these things, newest first."""
    query = select(JournalEntry).where(JournalEntry.subject_ref.in_(refs))
    return list(session.scalars(query.order_by(JournalEntry.id.desc())))
