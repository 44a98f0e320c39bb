"""Reading and checking the register."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.register.chain import GENESIS, Sealed, first_fault
from portal.register.models import RegisterEntry


def entries() -> Select[tuple[RegisterEntry]]:
    """The entries, newest first."""
    return select(RegisterEntry).order_by(RegisterEntry.seq.desc())


def about(session: Session, ref: str) -> list[RegisterEntry]:
    """The entries about this thing, oldest first."""
    query = select(RegisterEntry).where(RegisterEntry.subject_ref == ref)
    return list(session.scalars(query.order_by(RegisterEntry.seq)))


def head(session: Session) -> tuple[int, str]:
    """How many entries there are, and the last hash."""
    count = session.scalar(select(func.count(RegisterEntry.seq))) or 0
    entry = last(session)
    return count, entry.hash if entry else GENESIS


def last(session: Session) -> RegisterEntry | None:
    """The last entry, if there is one."""
    return session.scalars(entries().limit(1)).first()


def fault(session: Session) -> tuple[int, str] | None:
    """The first broken entry as (seq, reason), or None when the whole chain holds."""
    return first_fault(_sealed(session))


def _sealed(session: Session) -> Iterator[tuple[Sealed, str]]:
    query = select(RegisterEntry).order_by(RegisterEntry.seq)
    for row in session.scalars(query.execution_options(yield_per=500)):
        told = Sealed(row.seq, row.prev, row.at, row.type, row.payload_hash, row.payload)
        yield told, row.hash


def moment_of(entry: RegisterEntry) -> datetime:
    """When the entry was sealed; it is kept as the text that was hashed."""
    return datetime.fromisoformat(entry.at)
