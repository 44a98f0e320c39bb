"""Reading one's inbox."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Missing
from portal.notices.models import Notice


def inbox(person_id: int) -> Select[tuple[Notice]]:
    """A person's notices, newest first."""
    return select(Notice).where(Notice.person_id == person_id).order_by(Notice.id.desc())


def unread_count(session: Session, person_id: int) -> int:
    """How many were not opened yet."""
    query = select(func.count(Notice.id)).where(
        Notice.person_id == person_id, Notice.read_at.is_(None)
    )
    return session.scalar(query) or 0


def mine(session: Session, person_id: int, ref: str) -> Notice:
    """One of a person's own notices, or Missing."""
    found = session.scalars(
        select(Notice).where(Notice.person_id == person_id, Notice.ref == ref)
    ).first()
    if found is None:
        raise Missing
    return found
