"""Investigations, the irritants behind them, and what was learned."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.investigations.words import (
    Channel,
    EntryKind,
    HypothesisState,
    InvestigationOutcome,
    InvestigationState,
    Met,
)
from portal.irritants.models import Irritant
from portal.organisations.models import Incubator
from portal.people.models import Person


class Investigation(Base):
    """A few weeks to answer one question. Its team are the mandates whose scope is its `ref`."""

    __tablename__ = "investigation"
    __table_args__ = (
        CheckConstraint("planned_end_on > started_on", name="end_after_start"),
        CheckConstraint("days_tenths BETWEEN 10 AND 50", name="days"),
        CheckConstraint("understands AND accepts_stop AND protects", name="engaged"),
        CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL AND closed_on IS NOT NULL)",
            name="closed_with_outcome",
        ),
        CheckConstraint(
            "(outcome IS NOT NULL AND outcome = 'startup') = (startup_ref IS NOT NULL)",
            name="startup_is_named",
        ),
        Index("ix_investigation_state_planned_end_on", "state", "planned_end_on", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sponsor_name: Mapped[str] = mapped_column(String(120))
    sponsor_title: Mapped[str] = mapped_column(String(160), default="")
    sponsor_organisation: Mapped[str] = mapped_column(String(200), default="")
    understands: Mapped[bool]
    accepts_stop: Mapped[bool]
    protects: Mapped[bool]
    engaged_on: Mapped[day]
    # Half-days matter and floats do not add up: tenths of a day a week.
    days_tenths: Mapped[int]
    started_on: Mapped[day]
    planned_end_on: Mapped[day]
    state: Mapped[InvestigationState] = mapped_column(
        code(InvestigationState), default=InvestigationState.RUNNING
    )
    outcome: Mapped[InvestigationOutcome | None] = mapped_column(code(InvestigationOutcome))
    startup_ref: Mapped[str | None] = mapped_column(String(12), unique=True)
    decision_ref: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[day | None]
    report: Mapped[str] = mapped_column(Text, default="")
    sent_to_committee_ref: Mapped[str | None] = mapped_column(String(12))
    sent_at: Mapped[moment | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    incubator: Mapped[Incubator] = relationship()
    links: Mapped[list["InvestigationIrritant"]] = relationship(
        back_populates="investigation", order_by="InvestigationIrritant.id"
    )
    entries: Mapped[list["LogEntry"]] = relationship(
        back_populates="investigation", order_by="(LogEntry.on.desc(), LogEntry.id.desc())"
    )
    hypotheses: Mapped[list["Hypothesis"]] = relationship(
        back_populates="investigation", order_by="Hypothesis.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def sponsor_engaged(self) -> bool:
        """Whether the three points of the engagement are ticked."""
        return self.understands and self.accepts_stop and self.protects

    @property
    def days_per_week(self) -> float:
        """Days freed each week for the intrapreneur."""
        return self.days_tenths / 10

    @property
    def committee_ref(self) -> str | None:
        """What policy reads: the committee to which it goes, whose members read the opinions."""
        return self.sent_to_committee_ref

    @property
    def is_running(self) -> bool:
        return self.state is InvestigationState.RUNNING


class InvestigationIrritant(Base):
    """An irritant that an investigation looks into."""

    __tablename__ = "investigation_irritant"
    __table_args__ = (UniqueConstraint("investigation_id", "irritant_ref"),)

    id: Mapped[pk]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"))
    irritant_ref: Mapped[str] = mapped_column(ForeignKey("irritant.ref"), index=True)

    investigation: Mapped[Investigation] = relationship(back_populates="links")
    irritant: Mapped[Irritant] = relationship()


class LogEntry(Base):
    """A line of the logbook: what was learned one day, without personal data."""

    __tablename__ = "investigation_log_entry"
    __table_args__ = (
        Index("ix_investigation_log_entry_on", "investigation_id", "on"),
        CheckConstraint("persons BETWEEN 1 AND 1000", name="persons"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"))
    kind: Mapped[EntryKind] = mapped_column(code(EntryKind))
    on: Mapped[day]
    text: Mapped[str] = mapped_column(Text)
    # Of an interview alone; nobody is named.
    met: Mapped[Met | None] = mapped_column(code(Met))
    persons: Mapped[int | None]
    channel: Mapped[Channel | None] = mapped_column(code(Channel))
    territory: Mapped[str] = mapped_column(String(3), default="", server_default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]

    investigation: Mapped[Investigation] = relationship(back_populates="entries")
    author: Mapped[Person] = relationship()


class Hypothesis(Base):
    """What is believed, until it is kept or dropped with a conclusion."""

    __tablename__ = "hypothesis"
    __table_args__ = (
        CheckConstraint("state = 'open' OR conclusion <> ''", name="concluded_with_words"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[HypothesisState] = mapped_column(
        code(HypothesisState), default=HypothesisState.OPEN
    )
    conclusion: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    investigation: Mapped[Investigation] = relationship(back_populates="hypotheses")

    __mapper_args__ = {"version_id_col": version}
