"""What a startup goes through: changes of course, mergers, and the incubators it is offered to."""

from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.organisations.models import Incubator
from portal.startups.models import Startup
from portal.startups.words import CarryKind, OfferState

_LIVE = text("state IN ('offered', 'agreed')")


class Pivot(Base):
    """A change of course that a committee adopted: what the startup said before, and after."""

    __tablename__ = "startup_pivot"
    __table_args__ = (Index("ix_startup_pivot_startup_id_on", "startup_id", "on"),)

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    decision_ref: Mapped[str] = mapped_column(String(12), unique=True)
    on: Mapped[day]
    title_before: Mapped[str] = mapped_column(String(200))
    mission_before: Mapped[str] = mapped_column(Text)
    title_after: Mapped[str] = mapped_column(String(200))
    mission_after: Mapped[str] = mapped_column(Text)
    kept: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[moment]

    @property
    def has_new_title(self) -> bool:
        """Whether the name changed too."""
        return self.title_before != self.title_after


class Merger(Base):
    """A startup that a committee merged into another: once, and never into itself."""

    __tablename__ = "startup_merger"
    __table_args__ = (CheckConstraint("startup_ref <> into_ref", name="into_another"),)

    id: Mapped[pk]
    startup_ref: Mapped[str] = mapped_column(ForeignKey("startup.ref"), unique=True)
    into_ref: Mapped[str] = mapped_column(ForeignKey("startup.ref"), index=True)
    decision_ref: Mapped[str] = mapped_column(String(12), unique=True)
    on: Mapped[day]
    leftover: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[moment]

    startup: Mapped[Startup] = relationship(foreign_keys=startup_ref)
    into: Mapped[Startup] = relationship(foreign_keys=into_ref)


class CarryingOffer(Base):
    """A startup offered to another incubator: to carry it together, or to take it over.

    `agreed` waits for its day; `offered` waits for an answer. One of each kind at a time.
    """

    __tablename__ = "startup_carrying_offer"
    __table_args__ = (
        Index(
            "uq_startup_carrying_offer_live",
            "startup_id",
            "kind",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_startup_carrying_offer_to_ref_state", "to_ref", "state"),
        Index("ix_startup_carrying_offer_state", "state"),
        CheckConstraint("from_ref <> to_ref", name="goes_elsewhere"),
        CheckConstraint("days BETWEEN 1 AND 180", name="days"),
        CheckConstraint("motive <> ''", name="motivated"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    kind: Mapped[CarryKind] = mapped_column(code(CarryKind))
    from_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    to_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"))
    state: Mapped[OfferState] = mapped_column(code(OfferState), default=OfferState.OFFERED)
    motive: Mapped[str] = mapped_column(Text)
    share: Mapped[str] = mapped_column(Text, default="")
    wanted_on: Mapped[day | None]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_on: Mapped[day]
    # As promised with the offer: settings changed since change nothing for it.
    days: Mapped[int]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[moment | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[day | None]
    version: Mapped[int] = mapped_column(default=1)

    startup: Mapped[Startup] = relationship()
    origin: Mapped[Incubator] = relationship(foreign_keys=from_ref, lazy="joined")
    destination: Mapped[Incubator] = relationship(foreign_keys=to_ref, lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def offered_to_ref(self) -> str:
        """What policy reads: whose director answers."""
        return self.to_ref

    @property
    def expires_on(self) -> date:
        """The last day on which it can be answered."""
        return self.offered_on + timedelta(days=self.days)
