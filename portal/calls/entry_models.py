"""Irritants entered in a call, what their authors answered, and what readers thought of them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.calls.models import Call, Question
from portal.calls.words import WAITING_STATES, Criterion, EntryState, Part, Verdict
from portal.db.base import Base
from portal.db.types import code, moment, pk, ref
from portal.irritants.models import Irritant
from portal.people.models import Person


class Entry(Base):
    """An irritant within a call: once, and answered in the end."""

    __tablename__ = "call_entry"
    __table_args__ = (
        UniqueConstraint("call_id", "irritant_ref"),
        CheckConstraint(
            "(state IN ('laureate', 'not_kept')) = (answered_at IS NOT NULL)", name="answered"
        ),
        CheckConstraint("state <> 'laureate' OR pitched_at IS NOT NULL", name="heard"),
        CheckConstraint("pitched_at IS NULL OR shortlisted_at IS NOT NULL", name="was_listed"),
        Index("ix_call_entry_call_id_state", "call_id", "state", "id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    irritant_ref: Mapped[str] = mapped_column(ForeignKey("irritant.ref"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[EntryState] = mapped_column(code(EntryState), default=EntryState.ENTERED)
    # As they were agreed to: the call may change them afterwards.
    conditions: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[moment]
    shortlisted_at: Mapped[moment | None]
    pitched_at: Mapped[moment | None]
    pitch_rank: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    call: Mapped[Call] = relationship()
    irritant: Mapped[Irritant] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="Answer.id"
    )
    reviews: Mapped[list["Assessment"]] = relationship(
        back_populates="entry", order_by="Assessment.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def incubator_ref(self) -> str:
        """Whose call it is in."""
        return self.call.incubator_ref

    @property
    def coauthor_ids(self) -> list[int]:
        """Who tells its irritant with its author."""
        return self.irritant.coauthor_ids

    @property
    def panel_ids(self) -> set[int]:
        """Who reads it."""
        return self.call.panel_ids

    @property
    def is_waiting(self) -> bool:
        """Whether its author is owed an answer."""
        return self.state in WAITING_STATES

    def review_of(self, person_id: int | None, part: Part) -> "Assessment | None":
        """What this person thought of it in this round."""
        mine = (one for one in self.reviews if (one.person_id, one.part) == (person_id, part))
        return next(mine, None)


class Answer(Base):
    """What an author answered to one wording of a question."""

    __tablename__ = "call_answer"
    __table_args__ = (UniqueConstraint("entry_id", "question_id"),)

    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("call_entry.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("call_question.id"), index=True)
    text: Mapped[str] = mapped_column(Text)

    entry: Mapped[Entry] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class Assessment(Base):
    """One reader's opinion in one round, or that they stand aside."""

    __tablename__ = "call_review"
    __table_args__ = (
        UniqueConstraint("entry_id", "person_id", "part"),
        CheckConstraint("recused OR verdict IS NOT NULL OR problem IS NOT NULL", name="says"),
        *(
            CheckConstraint(f"{one.value} IS NULL OR {one.value} BETWEEN 0 AND 10", name=one.value)
            for one in Criterion
        ),
    )

    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("call_entry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(code(Part))
    recused: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[Verdict | None] = mapped_column(code(Verdict))
    problem: Mapped[int | None]
    strategy: Mapped[int | None]
    legitimacy: Mapped[int | None]
    carrier: Mapped[int | None]
    comment: Mapped[str] = mapped_column(String(2000), default="")
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    entry: Mapped[Entry] = relationship(back_populates="reviews")
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def mark(self, criterion: Criterion) -> int | None:
        """The mark of this line of the grid."""
        return getattr(self, criterion.value)

    @property
    def mean(self) -> float | None:
        """The mean of its grid, when it was filled in."""
        marks = [self.mark(each) for each in Criterion]
        return None if None in marks else sum(marks) / len(marks)
