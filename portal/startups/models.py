"""Startups: who carries and sponsors them, their phases, events and grants."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import Big, Json, code, day, moment, pk, ref
from portal.organisations.models import Incubator, Organisation
from portal.startups import rules
from portal.startups.words import GrantKind, Phase, PhaseSource


class Startup(Base):
    """A startup d'État. `current_phase` is None while its first phase is still to come.

    `term_on` (nominal term), `target_on` (the committee's date) and `term_is_presumed` are
    written by `grants.set_term` alone.
    """

    __tablename__ = "startup"
    __table_args__ = (
        Index("ix_startup_term_on_id", "term_on", "id"),
        Index("ix_startup_current_phase", "current_phase"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    source_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    mission: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")
    born_of: Mapped[str | None] = mapped_column(String(12), unique=True)
    user_types: Mapped[list] = mapped_column(Json, default=list)
    themes: Mapped[list] = mapped_column(Json, default=list)
    techno: Mapped[list] = mapped_column(Json, default=list)
    link: Mapped[str] = mapped_column(String(500), default="")
    repository: Mapped[str] = mapped_column(String(500), default="")
    stats: Mapped[bool | None]
    stats_url: Mapped[str] = mapped_column(String(500), default="")
    budget_url: Mapped[str] = mapped_column(String(500), default="")
    impact_url: Mapped[str] = mapped_column(String(500), default="")
    dashlord_url: Mapped[str] = mapped_column(String(500), default="")
    accessibility: Mapped[str] = mapped_column(String(80), default="")
    risk_analysis: Mapped[bool | None]
    risk_analysis_url: Mapped[str] = mapped_column(String(500), default="")
    secured_service: Mapped[bool | None]
    fast_number: Mapped[int | None]
    fast_amount: Mapped[int | None] = mapped_column(Big)
    redirects: Mapped[list] = mapped_column(Json, default=list)
    extra: Mapped[dict] = mapped_column(Json, default=dict)
    # Columns that a person wrote here: an import leaves them as they are.
    written_here: Mapped[list] = mapped_column(Json, default=list)
    current_phase: Mapped[Phase | None] = mapped_column(code(Phase))
    phase_started_on: Mapped[day | None]
    ended_on: Mapped[day | None]
    end_reason: Mapped[str] = mapped_column(String(40), default="")
    safeguard_since: Mapped[day | None]
    safeguard_until: Mapped[day | None]
    safeguard_decision_ref: Mapped[str | None] = mapped_column(String(12))
    term_on: Mapped[day | None]
    target_on: Mapped[day | None]
    term_is_presumed: Mapped[bool] = mapped_column(default=False)
    money_ends_on: Mapped[day | None]
    made_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    incubations: Mapped[list["StartupIncubator"]] = relationship(
        order_by="StartupIncubator.position", lazy="selectin", cascade="all, delete-orphan"
    )
    sponsorships: Mapped[list["StartupSponsor"]] = relationship(
        order_by="StartupSponsor.position", cascade="all, delete-orphan"
    )
    periods: Mapped[list["PhasePeriod"]] = relationship(
        back_populates="startup",
        order_by="(PhasePeriod.starts_on, PhasePeriod.rank, PhasePeriod.id)",
        cascade="all, delete-orphan",
    )
    events: Mapped[list["StartupEvent"]] = relationship(
        order_by="(StartupEvent.on.desc(), StartupEvent.id.desc())", cascade="all, delete-orphan"
    )
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="startup", order_by="Grant.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def incubator_refs(self) -> tuple[str, ...]:
        """The incubators that carry it, the main one first (read by policy)."""
        return tuple(one.incubator_ref for one in self.incubations)

    @property
    def incubator_ref(self) -> str | None:
        """The main incubator."""
        return next(iter(self.incubator_refs), None)

    @property
    def incubators(self) -> list[Incubator]:
        """The incubators that carry it, the main one first."""
        return [one.incubator for one in self.incubations]

    def leave_safeguard(self) -> None:
        """No day runs towards dormancy any more."""
        self.safeguard_since = self.safeguard_until = self.safeguard_decision_ref = None

    @property
    def is_ended(self) -> bool:
        """Whether no committee is expected any more."""
        return self.current_phase is not None and self.current_phase.is_end

    @property
    def current_grant(self) -> "Grant | None":
        """The grant whose term runs, if one was recorded."""
        return next((grant for grant in self.grants if grant.is_current), None)


class StartupIncubator(Base):
    """An incubator that carries a startup; exactly one is the main one."""

    __tablename__ = "startup_incubator"
    __table_args__ = (
        UniqueConstraint("startup_id", "incubator_ref"),
        Index(
            "uq_startup_incubator_main",
            "startup_id",
            unique=True,
            sqlite_where=text("is_main"),
            postgresql_where=text("is_main"),
        ),
    )

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    is_main: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    incubator: Mapped[Incubator] = relationship(lazy="joined")


class StartupSponsor(Base):
    """An organisation that sponsors a startup; `share` is its part of the money, in percent."""

    __tablename__ = "startup_sponsor"
    __table_args__ = (
        UniqueConstraint("startup_id", "organisation_ref"),
        CheckConstraint("share IS NULL OR share BETWEEN 0 AND 100", name="share"),
    )

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    organisation_ref: Mapped[str] = mapped_column(ForeignKey("organisation.ref"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    share: Mapped[int | None]
    since: Mapped[day | None]
    # When somebody added it here; an import then leaves it among the sponsors.
    added_at: Mapped[moment | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined")


class PhasePeriod(Base):
    """A phase (or an end) from a day; the next one's start ends it when `ends_on` is unknown."""

    __tablename__ = "phase_period"
    __table_args__ = (
        Index("ix_phase_period_startup_id_starts_on", "startup_id", "starts_on"),
        Index("ix_phase_period_phase_starts_on", "phase", "starts_on"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    phase: Mapped[Phase] = mapped_column(code(Phase))
    rank: Mapped[int]
    starts_on: Mapped[day]
    ends_on: Mapped[day | None]
    source: Mapped[PhaseSource] = mapped_column(code(PhaseSource))
    source_word: Mapped[str] = mapped_column(String(40), default="")
    decision_ref: Mapped[str | None] = mapped_column(String(12), index=True)
    comment: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    startup: Mapped[Startup] = relationship(back_populates="periods")

    __mapper_args__ = {"version_id_col": version}


class StartupEvent(Base):
    """A dated event, by the word that the programme publishes."""

    __tablename__ = "startup_event"
    __table_args__ = (Index("ix_startup_event_startup_id_on", "startup_id", "on"),)

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    name: Mapped[str] = mapped_column(String(40))
    on: Mapped[day]
    comment: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)


class Grant(Base):
    """Months of funding. The term is always counted from `anchor`: see `nominal_on`.

    `anchor_months` is how many months lie between the anchor and this grant's first day, so that
    a chain begun on 31 August comes back to 31 August. `amount` is in whole euros.
    """

    __tablename__ = "startup_grant"
    __table_args__ = (
        CheckConstraint("months BETWEEN 1 AND 12", name="months"),
        CheckConstraint("extension_months BETWEEN 0 AND 2", name="extension"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("kind = 'recorded' OR decision_ref IS NOT NULL", name="decided"),
        Index("ix_startup_grant_startup_id", "startup_id"),
        Index(
            "uq_startup_grant_current",
            "startup_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    kind: Mapped[GrantKind] = mapped_column(code(GrantKind))
    granted_from: Mapped[day]
    decided_on: Mapped[day]
    anchor: Mapped[day]
    anchor_months: Mapped[int] = mapped_column(default=0)
    months: Mapped[int]
    amount: Mapped[int] = mapped_column(Big)
    money_ends_on: Mapped[day | None]
    decision_ref: Mapped[str | None] = mapped_column(String(12), unique=True)
    extension_months: Mapped[int] = mapped_column(default=0)
    extension_motive: Mapped[str] = mapped_column(Text, default="")
    is_current: Mapped[bool] = mapped_column(default=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]

    startup: Mapped[Startup] = relationship(back_populates="grants")

    @property
    def terms(self) -> rules.Grant:
        """The grant as the rules of the clock read it."""
        return rules.Grant(
            self.granted_from,
            self.months,
            self.amount,
            self.money_ends_on,
            self.extension_months,
            self.anchor,
            self.anchor_months,
        )

    @property
    def nominal_on(self) -> date:
        """The nominal term: calendar months from the anchor, the extension included."""
        return self.terms.nominal_on


class Cohort(Base):
    """A cohort of the acceleration fund (FAST)."""

    __tablename__ = "fast_cohort"

    id: Mapped[pk]
    number: Mapped[int] = mapped_column(unique=True)
    source_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict] = mapped_column(Json, default=dict)
