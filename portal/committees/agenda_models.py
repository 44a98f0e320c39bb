"""What entered or left an agenda that was already told: who, when and why."""

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.agenda_words import Change
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.db.base import Base
from portal.db.types import code, moment, pk
from portal.people.models import Person


class AgendaChange(Base):
    """A point that entered or left after the convening; the clock alone needs no motive."""

    __tablename__ = "agenda_change"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR motive <> ''", name="motivated"),
        CheckConstraint("kind <> 'left' OR person_id IS NOT NULL", name="left_by_somebody"),
    )

    id: Mapped[pk]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[Change] = mapped_column(code(Change))
    motive: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]

    item: Mapped[Item] = relationship(lazy="joined")
    sitting: Mapped[Sitting] = relationship()
    person: Mapped[Person | None] = relationship(lazy="joined")
