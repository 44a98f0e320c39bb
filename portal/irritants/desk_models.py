"""What a desk keeps for itself: labels, views, templates and notes. None of it leaves the triage."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Json, code, moment, pk, ref
from portal.irritants.desk_words import Shape
from portal.irritants.models import Irritant
from portal.people.models import Person


class Label(Base):
    """A word that the desk of an incubator puts on irritants; retired, it is no longer offered."""

    __tablename__ = "desk_label"
    __table_args__ = (UniqueConstraint("incubator_ref", "name"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"))
    name: Mapped[str] = mapped_column(String(40))
    shape: Mapped[Shape] = mapped_column(code(Shape))
    retired_at: Mapped[moment | None]


class Labelled(Base):
    """A label on an irritant, once."""

    __tablename__ = "desk_labelled"
    __table_args__ = (
        UniqueConstraint("irritant_id", "label_id"),
        Index("ix_desk_labelled_label_id", "label_id", "irritant_id"),
    )

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    label_id: Mapped[int] = mapped_column(ForeignKey("desk_label.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[moment]


class SavedView(Base):
    """What somebody narrows the queue to, under a name; shared, its incubator offers it too."""

    __tablename__ = "desk_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    incubator_ref: Mapped[str | None] = mapped_column(ForeignKey("incubator.ref"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    # Names and values of the address.
    asked: Mapped[dict[str, str]] = mapped_column(Json)
    at: Mapped[moment]

    person: Mapped[Person] = relationship()

    @property
    def author_id(self) -> int:
        """What policy reads: who kept it."""
        return self.person_id


class Template(Base):
    """A text that opens an answer: of one gesture, with its motive, to be edited before it leaves."""

    __tablename__ = "desk_template"
    __table_args__ = (UniqueConstraint("incubator_ref", "name"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"))
    name: Mapped[str] = mapped_column(String(80))
    gesture: Mapped[str] = mapped_column(String(20))
    motive_code: Mapped[str] = mapped_column(String(32), default="")
    body: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[moment]
    retired_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Note(Base):
    """What colleagues of a desk say to each other of an irritant; it stays with the irritant."""

    __tablename__ = "desk_note"
    __table_args__ = (Index("ix_desk_note_irritant_id", "irritant_id", "id"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[moment]
    corrected_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    irritant: Mapped[Irritant] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_id(self) -> int:
        """What policy reads: who wrote it."""
        return self.person_id

    @property
    def incubator_ref(self) -> str | None:
        """What policy reads: the desk that reads it now."""
        return self.irritant.incubator_ref
