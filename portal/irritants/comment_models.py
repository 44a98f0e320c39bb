"""Comments on irritants: what was said, its earlier wordings, what is masked, who flagged it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, moment, pk, ref
from portal.irritants.models import Irritant
from portal.irritants.words import FlagOutcome, Readers
from portal.people.models import Person


class Comment(Base):
    """One comment. Its text is never erased: it is withdrawn or masked, and then shown as such."""

    __tablename__ = "irritant_comment"
    __table_args__ = (Index("ix_irritant_comment_irritant_id_id", "irritant_id", "id"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    # Chosen with the words; the database itself refuses any change of it.
    readers: Mapped[Readers] = mapped_column(
        code(Readers), default=Readers.AGENTS, server_default="agents"
    )
    at: Mapped[moment]
    corrected_at: Mapped[moment | None]
    withdrawn_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    irritant: Mapped[Irritant] = relationship()
    person: Mapped[Person] = relationship()
    masks: Mapped[list["Mask"]] = relationship(back_populates="comment", order_by="Mask.id")
    flags: Mapped[list["Flag"]] = relationship(back_populates="comment", order_by="Flag.id")
    mentions: Mapped[list["Mention"]] = relationship(order_by="Mention.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_id(self) -> int:
        """What policy reads: who wrote it."""
        return self.person_id

    @property
    def irritant_author_id(self) -> int:
        """What policy reads: an author does not moderate what is said of their own irritant."""
        return self.irritant.author_id

    @property
    def irritant_coauthor_ids(self) -> list[int]:
        """What policy reads: nor do those who tell it together."""
        return self.irritant.coauthor_ids

    @property
    def incubator_ref(self) -> str | None:
        """What policy reads: the incubator that moderates."""
        return self.irritant.incubator_ref

    @property
    def live_masks(self) -> list["Mask"]:
        """What is masked now."""
        return [mask for mask in self.masks if mask.lifted_at is None]

    @property
    def open_flags(self) -> list["Flag"]:
        """Flags that nobody examined yet."""
        return [flag for flag in self.flags if flag.outcome is None]


class Mention(Base):
    """Somebody whose attention was asked for, by a comment that they read."""

    __tablename__ = "irritant_comment_mention"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[pk]
    comment_id: Mapped[int] = mapped_column(ForeignKey("irritant_comment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship()


class Wording(Base):
    """How a comment read before it was corrected."""

    __tablename__ = "irritant_comment_wording"
    __table_args__ = (UniqueConstraint("comment_id", "number"),)

    id: Mapped[pk]
    comment_id: Mapped[int] = mapped_column(ForeignKey("irritant_comment.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[moment]


class Mask(Base):
    """A comment, or a passage of it (`passage` is then not empty), kept from being read."""

    __tablename__ = "irritant_comment_mask"
    __table_args__ = (
        Index(
            "uq_irritant_comment_mask_live",
            "comment_id",
            "passage",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    comment_id: Mapped[int] = mapped_column(ForeignKey("irritant_comment.id"))
    passage: Mapped[str] = mapped_column(String(500), default="")
    motive: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[moment | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[moment | None]
    lift_motive: Mapped[str] = mapped_column(Text, default="")

    comment: Mapped[Comment] = relationship(back_populates="masks")

    @property
    def is_whole(self) -> bool:
        """Whether the whole comment is masked."""
        return not self.passage


class Flag(Base):
    """Somebody thinks that a comment should not stand; once by person and comment."""

    __tablename__ = "irritant_comment_flag"
    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled_is_dated"),
        Index("ix_irritant_comment_flag_outcome", "outcome"),
    )

    id: Mapped[pk]
    comment_id: Mapped[int] = mapped_column(ForeignKey("irritant_comment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[moment]
    outcome: Mapped[FlagOutcome | None] = mapped_column(code(FlagOutcome))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[moment | None]

    comment: Mapped[Comment] = relationship(back_populates="flags")
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    def settle(self, outcome: FlagOutcome, by_id: int | None, now: datetime) -> None:
        """It was examined, with this outcome."""
        self.outcome, self.settled_by_id, self.settled_at = outcome, by_id, now
