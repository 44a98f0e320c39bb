"""The lines that sponsors confirm after a decision, and the note that purchasing receives."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.decision_models import Decision
from portal.committees.words import LineState
from portal.db.base import Base
from portal.db.types import Big, code, day, moment, pk, ref
from portal.organisations.models import Organisation
from portal.people.models import Person

_UNNAMED = text("organisation_ref IS NULL")
_IN_FORCE = text("taken_back_at IS NULL")


class FundingLine(Base):
    """The part of a decision's money that one organisation is asked for, in whole euros.

    Without an organisation, the sponsor is still to be named. Only its own sponsor says it.
    """

    __tablename__ = "funding_line"
    __table_args__ = (
        UniqueConstraint("decision_ref", "organisation_ref"),
        Index(
            "uq_funding_line_unnamed",
            "decision_ref",
            unique=True,
            sqlite_where=_UNNAMED,
            postgresql_where=_UNNAMED,
        ),
        Index("ix_funding_line_startup_ref_state", "startup_ref", "state"),
        Index("ix_funding_line_state_due_on", "state", "due_on"),
        CheckConstraint("asked > 0 AND (amount IS NULL OR amount > 0)", name="amounts"),
        CheckConstraint("(state = 'confirmed') = (amount IS NOT NULL)", name="confirmed"),
        CheckConstraint(
            "state = 'to_confirm' OR (organisation_ref IS NOT NULL AND said_by_id IS NOT NULL"
            " AND said_at IS NOT NULL)",
            name="said",
        ),
        CheckConstraint("state <> 'declined' OR motive <> ''", name="motivated"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    decision_ref: Mapped[str] = mapped_column(ForeignKey("decision.ref"))
    startup_ref: Mapped[str] = mapped_column(ForeignKey("startup.ref"))
    organisation_ref: Mapped[str | None] = mapped_column(ForeignKey("organisation.ref"), index=True)
    asked: Mapped[int] = mapped_column(Big)
    due_on: Mapped[day]
    state: Mapped[LineState] = mapped_column(code(LineState), default=LineState.TO_CONFIRM)
    amount: Mapped[int | None] = mapped_column(Big)
    imputation: Mapped[str] = mapped_column(String(200), default="")
    motive: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[moment | None]
    # When its day was told to whoever answers for it; anew for another organisation.
    reminded_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    decision: Mapped[Decision] = relationship()
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    said_by: Mapped[Person | None] = relationship()
    statements: Mapped[list["FundingStatement"]] = relationship(order_by="FundingStatement.number")

    __mapper_args__ = {"version_id_col": version}

    # Set by `funding_queries` when the line is read: who answers for its organisation today.
    speaker_ids: frozenset[int] = frozenset()


class FundingStatement(Base):
    """What a sponsor said of its line, each time: lines are only ever added."""

    __tablename__ = "funding_statement"
    __table_args__ = (UniqueConstraint("line_id", "number"),)

    id: Mapped[pk]
    line_id: Mapped[int] = mapped_column(ForeignKey("funding_line.id"))
    number: Mapped[int]
    state: Mapped[LineState] = mapped_column(code(LineState))
    amount: Mapped[int | None] = mapped_column(Big)
    imputation: Mapped[str] = mapped_column(String(200), default="")
    motive: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[moment]

    said_by: Mapped[Person] = relationship()


class PurchaseSending(Base):
    """The note of a decision, marked as sent to purchasing; at most one is in force.

    `body` is the note as it read at that moment.
    """

    __tablename__ = "purchase_sending"
    __table_args__ = (
        Index(
            "uq_purchase_sending_in_force",
            "decision_ref",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index("ix_purchase_sending_decision_ref", "decision_ref"),
        CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)"
            " AND (taken_back_at IS NULL) = (motive = '')",
            name="taken_back",
        ),
    )

    id: Mapped[pk]
    decision_ref: Mapped[str] = mapped_column(ForeignKey("decision.ref"))
    sent_to: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[moment]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[moment | None]
    motive: Mapped[str] = mapped_column(Text, default="")

    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id])
    taken_back_by: Mapped[Person | None] = relationship(foreign_keys=[taken_back_by_id])
