"""What comes beside the minutes: dissents before they are sealed, corrections after."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.item_models import Item
from portal.committees.models import Minutes
from portal.db.base import Base
from portal.db.types import moment, pk, ref
from portal.people.models import Person


class Dissent(Base):
    """A member asks that their disagreement with a decision be written, in their words."""

    __tablename__ = "dissent"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class Corrigendum(Base):
    """A numbered correction of sealed minutes, signed by two again; the original never changes."""

    __tablename__ = "corrigendum"
    __table_args__ = (
        UniqueConstraint("minutes_id", "number"),
        CheckConstraint(
            "(register_seq IS NULL) = (secretary_signed_at IS NULL)", name="sealed_when_signed"
        ),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    motive: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    presider_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    presider_signed_at: Mapped[moment]
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    secretary_signed_at: Mapped[moment | None]
    register_seq: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    minutes: Mapped[Minutes] = relationship()
    presider: Mapped[Person] = relationship(foreign_keys=[presider_id])
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_sealed(self) -> bool:
        """Whether both have signed."""
        return self.register_seq is not None
