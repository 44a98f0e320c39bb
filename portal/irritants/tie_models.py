"""Irritants that most often tell the same problem, two by two, and when each was last compared."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import moment


class Tie(Base):
    """Two irritants that tell the same, the older first; `percent` is how much."""

    __tablename__ = "irritant_tie"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"), primary_key=True, index=True)
    percent: Mapped[int]


class Compared(Base):
    """When an irritant was last compared with the others; a text changed since is compared again."""

    __tablename__ = "irritant_compared"

    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"), primary_key=True)
    at: Mapped[moment]
