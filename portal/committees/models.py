"""Committees and their sittings. Seats are mandates (portal.people), bearing dates."""

from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.committees.words import Attendance, College, CommitteeKind, CommitteeMode, SittingState
from portal.db.base import Base
from portal.db.types import Json, code, day, moment, pk, ref
from portal.organisations.models import Incubator
from portal.people.models import Person


class Committee(Base):
    """A committee, standing or made for one purpose, carried by an incubator."""

    __tablename__ = "committee"
    __table_args__ = (
        CheckConstraint("vote_minutes BETWEEN 1 AND 20160", name="vote_minutes"),
        CheckConstraint("most_sittings BETWEEN 1 AND 50", name="most_sittings"),
        CheckConstraint(
            "kind <> 'ad_hoc' OR (purpose <> ''"
            " AND (ends_on IS NOT NULL OR most_sittings IS NOT NULL))",
            name="bounded",
        ),
        CheckConstraint("(closed_on IS NULL) = (closing_motive = '')", name="closed"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    name: Mapped[str] = mapped_column(String(160))
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    mode: Mapped[CommitteeMode] = mapped_column(
        code(CommitteeMode), default=CommitteeMode.COLLEGIAL_VOTE
    )
    vote_minutes: Mapped[int] = mapped_column(default=20)
    # Whether half of each college must be there, besides half of all.
    college_quorum: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind: Mapped[CommitteeKind] = mapped_column(
        code(CommitteeKind), default=CommitteeKind.STANDING, server_default="standing"
    )
    # Of an ad hoc committee: what it is for, its last day, how many sittings it may hold.
    purpose: Mapped[str] = mapped_column(Text, default="", server_default="")
    ends_on: Mapped[day | None]
    most_sittings: Mapped[int | None]
    closed_on: Mapped[day | None]
    closing_motive: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)

    incubator: Mapped[Incubator] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def committee_ref(self) -> str:
        """What policy reads."""
        return self.ref

    @property
    def is_closed(self) -> bool:
        """Whether it takes neither sitting nor point any more."""
        return self.closed_on is not None

    @property
    def last_on(self) -> date | None:
        """The last day of an ad hoc committee, as people are told it."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    @property
    def is_ad_hoc(self) -> bool:
        """Whether it was made for one purpose: no term enters its agenda by itself."""
        return self.kind is CommitteeKind.AD_HOC


class SeatCollege(Base):
    """The college of a voting seat."""

    __tablename__ = "seat_college"

    id: Mapped[pk]
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), unique=True)
    college: Mapped[College] = mapped_column(code(College))


class Sitting(Base):
    """One meeting of a committee, on paper from its convening to its signed minutes."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index("ix_sitting_committee_id_starts_at", "committee_id", "starts_at"),
        UniqueConstraint("committee_id", "starts_at"),
        CheckConstraint("freeze_days BETWEEN 0 AND 60", name="freeze_days"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index("ix_sitting_starts_at", "starts_at"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    starts_at: Mapped[moment]
    place: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[SittingState] = mapped_column(code(SittingState), default=SittingState.PLANNED)
    convened_at: Mapped[moment | None]
    # As it was set when it was convened: before, it is nothing but the usual.
    freeze_days: Mapped[int] = mapped_column(default=7, server_default="7")
    urgency: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[moment | None]
    closed_at: Mapped[moment | None]
    cancel_motive: Mapped[str] = mapped_column(Text, default="")
    # How many times what calendars were told has changed.
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1)

    committee: Mapped[Committee] = relationship(lazy="joined")
    attendances: Mapped[list["SittingAttendance"]] = relationship(
        order_by="SittingAttendance.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def committee_ref(self) -> str:
        """What policy reads."""
        return self.committee.ref

    @property
    def incubator_ref(self) -> str:
        """What policy reads."""
        return self.committee.incubator_ref

    @property
    def present_ids(self) -> frozenset[int]:
        """Who takes part, in the room or from afar."""
        there = (Attendance.PRESENT, Attendance.REMOTE)
        return frozenset(a.person_id for a in self.attendances if a.attendance in there)

    @property
    def represented_ids(self) -> frozenset[int]:
        """Who lets another member vote for them."""
        given = Attendance.REPRESENTED
        return frozenset(a.person_id for a in self.attendances if a.attendance is given)


class SittingAttendance(Base):
    """How one person takes part in a sitting."""

    __tablename__ = "sitting_attendance"
    __table_args__ = (UniqueConstraint("sitting_id", "person_id"),)

    id: Mapped[pk]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    attendance: Mapped[Attendance] = mapped_column(code(Attendance))

    person: Mapped[Person] = relationship()


class Minutes(Base):
    """The minutes of a closed sitting: facts generated, prose by the secretary, two signatures.

    `facts` is canonical JSON, `sha256` its digest with the prose; both are fixed by the first
    signature.
    """

    __tablename__ = "minutes"

    id: Mapped[pk]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), unique=True)
    prose: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict | None] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    presider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    presider_signed_at: Mapped[moment | None]
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    secretary_signed_at: Mapped[moment | None]
    register_seq: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    sitting: Mapped[Sitting] = relationship()
    presider: Mapped[Person | None] = relationship(foreign_keys=[presider_id])
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id])

    __mapper_args__ = {"version_id_col": version}
