"""What was handed in for a condition; each is kept, and what it was answered."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.decision_models import Condition
from portal.db.base import Base
from portal.db.types import moment, pk
from portal.people.models import Person


class ConditionProof(Base):
    """What was done and where it is seen, as told that day."""

    __tablename__ = "condition_proof"
    __table_args__ = (
        CheckConstraint("done <> ''", name="said"),
        CheckConstraint("(sent_back_at IS NULL) = (reason = '')", name="sent_back_with_a_reason"),
    )

    id: Mapped[pk]
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"), index=True)
    done: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    sent_back_at: Mapped[moment | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    condition: Mapped[Condition] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
