"""What the public reads of an investigation that ended."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Json, moment, pk, ref
from portal.investigations.models import Investigation


class PublicReport(Base):
    """One by investigation. Its texts are those read before publishing: nothing changes them after."""

    __tablename__ = "investigation_public_report"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR report <> ''", name="published_says_something"),
        CheckConstraint("withdrawn_at IS NULL OR motive <> ''", name="withdrawn_with_motive"),
        Index("ix_investigation_public_report_published_at", "published_at", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"), unique=True)
    # What the team keeps from the public, as it is written in the texts.
    passages: Mapped[list[str]] = mapped_column(Json, default=list)
    title: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[moment | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[moment | None]
    motive: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    investigation: Mapped[Investigation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it now."""
        return self.published_at is not None and self.withdrawn_at is None
