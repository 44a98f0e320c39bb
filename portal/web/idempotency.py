"""A form sent twice acts once: its key is kept in the transaction of what it did."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g, request
from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest

from portal.db.base import Base
from portal.db.inserting import insert_or_nothing
from portal.db.types import moment, pk
from portal.extensions import db
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


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    location: str


def claim(session: Session, holder: str, now: datetime, location: str = "/") -> None:
    """Take the key of the form in hand. Raises Replayed, or BadRequest if there is none.

    `location`: where the answer will stand, when that is already known.
    """
    key = request.form.get("_idem", "")
    if not (8 <= len(key) <= 64 and key.isascii() and key.isprintable()):
        raise BadRequest
    row = {
        "holder": holder,
        "endpoint": request.endpoint or "",
        "key": key,
        "body_hash": _body_hash(),
        "location": location[:500],
        "at": now,
    }
    made = session.scalar(
        insert_or_nothing(session, IdempotencyKey, ("holder", "endpoint", "key"))
        .values(row)
        .returning(IdempotencyKey.id)
    )
    if made is None:
        raise _replay(session, row)
    g.idempotency = _Claimed(made, row["location"])


def remember(url: str) -> None:
    """Keep where the answer to the form in hand stands, if a key was claimed."""
    claimed = g.pop("idempotency", None)
    if claimed is not None and claimed.location != url[:500]:
        known = update(IdempotencyKey).where(IdempotencyKey.id == claimed.id)
        db.session.execute(known.values(location=url[:500]))


def prune(session: Session, now: datetime) -> int:
    """Forget the keys that no form still open can bear; how many."""
    return session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < now - KEPT)).rowcount


def _replay(session: Session, row: dict) -> Replayed:
    first = session.scalars(
        select(IdempotencyKey).where(
            IdempotencyKey.holder == row["holder"],
            IdempotencyKey.endpoint == row["endpoint"],
            IdempotencyKey.key == row["key"],
        )
    ).one()
    return Replayed(first.location, same_body=first.body_hash == row["body_hash"])


def _body_hash() -> str:
    said = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in _SILENT)
    files = sorted((name, _print_of(each)) for name, each in request.files.items(multi=True))
    whole = (request.path, said, files) if files else (request.path, said)
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _print_of(sent: FileStorage) -> tuple[str | None, str]:
    sent.stream.seek(0)
    return sent.filename, hashlib.file_digest(sent.stream, "sha256").hexdigest()
