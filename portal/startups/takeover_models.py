"""What a service in safeguard or asleep looks for, and the offers to take it over."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Big, code, day, moment, pk, ref
from portal.organisations.models import Incubator, Organisation
from portal.people.models import Person
from portal.startups.after_rules import LIVE_OFFERS
from portal.startups.after_words import OfferState
from portal.startups.models import Startup

_LIVE = text("state IN ('made', 'accepted')")
_BEFORE_A_COMMITTEE = text("state = 'accepted'")


class TakeoverCall(Base):
    """What the service looks for. `amount` is in whole euros, for a half-year."""

    __tablename__ = "takeover_call"
    __table_args__ = (CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),)

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), unique=True)
    amount: Mapped[int | None] = mapped_column(Big)
    wants_sponsor: Mapped[bool] = mapped_column(default=False)
    wants_host: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text, default="")
    helpers: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TakeoverOffer(Base):
    """An organisation offers to take a service over. `amount`: whole euros for six months."""

    __tablename__ = "takeover_offer"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state <> 'declined' OR answer <> ''", name="declined_with_an_answer"),
        Index("ix_takeover_offer_startup_id", "startup_id"),
        Index("ix_takeover_offer_author_id", "author_id"),
        Index(
            "uq_takeover_offer_live",
            "startup_id",
            "organisation_ref",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_takeover_offer_accepted",
            "startup_id",
            unique=True,
            sqlite_where=_BEFORE_A_COMMITTEE,
            postgresql_where=_BEFORE_A_COMMITTEE,
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    organisation_ref: Mapped[str] = mapped_column(ForeignKey("organisation.ref"))
    receiving_ref: Mapped[str | None] = mapped_column(ForeignKey("incubator.ref"))
    amount: Mapped[int] = mapped_column(Big)
    carrier: Mapped[str] = mapped_column(String(300))
    message: Mapped[str] = mapped_column(Text)
    holds_until: Mapped[day]
    state: Mapped[OfferState] = mapped_column(code(OfferState), default=OfferState.MADE)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[moment]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    startup: Mapped[Startup] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    receiving: Mapped[Incubator | None] = relationship(lazy="joined")
    author: Mapped[Person] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject_refs(self) -> tuple[str, ...]:
        """What policy reads: team and coach are those of the service."""
        return (self.startup.ref,)

    @property
    def incubator_refs(self) -> tuple[str, ...]:
        """What policy reads: the director who answers is that of the service."""
        return self.startup.incubator_refs

    @property
    def is_live(self) -> bool:
        """Whether it still waits for its answer or for a committee."""
        return self.state in LIVE_OFFERS
