"""Reading and checking the register."""

import re
from contextlib import closing
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.register.chain import GENESIS, Sealed, first_fault, seal, sha256 as payload_digest
from portal.register.models import RegisterEntry

MOST_FOUND = 20
_SHA256 = re.compile("[0-9a-f]{64}")


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
    query = select(RegisterEntry).order_by(RegisterEntry.seq)
    # Closed even when the reading stops at a fault: the server keeps a cursor open meanwhile.
    with closing(session.scalars(query.execution_options(yield_per=500))) as rows:
        return first_fault((_sealed(row), row.hash) for row in rows)


def bearing(session: Session, sha256: str) -> list[RegisterEntry]:
    """The entries that bear this fingerprint, as their own or in what they seal, oldest first."""
    if not _SHA256.fullmatch(sha256):
        return []
    query = select(RegisterEntry).where(
        or_(RegisterEntry.hash == sha256, RegisterEntry.payload.contains(f'"{sha256}"'))
    )
    return list(session.scalars(query.order_by(RegisterEntry.seq).limit(MOST_FOUND)))


def holds(entry: RegisterEntry) -> bool:
    """Whether this entry, taken alone, is as it was sealed."""
    one = _sealed(entry)
    return one.payload_hash == payload_digest(one.payload) and seal(one) == entry.hash


def _sealed(row: RegisterEntry) -> Sealed:
    return Sealed(row.seq, row.prev, row.at, row.type, row.payload_hash, row.payload)


def moment_of(entry: RegisterEntry) -> datetime:
    """When the entry was sealed; it is kept as the text that was hashed."""
    return datetime.fromisoformat(entry.at)
