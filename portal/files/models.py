"""Contents, each kept once, and the files that name them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Big, code, moment, pk, ref
from portal.files.words import FileKind
from portal.people.models import Person


class FileContent(Base):
    """Bytes that are in the store, or about to be; swept once nothing names them."""

    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Big)
    # When it was last asked for: what is younger than a day may be under way.
    asked_at: Mapped[moment] = mapped_column(index=True)


class StoredFile(Base):
    """A file attached to a thing; withdrawn, it can be put back for a while."""

    __tablename__ = "stored_file"
    __table_args__ = (
        # The same content twice on one thing is one file, whoever sends it, however often.
        Index(
            "uq_stored_file_live",
            "owner_ref",
            "sha256",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_stored_file_owner_ref", "owner_ref", "id"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    owner_ref: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[FileKind] = mapped_column(code(FileKind))
    size: Mapped[int] = mapped_column(Big)
    sha256: Mapped[str] = mapped_column(ForeignKey("file_content.sha256"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[moment]
    withdrawn_at: Mapped[moment | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()

    @property
    def is_live(self) -> bool:
        """Whether it may be read."""
        return self.withdrawn_at is None
