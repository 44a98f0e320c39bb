"""A feed of one's own for a calendar program, known by a key of which only a digest is kept."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import moment, pk
from portal.people.models import Person

_LIVE = text("revoked_at IS NULL")


class CalendarFeed(Base):
    """One live feed for each person; making another ends it."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_live",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[moment]
    revoked_at: Mapped[moment | None]

    person: Mapped[Person] = relationship()
