"""Decisions, written once, and the conditions that come with them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.condition_words import ConditionStep
from portal.committees.item_models import Item
from portal.committees.words import (
    ConditionState,
    Direction,
    EffectKind,
    Outcome,
    StopReason,
    SubjectKind,
)
from portal.db.base import Base
from portal.db.types import Big, Json, code, day, moment, pk, ref
from portal.people.models import Person
from portal.startups.rules import days_overdue
from portal.startups.words import Phase


class Decision(Base):
    """What a committee decided. Lines are only ever added (triggers)."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("outcome <> 'deferred'", name="decided"),
        Index("ix_decision_subject_ref_id", "subject_ref", "id"),
        Index("ix_decision_decided_on_id", "decided_on", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    subject_kind: Mapped[SubjectKind] = mapped_column(code(SubjectKind))
    subject_ref: Mapped[str] = mapped_column(String(12))
    startup_ref: Mapped[str | None] = mapped_column(ForeignKey("startup.ref"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[Outcome] = mapped_column(code(Outcome))
    direction: Mapped[Direction] = mapped_column(code(Direction))
    effect: Mapped[EffectKind] = mapped_column(code(EffectKind))
    phase: Mapped[Phase | None] = mapped_column(code(Phase))
    months: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(Big, default=0)
    term_on: Mapped[day | None]
    # The term that ran when it was decided, if any: a late decision keeps both days.
    due_on: Mapped[day | None]
    decided_on: Mapped[day]
    motive: Mapped[str] = mapped_column(Text)
    stop_reason: Mapped[StopReason | None] = mapped_column(code(StopReason))
    counts: Mapped[dict] = mapped_column(Json)
    quorum: Mapped[dict] = mapped_column(Json)
    evidence_sha256: Mapped[str] = mapped_column(String(64), default="")
    proclaimed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proclaimed_at: Mapped[moment]
    register_seq: Mapped[int] = mapped_column(ForeignKey("register_entry.seq"), unique=True)

    @property
    def days_late(self) -> int:
        """Days past the term; 0 when it came in time, or when no term ran."""
        return days_overdue(self.decided_on, self.due_on) if self.due_on else 0

    item: Mapped[Item] = relationship()
    proclaimed_by: Mapped[Person] = relationship()


class Condition(Base):
    """A réserve: what, who, by when, and how it will be seen. It binds once decided."""

    __tablename__ = "condition"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled"),
        Index("ix_condition_subject_ref_state", "subject_ref", "state"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    subject_ref: Mapped[str] = mapped_column(String(12))
    decision_ref: Mapped[str | None] = mapped_column(ForeignKey("decision.ref"))
    what: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[day]
    proof: Mapped[str] = mapped_column(Text)
    state: Mapped[ConditionState] = mapped_column(code(ConditionState), default=ConditionState.OPEN)
    # When its proof was handed in; nothing while it is awaited, or once it was sent back.
    handed_at: Mapped[moment | None]
    settled_at: Mapped[moment | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settlement: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def step(self) -> ConditionStep:
        """Where it stands: handed in, it binds as before."""
        if self.state is ConditionState.OPEN and self.handed_at is not None:
            return ConditionStep.HANDED_IN
        return ConditionStep(self.state.value)

    @property
    def subject_refs(self) -> tuple[str, ...]:
        """What policy reads: its team is that of the subject."""
        return (self.subject_ref,)


class Reconsideration(Base):
    """A decision put to the vote again: the point that may replace it. Lines are only added."""

    __tablename__ = "decision_review"

    id: Mapped[pk]
    decision_ref: Mapped[str] = mapped_column(ForeignKey("decision.ref"), index=True)
    item_ref: Mapped[str] = mapped_column(ForeignKey("item.ref"), unique=True)
    motive: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[moment]
