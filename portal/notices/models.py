"""The inbox of each person."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import moment, pk, ref


class Notice(Base):
    """Something told to one person, once for an event."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event"),
        Index("ix_notice_person_id_id", "person_id", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    subject_ref: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(250))
    body: Mapped[str] = mapped_column(Text, default="")
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[moment]
    read_at: Mapped[moment | None]
