"""Calls for problems, the people named for each, and the questions that it asks."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.calls import rules
from portal.calls.words import CallState, Part, QuestionKind
from portal.db.base import Base
from portal.db.types import Json, code, day, moment, pk, ref
from portal.organisations.models import Incubator
from portal.people.models import Person


class Call(Base):
    """A call that one incubator carries. Its state is computed from its days: `state_on`."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("closes_on > opens_on", name="window"),
        CheckConstraint("answered_at IS NULL OR shortlisted_at IS NOT NULL", name="in_order"),
        CheckConstraint("shortlisted_at IS NULL OR published_at IS NOT NULL", name="was_public"),
        Index("ix_call_published_at", "published_at", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    incubator_ref: Mapped[str] = mapped_column(ForeignKey("incubator.ref"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(200), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    targets: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    opens_on: Mapped[day]
    closes_on: Mapped[day]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[moment]
    published_at: Mapped[moment | None]
    shortlisted_at: Mapped[moment | None]
    pitch_at: Mapped[moment | None]
    pitch_place: Mapped[str] = mapped_column(String(300), default="")
    laureates_at: Mapped[moment | None]
    answered_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    incubator: Mapped[Incubator] = relationship()
    members: Mapped[list["CallMember"]] = relationship(
        back_populates="call", order_by="CallMember.id"
    )
    questions: Mapped[list["Question"]] = relationship(
        back_populates="call", order_by="(Question.position, Question.id)"
    )

    __mapper_args__ = {"version_id_col": version}

    def state_on(self, today: date) -> CallState:
        """Where it stands that day."""
        return rules.state_on(
            today,
            closes_on=self.closes_on,
            is_published=self.published_at is not None,
            is_answered=self.answered_at is not None,
        )

    @property
    def panel_ids(self) -> set[int]:
        """Who reads its files today: pre-jury and jury."""
        return {each.person_id for each in self.members if each.ended_at is None}

    def ids_of(self, part: Part) -> set[int]:
        """Who has this part in it today."""
        return {one.person_id for one in self.members if one.part is part and one.ended_at is None}

    @property
    def asked(self) -> list["Question"]:
        """The questions as they are asked today, in order."""
        return [each for each in self.questions if each.replaced_at is None]


class CallMember(Base):
    """Somebody named for the pre-jury or the jury of one call."""

    __tablename__ = "call_member"
    __table_args__ = (UniqueConstraint("call_id", "person_id", "part"),)

    id: Mapped[pk]
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(code(Part))
    appointed_at: Mapped[moment]
    ended_at: Mapped[moment | None]

    call: Mapped[Call] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class Question(Base):
    """One wording of a question. Once answered it is never changed: another wording replaces it."""

    __tablename__ = "call_question"
    __table_args__ = (
        UniqueConstraint("ref", "number"),
        Index(
            "uq_call_question_asked",
            "ref",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[str] = mapped_column(String(12))
    number: Mapped[int] = mapped_column(default=1)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(code(QuestionKind))
    label: Mapped[str] = mapped_column(String(300))
    choices: Mapped[list[str] | None] = mapped_column(Json)
    required: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[moment]
    replaced_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    call: Mapped[Call] = relationship(back_populates="questions")

    __mapper_args__ = {"version_id_col": version}
