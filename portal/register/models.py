"""The register: an append-only chain of sealed entries."""

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class RegisterEntry(Base):
    """One sealed entry. Triggers refuse UPDATE and DELETE on both databases."""

    __tablename__ = "register_entry"
    __table_args__ = (CheckConstraint("seq >= 0", name="seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    # The sealed moment as text: what was hashed is what is kept.
    at: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(32))
    subject_ref: Mapped[str] = mapped_column(String(12), index=True)
    payload: Mapped[str] = mapped_column(Text)
    payload_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
