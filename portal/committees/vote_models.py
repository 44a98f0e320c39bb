"""Ballots: one for each member and point, by constraint; each change keeps its version."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.words import Choice, StopReason
from portal.db.base import Base
from portal.db.types import code, moment, pk
from portal.people.models import Person

_REASONED = "choice <> 'no_go' OR reason IS NOT NULL"


class Ballot(Base):
    """A member's present answer. The database takes it only from someone on the roll."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id"),
        ForeignKeyConstraint(
            ["item_id", "person_id"], ["roll_member.item_id", "roll_member.person_id"]
        ),
        CheckConstraint(_REASONED, name="reasoned"),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    choice: Mapped[Choice] = mapped_column(code(Choice))
    motive: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[StopReason | None] = mapped_column(code(StopReason))
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    cast_at: Mapped[moment]
    # Who held the proxy; None when one voted for oneself.
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(
        foreign_keys=[person_id], lazy="joined", overlaps="person"
    )
    cast_by: Mapped[Person | None] = relationship(foreign_keys=[cast_by_id])

    __mapper_args__ = {"version_id_col": version}


class BallotVersion(Base):
    """A ballot as it was cast or changed: lines are only ever added."""

    __tablename__ = "ballot_version"
    __table_args__ = (UniqueConstraint("item_id", "person_id", "number"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    choice: Mapped[Choice] = mapped_column(code(Choice))
    motive: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[StopReason | None] = mapped_column(code(StopReason))
    cast_at: Mapped[moment]
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
