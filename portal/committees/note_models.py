"""What is written while one sits: the secretary's notes, each member's own, and their grids."""

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.item_models import Item
from portal.db.base import Base
from portal.db.types import Json, moment, pk


class SittingNote(Base):
    """The secretary's notes of a sitting, from which the minutes begin."""

    __tablename__ = "sitting_note"

    id: Mapped[pk]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), unique=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PrivateNote(Base):
    """What a member writes for themselves about a point: nobody else is ever shown it."""

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Grid(Base):
    """The sponsor's grid as one member fills it in before the debate: a mark out of five a line."""

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    marks: Mapped[dict] = mapped_column(Json)
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
