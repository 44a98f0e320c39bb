"""A form sent twice acts once: its key is kept in the transaction of what it did."""

import hashlib
from datetime import datetime, timedelta

from flask import g, request
from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.exceptions import BadRequest

from portal.db.base import Base
from portal.db.types import moment, pk
from portal.web.input import SECRETS

# What is not part of what the person said: a fresh token does not make another message. Passwords
# neither: a quick digest of one, kept here, could be guessed at leisure.
_SILENT = {"csrf_token", "_idem", "version", *SECRETS}
# Longer than a session and the draft it may carry.
KEPT = timedelta(hours=72)


class IdempotencyKey(Base):
    """A form already acted upon, and where its answer stands."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("holder", "endpoint", "key"),)

    id: Mapped[pk]
    holder: Mapped[str] = mapped_column(String(32))
    endpoint: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500), default="/")
    at: Mapped[moment]


class Replayed(Exception):
    """The same form came again; `location` is where the first answer stands."""

    def __init__(self, location: str, *, same_body: bool) -> None:
        super().__init__(location)
        self.location = location
        self.same_body = same_body


def claim(session: Session, holder: str, now: datetime) -> None:
    """Take the key of the form in hand. Raises Replayed, or BadRequest if there is none."""
    key = request.form.get("_idem", "")
    if not (8 <= len(key) <= 64 and key.isascii() and key.isprintable()):
        raise BadRequest
    row = IdempotencyKey(
        holder=holder,
        endpoint=request.endpoint or "",
        key=key,
        body_hash=_body_hash(),
        at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise _replay(session, row) from None
    g.idempotency = row


def remember(url: str) -> None:
    """Keep where the answer to the form in hand stands, if a key was claimed."""
    row = g.pop("idempotency", None)
    if row is not None:
        row.location = url[:500]


def prune(session: Session, now: datetime) -> int:
    """Forget the keys that no form still open can bear; how many."""
    return session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < now - KEPT)).rowcount


def _replay(session: Session, row: IdempotencyKey) -> Replayed:
    first = session.scalars(
        select(IdempotencyKey).where(
            IdempotencyKey.holder == row.holder,
            IdempotencyKey.endpoint == row.endpoint,
            IdempotencyKey.key == row.key,
        )
    ).one()
    return Replayed(first.location, same_body=first.body_hash == row.body_hash)


def _body_hash() -> str:
    said = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in _SILENT)
    return hashlib.sha256(repr((request.path, said)).encode()).hexdigest()
