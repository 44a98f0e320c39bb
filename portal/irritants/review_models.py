"""The one request of an author to have a refusal looked at again."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, moment, pk
from portal.irritants.models import Irritant
from portal.irritants.words import ReviewState
from portal.people.models import Person


class Review(Base):
    """A request for review: one by irritant, for ever; answered by another than who declined."""

    __tablename__ = "irritant_review"
    __table_args__ = (
        CheckConstraint("answered_by_id <> declined_by_id", name="answered_by_another"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_is_dated"),
        Index(
            "ix_irritant_review_asked",
            "asked_at",
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"), unique=True)
    state: Mapped[ReviewState] = mapped_column(code(ReviewState), default=ReviewState.ASKED)
    reasons: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[moment]
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[moment | None]
    motive: Mapped[str] = mapped_column(Text, default="")

    irritant: Mapped[Irritant] = relationship()
    declined_by: Mapped[Person | None] = relationship(foreign_keys=declined_by_id)
