"""The plan of an exit, its steps, its list, the people of the host, and what is seen after."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.handovers import rules
from portal.handovers.words import (
    ExitLine,
    ExitStep,
    HealthState,
    LineState,
    Scenario,
    StandardsKept,
)
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.startups.models import Startup


class Handover(Base):
    """How a startup leaves. `put_…`: what the committee was asked; `adopted_…`: what it decided."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("fallback <> scenario", name="two_scenarios"),
        CheckConstraint(
            "(adopted_scenario IS NULL) = (adopted_on IS NULL)"
            " AND (adopted_on IS NULL) = (adopted_decision_ref IS NULL)",
            name="adopted_by_a_decision",
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_ref: Mapped[str] = mapped_column(ForeignKey("startup.ref"), unique=True)
    scenario: Mapped[Scenario] = mapped_column(code(Scenario))
    fallback: Mapped[Scenario | None] = mapped_column(code(Scenario, "fallback"))
    host_ref: Mapped[str | None] = mapped_column(ForeignKey("organisation.ref"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact_role: Mapped[str] = mapped_column(String(200), default="")
    final_on: Mapped[day | None]
    vision: Mapped[str] = mapped_column(Text, default="")
    put_scenario: Mapped[Scenario | None] = mapped_column(code(Scenario, "put_scenario"))
    put_fallback: Mapped[Scenario | None] = mapped_column(code(Scenario, "fallback"))
    put_on: Mapped[day | None]
    adopted_scenario: Mapped[Scenario | None] = mapped_column(code(Scenario, "adopted_scenario"))
    adopted_fallback: Mapped[Scenario | None] = mapped_column(code(Scenario, "fallback"))
    adopted_on: Mapped[day | None]
    adopted_decision_ref: Mapped[str | None] = mapped_column(String(12))
    begins_on: Mapped[day]
    made_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    steps: Mapped[list["HandoverStep"]] = relationship(
        order_by="HandoverStep.id", cascade="all, delete-orphan"
    )
    lines: Mapped[list["HandoverLine"]] = relationship(
        order_by="HandoverLine.id", cascade="all, delete-orphan"
    )
    stays: Mapped[list["HostStay"]] = relationship(
        order_by="(HostStay.starts_on, HostStay.id)", cascade="all, delete-orphan"
    )
    host: Mapped[Organisation | None] = relationship()
    contact_person: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def contact(self) -> str:
        """The address of the contact who has an account, as the form asks for it."""
        return self.contact_person.email if self.contact_person else ""

    @property
    def present(self) -> list["HostStay"]:
        """The people of the host that still stand in the plan."""
        return [one for one in self.stays if one.withdrawn_at is None]


class HandoverStep(Base):
    """A step of the consolidation: when it should be over, when it was."""

    __tablename__ = "handover_step"
    __table_args__ = (UniqueConstraint("handover_id", "step"),)

    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    step: Mapped[ExitStep] = mapped_column(code(ExitStep))
    expected_on: Mapped[day | None]
    done_on: Mapped[day | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class HandoverLine(Base):
    """A line of the list that the plan keeps; those of the standards are read on their page."""

    __tablename__ = "handover_line"
    __table_args__ = (
        UniqueConstraint("handover_id", "line"),
        CheckConstraint(
            "state NOT IN ('done', 'not_applicable') OR proof <> '' OR link <> ''", name="proven"
        ),
    )

    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    line: Mapped[ExitLine] = mapped_column(code(ExitLine))
    state: Mapped[LineState] = mapped_column(code(LineState), default=LineState.TODO)
    on: Mapped[day | None]
    proof: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class HostStay(Base):
    """Somebody of the host who works in the team before the exit, by a name or a role."""

    __tablename__ = "host_stay"
    __table_args__ = (
        CheckConstraint("share BETWEEN 1 AND 100", name="share"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("ix_host_stay_handover_id", "handover_id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    who: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[day]
    ends_on: Mapped[day | None]
    share: Mapped[int]
    withdrawn_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def stay(self) -> rules.Stay:
        """The stay as the rules count it."""
        return rules.Stay(self.starts_on, self.ends_on, self.share)


class HealthCheck(Base):
    """What is seen of a service six or twelve months after it left; not done while `state` is None."""

    __tablename__ = "health_check"
    __table_args__ = (
        UniqueConstraint("startup_ref", "exit_ref", "months"),
        CheckConstraint("months IN (6, 12)", name="months"),
        CheckConstraint("(state IS NULL) = (done_on IS NULL)", name="done"),
        Index("ix_health_check_done_on_due_on", "done_on", "due_on"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_ref: Mapped[str] = mapped_column(ForeignKey("startup.ref"))
    # The phase by which it left. No foreign key: an import may take that phase away.
    exit_ref: Mapped[str] = mapped_column(String(12), server_default="")
    months: Mapped[int]
    left_on: Mapped[day]
    due_on: Mapped[day]
    state: Mapped[HealthState | None] = mapped_column(code(HealthState))
    done_on: Mapped[day | None]
    usage: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    satisfaction: Mapped[str] = mapped_column(String(200), default="")
    runner: Mapped[str] = mapped_column(String(200), default="")
    incidents: Mapped[str] = mapped_column(Text, default="")
    standards: Mapped[StandardsKept | None] = mapped_column(code(StandardsKept))
    advice: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    startup: Mapped[Startup] = relationship()
    plan: Mapped[Handover | None] = relationship(
        primaryjoin="foreign(HealthCheck.startup_ref) == Handover.startup_ref",
        viewonly=True,
        uselist=False,
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def incubator_refs(self) -> tuple[str, ...]:
        """The incubators that carried the service (read by policy)."""
        return self.startup.incubator_refs

    @property
    def contact_id(self) -> int | None:
        """Who receives the service, when it is a person of the portal (read by policy)."""
        return self.plan.contact_id if self.plan else None
