"""The journal: one line for each thing done, never changed (triggers refuse it)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Json, moment, pk


class JournalEntry(Base):
    """Who did what to which thing, when, why, and what changed."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject_ref_id", "subject_ref", "id"),)

    id: Mapped[pk]
    at: Mapped[moment]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(String(48))
    subject_ref: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict | None] = mapped_column(Json)
    after: Mapped[dict | None] = mapped_column(Json)
    motive: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(64), default="")
