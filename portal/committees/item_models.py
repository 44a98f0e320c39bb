"""Points of an agenda: their proposal, roll, recusals, and dossier."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.models import Committee, Sitting
from portal.committees.words import (
    College,
    Direction,
    ItemOrigin,
    ItemState,
    Outcome,
    RecusalCause,
    SubjectKind,
)
from portal.db.base import Base
from portal.db.types import Big, Json, code, day, moment, pk, ref
from portal.investigations.models import Investigation
from portal.people.models import Person
from portal.startups.models import Startup
from portal.startups.words import Phase, Rung

_LIVE = text("state IN ('listed', 'open', 'closed')")


class Item(Base):
    """One point: what is proposed about one investigation or one startup, and what came of it."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint(
            "(subject_kind = 'investigation' AND investigation_ref IS NOT NULL"
            " AND startup_ref IS NULL) OR (subject_kind = 'startup'"
            " AND startup_ref IS NOT NULL AND investigation_ref IS NULL)",
            name="one_subject",
        ),
        CheckConstraint("months BETWEEN 1 AND 12", name="months"),
        CheckConstraint("provisional_months BETWEEN 1 AND 2", name="provisional_months"),
        CheckConstraint("amount >= 0 AND provisional_amount >= 0", name="amounts"),
        CheckConstraint("state <> 'open' OR closes_at IS NOT NULL", name="open_closes"),
        Index("ix_item_sitting_id_position", "sitting_id", "position"),
        Index("ix_item_committee_id_state", "committee_id", "state"),
        # A subject is before one committee at a time.
        Index(
            "uq_item_live_startup",
            "startup_ref",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_item_live_investigation",
            "investigation_ref",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
    position: Mapped[int] = mapped_column(default=0)
    # When it entered an agenda that was already told; nothing when it was there at the convening.
    joined_at: Mapped[moment | None]
    origin: Mapped[ItemOrigin] = mapped_column(code(ItemOrigin))
    state: Mapped[ItemState] = mapped_column(code(ItemState), default=ItemState.LISTED)
    title: Mapped[str] = mapped_column(String(200))
    subject_kind: Mapped[SubjectKind] = mapped_column(code(SubjectKind))
    investigation_ref: Mapped[str | None] = mapped_column(ForeignKey("investigation.ref"))
    startup_ref: Mapped[str | None] = mapped_column(ForeignKey("startup.ref"))
    before_ref: Mapped[str | None] = mapped_column(ForeignKey("item.ref"))

    direction: Mapped[Direction] = mapped_column(code(Direction))
    phase: Mapped[Phase | None] = mapped_column(code(Phase))
    months: Mapped[int] = mapped_column(default=6)
    amount: Mapped[int] = mapped_column(Big, default=0)
    # Nothing asked for is an answer too: zero is an amount once somebody wrote it.
    is_amount_said: Mapped[bool] = mapped_column(default=False, server_default=true())
    provisional_months: Mapped[int] = mapped_column(default=2)
    provisional_amount: Mapped[int] = mapped_column(Big, default=0)
    money_ends_on: Mapped[day | None]
    startup_title: Mapped[str] = mapped_column(String(200), default="")
    startup_mission: Mapped[str] = mapped_column(Text, default="")

    second_convening: Mapped[bool] = mapped_column(default=False)
    presider_kept_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rules_hash: Mapped[str] = mapped_column(String(64), default="")
    present_at_opening: Mapped[int | None]
    # By moment (opening, closing): of each college, how many were there and how many were needed.
    college_quorum: Mapped[dict | None] = mapped_column(Json)
    opened_at: Mapped[moment | None]
    closes_at: Mapped[moment | None]
    closed_at: Mapped[moment | None]
    outcome: Mapped[Outcome | None] = mapped_column(code(Outcome))
    counts: Mapped[dict | None] = mapped_column(Json)
    motive: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[day | None]
    made_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    committee: Mapped[Committee] = relationship(lazy="joined")
    sitting: Mapped[Sitting | None] = relationship(lazy="joined")
    investigation: Mapped[Investigation | None] = relationship()
    startup: Mapped[Startup | None] = relationship()
    roll: Mapped[list["RollMember"]] = relationship(order_by="RollMember.id", lazy="selectin")
    recusals: Mapped[list["Recusal"]] = relationship(order_by="Recusal.id", lazy="selectin")
    declarations: Mapped[list["Declaration"]] = relationship(order_by="Declaration.id")
    dossier: Mapped["Dossier"] = relationship(back_populates="item")
    presider_kept: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    # Set by `item_queries` when the item is read: who presides this point now.
    presider_id = None

    @property
    def committee_ref(self) -> str:
        """What policy reads."""
        return self.committee.ref

    @property
    def incubator_ref(self) -> str:
        """What policy reads."""
        return self.committee.incubator_ref

    @property
    def subject_ref(self) -> str:
        """The investigation or startup that is decided upon."""
        return self.startup_ref or self.investigation_ref or ""

    @property
    def subject_refs(self) -> tuple[str, ...]:
        """What policy reads: teams, coaches and sponsors are those of the subject."""
        return (self.subject_ref,)

    @property
    def roll_ids(self) -> frozenset[int]:
        """The voting members frozen at opening; empty before."""
        return frozenset(member.person_id for member in self.roll)

    @property
    def recused_ids(self) -> frozenset[int]:
        """Who withdrew from this point."""
        return frozenset(recusal.person_id for recusal in self.recusals)

    @property
    def is_published(self) -> bool:
        """Whether the public may read it."""
        return self.state is ItemState.PUBLISHED


class RollMember(Base):
    """A voting member of a point, frozen when it opened."""

    __tablename__ = "roll_member"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id"),
        Index("uq_roll_member_item_id_principal_id", "item_id", "principal_id", unique=True),
        CheckConstraint("principal_id <> person_id", name="other"),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Whose place they take, when the seat is another's; the quality is that of the seat.
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    quality: Mapped[str] = mapped_column(String(160), default="")
    college: Mapped[College | None] = mapped_column(code(College))

    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
    principal: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[principal_id])


class Recusal(Base):
    """Somebody withdrew from a point. The cause never enters the minutes."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cause: Mapped[RecusalCause] = mapped_column(code(RecusalCause))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[moment]

    person: Mapped[Person] = relationship(lazy="joined")


class Declaration(Base):
    """A member said whether they have an interest in a point."""

    __tablename__ = "declaration"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    has_interest: Mapped[bool]
    at: Mapped[moment]


class Dossier(Base):
    """What is read before deciding. Frozen as canonical JSON with its SHA-256."""

    __tablename__ = "dossier"
    __table_args__ = (
        CheckConstraint("(frozen_at IS NULL) = (sha256 = '')", name="frozen_with_digest"),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    request: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    frozen_at: Mapped[moment | None]
    frozen: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship(back_populates="dossier")
    rungs: Mapped[list["Evidence"]] = relationship(
        order_by="Evidence.id", lazy="selectin", cascade="all, delete-orphan"
    )
    addenda: Mapped[list["Addendum"]] = relationship(order_by="Addendum.id")

    __mapper_args__ = {"version_id_col": version}


class Evidence(Base):
    """A figure on one of the five rungs, with its date and its source."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("dossier_id", "rung"),)

    id: Mapped[pk]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    rung: Mapped[Rung] = mapped_column(code(Rung))
    figure: Mapped[str] = mapped_column(String(200))
    measured_on: Mapped[day | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    # Where it may be checked: an address, or a file of the same dossier.
    link: Mapped[str] = mapped_column(String(500), default="")
    file_ref: Mapped[str | None] = mapped_column(String(12))


class Addendum(Base):
    """What was added after freezing, shown as such."""

    __tablename__ = "addendum"

    id: Mapped[pk]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    # Names its file in the store, when it has one.
    files_ref: Mapped[str | None] = mapped_column(String(12))

    author: Mapped[Person] = relationship()
