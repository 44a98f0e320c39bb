"""Irritants, those who say « moi aussi », and the offers from an incubator to another."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship, validates

from portal.db.base import Base
from portal.db.types import Big, Moment, code, day, moment, pk, ref
from portal.irritants import promise, rules
from portal.irritants.words import (
    Audience,
    Carrying,
    CoAuthorState,
    Frequency,
    IrritantState,
    TransferState,
    UserType,
)
from portal.kernel.periods import paris_day
from portal.organisations.models import Incubator
from portal.people.models import Person


class Irritant(Base):
    """A problem that somebody told; `answer_due_on` moves only by whole pauses already ended."""

    __tablename__ = "irritant"
    __table_args__ = (
        UniqueConstraint("author_id", "draft_key"),
        CheckConstraint("officer_id IS NULL OR officer_id <> author_id", name="officer_is_other"),
        CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name="submitted_is_dated"),
        CheckConstraint("published_at IS NULL OR NOT confidential", name="confidential_is_kept"),
        CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)"
            " AND (merged_into_id <> id OR state <> 'merged')",
            name="merged_has_head",
        ),
        CheckConstraint(
            "(state = 'merged') = (state_before IS NOT NULL)"
            " AND (state = 'merged') = (merged_at IS NOT NULL)",
            name="merged_is_told",
        ),
        CheckConstraint("state_before IN ('submitted', 'qualified')", name="state_before"),
        Index("ix_irritant_state_answer_due_on", "state", "answer_due_on"),
        Index("ix_irritant_submitted_at", "submitted_at", "id"),
        Index("ix_irritant_state_submitted_at", "state", "submitted_at", "id"),
        Index(
            "ix_irritant_incubator_ref_state_submitted_at",
            "incubator_ref",
            "state",
            "submitted_at",
            "id",
        ),
        Index("ix_irritant_support_count", "support_count", "id"),
        Index("ix_irritant_answered_on", "answered_on", "answer_due_on"),
        Index(
            "ix_irritant_incubator_ref_answered_on",
            "incubator_ref",
            "answered_on",
            "answer_due_on",
        ),
        CheckConstraint("review_supports > 0", name="review_supports"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    draft_key: Mapped[str] = mapped_column(String(40))
    state: Mapped[IrritantState] = mapped_column(code(IrritantState), default=IrritantState.DRAFT)
    made_at: Mapped[moment]
    edited_at: Mapped[moment]
    saved_from: Mapped[str] = mapped_column(String(40), default="")

    title: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience | None] = mapped_column(code(Audience))
    territory: Mapped[str] = mapped_column(String(200), default="")
    administration: Mapped[str] = mapped_column(String(200), default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    people_affected: Mapped[int | None] = mapped_column(Big)
    frequency: Mapped[Frequency | None] = mapped_column(code(Frequency))
    times: Mapped[int | None]
    minutes: Mapped[int | None]
    euros: Mapped[int | None] = mapped_column(Big)
    workarounds: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    existing_solutions: Mapped[str] = mapped_column(Text, default="")
    solution_idea: Mapped[str] = mapped_column(Text, default="")

    identity_shown: Mapped[bool] = mapped_column(default=True)
    pseudonym: Mapped[str] = mapped_column(String(40))
    confidential: Mapped[bool] = mapped_column(default=False)
    publish_consent: Mapped[bool] = mapped_column(default=False)
    carrying: Mapped[Carrying | None] = mapped_column(code(Carrying))
    days_a_week: Mapped[int | None]
    manager_informed: Mapped[bool] = mapped_column(default=False)

    incubator_ref: Mapped[str | None] = mapped_column(ForeignKey("incubator.ref"))
    submitted_at: Mapped[moment | None]
    answer_due_on: Mapped[day | None]
    paused_on: Mapped[day | None]
    paused_days: Mapped[int] = mapped_column(default=0)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[moment | None]
    motive_code: Mapped[str] = mapped_column(String(32), default="")
    motive: Mapped[str] = mapped_column(Text, default="")
    destination: Mapped[str] = mapped_column(String(300), default="")
    review_on: Mapped[day | None] = mapped_column(index=True)
    # Or as soon as so many say « moi aussi ».
    review_supports: Mapped[int | None]
    qualified_at: Mapped[moment | None]
    answered_at: Mapped[moment | None]
    # The day in Paris of the moment above, told by it (`_tell_day`): what the promise counts.
    answered_on: Mapped[day | None]
    published_at: Mapped[moment | None]
    unmasked_at: Mapped[moment | None]
    investigation_ref: Mapped[str | None] = mapped_column(String(12), index=True)
    answered_by_ref: Mapped[str | None] = mapped_column(String(12), index=True)
    support_count: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("irritant.id"), index=True)
    merged_at: Mapped[moment | None]
    state_before: Mapped[str | None] = mapped_column(String(32))
    # Its own promise, while `answer_due_on` is the earlier one of an irritant merged into it.
    own_due_on: Mapped[day | None]
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("irritant.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=author_id)
    officer: Mapped[Person | None] = relationship(foreign_keys=officer_id)
    incubator: Mapped[Incubator | None] = relationship()
    head: Mapped["Irritant | None"] = relationship(
        foreign_keys=merged_into_id, remote_side="Irritant.id"
    )
    suffering: Mapped[list["Suffering"]] = relationship(
        cascade="all, delete-orphan", order_by="Suffering.id"
    )
    transfers: Mapped[list["Transfer"]] = relationship(
        back_populates="irritant", order_by="Transfer.id"
    )

    coauthors: Mapped[list["CoAuthor"]] = relationship(
        back_populates="irritant", cascade="all, delete-orphan", order_by="CoAuthor.id"
    )
    # Told by the reads that ask for it (`queries.by_ref`): whether others are merged into it.
    is_head: Mapped[bool | None] = query_expression()

    __mapper_args__ = {"version_id_col": version}

    @validates("answered_at")
    def _tell_day(self, _name: str, moment: datetime | None) -> datetime | None:
        self.answered_on = paris_day(moment) if moment else None
        return moment

    @property
    def coauthor_ids(self) -> list[int]:
        """Who tells it with its author today."""
        active = CoAuthorState.ACTIVE
        return [one.person_id for one in self.coauthors if one.state is active]

    @property
    def is_published(self) -> bool:
        """On the public site: agreed by the author, and qualified or answered."""
        return self.published_at is not None

    @property
    def user_types(self) -> list[UserType]:
        """Who suffers."""
        return [each.user_type for each in self.suffering]

    @user_types.setter
    def user_types(self, wanted: list[UserType]) -> None:
        known = {each.user_type: each for each in self.suffering}
        self.suffering = [known.get(word) or Suffering(user_type=word) for word in wanted]

    @property
    def offer(self) -> "Transfer | None":
        """The offer to another incubator that waits for its answer."""
        return next((t for t in self.transfers if t.state is TransferState.OFFERED), None)

    @property
    def offered_to_ref(self) -> str | None:
        """The incubator that may accept it today."""
        return self.offer.to_ref if self.offer else None

    @property
    def former_refs(self) -> list[str]:
        """Incubators that passed it on: they keep reading."""
        passed = [t for t in self.transfers if t.state is TransferState.ACCEPTED]
        return [t.from_ref for t in passed if t.from_ref]

    def due_on(self, today: date) -> date | None:
        """The last day of the promise; it moves with `today` while the author completes."""
        if self.answer_due_on is None or self.paused_on is None or self.own_due_on is not None:
            # A pause asked of its author delays no promise made to the author of another.
            return self.answer_due_on
        return promise.after_pause(self.answer_due_on, self.paused_on, today)


class Suffering(Base):
    """One sort of people who meet the irritant."""

    __tablename__ = "irritant_user_type"
    __table_args__ = (UniqueConstraint("irritant_id", "user_type"),)

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    user_type: Mapped[UserType] = mapped_column(code(UserType), index=True)


class CoAuthor(Base):
    """One line by person and irritant; rights come with `active` alone.

    `pseudonym` is their name for others when the author is masked, whatever became of them since.
    """

    __tablename__ = "irritant_coauthor"
    __table_args__ = (
        UniqueConstraint("irritant_id", "person_id"),
        Index(
            "ix_irritant_coauthor_active",
            "person_id",
            "irritant_id",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[CoAuthorState] = mapped_column(code(CoAuthorState), default=CoAuthorState.INVITED)
    pseudonym: Mapped[str] = mapped_column(String(40))
    invited_at: Mapped[moment]
    answered_at: Mapped[moment | None]
    # Whoever was only asked acts under their own name.
    joined_at: Mapped[moment | None]

    irritant: Mapped[Irritant] = relationship(back_populates="coauthors")
    person: Mapped[Person] = relationship()


class Support(Base):
    """« Moi aussi »: one line by person and irritant."""

    __tablename__ = "irritant_support"
    __table_args__ = (
        UniqueConstraint("irritant_id", "person_id"),
        CheckConstraint("people BETWEEN 0 AND 70000000", name="people"),
        CheckConstraint("hours BETWEEN 0 AND 1000000", name="hours"),
    )

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    context: Mapped[str] = mapped_column(String(500), default="")
    # Concerned where this person works, and lost there each month.
    people: Mapped[int | None] = mapped_column(Big)
    hours: Mapped[int | None]
    territory: Mapped[str] = mapped_column(String(3), default="", server_default="")
    administration: Mapped[str] = mapped_column(String(200), default="", server_default="")
    at: Mapped[moment] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class Follow(Base):
    """Somebody who wishes to hear what becomes of an irritant; one line by person and irritant."""

    __tablename__ = "irritant_follow"
    __table_args__ = (UniqueConstraint("irritant_id", "person_id"),)

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[moment] = mapped_column(Moment)


class Transfer(Base):
    """An irritant offered to another incubator, and what that one answered."""

    __tablename__ = "irritant_transfer"
    __table_args__ = (
        Index(
            "uq_irritant_transfer_open",
            "irritant_id",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
        Index("ix_irritant_transfer_to_ref_state", "to_ref", "state"),
        CheckConstraint("from_ref <> to_ref", name="goes_elsewhere"),
        CheckConstraint("days BETWEEN 1 AND 180", name="days"),
    )

    id: Mapped[pk]
    irritant_id: Mapped[int] = mapped_column(ForeignKey("irritant.id"), index=True)
    from_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    to_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"))
    state: Mapped[TransferState] = mapped_column(code(TransferState), default=TransferState.OFFERED)
    motive: Mapped[str] = mapped_column(Text)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_on: Mapped[day]
    # As promised with the offer: settings changed since change nothing for it.
    days: Mapped[int] = mapped_column(default=15, server_default="15")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[moment | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    irritant: Mapped[Irritant] = relationship(back_populates="transfers")
    origin: Mapped[Incubator] = relationship(foreign_keys=from_ref)
    destination: Mapped[Incubator] = relationship(foreign_keys=to_ref)

    @property
    def expires_on(self) -> date:
        """The last day of the offer."""
        return rules.transfer_expires_on(self.offered_on, self.days)
