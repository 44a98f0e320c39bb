"""Appending to the register, in the transaction of what it seals."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.register.chain import GENESIS, Sealed, canonical, seal, sha256
from portal.register.models import RegisterEntry

# One key of PostgreSQL's advisory locks, ours: entries are appended one at a time.
_LOCK = 352_000_001


def append(
    session: Session, type: str, subject_ref: str, payload: dict[str, Any], *, now: datetime
) -> RegisterEntry:
    """Seal `payload` (plain JSON values) after the last entry."""
    last = _last(session)
    text_ = canonical(payload)
    entry = Sealed(
        seq=last.seq + 1 if last else 0,
        prev=last.hash if last else GENESIS,
        at=max(now.astimezone(UTC).isoformat(timespec="microseconds"), last.at if last else ""),
        type=type,
        payload_hash=sha256(text_),
        payload=text_,
    )
    row = RegisterEntry(**vars(entry), subject_ref=subject_ref, hash=seal(entry))
    session.add(row)
    session.flush()
    return row


def _last(session: Session) -> RegisterEntry | None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    top = select(func.max(RegisterEntry.seq)).scalar_subquery()
    return session.scalars(select(RegisterEntry).where(RegisterEntry.seq == top)).first()
