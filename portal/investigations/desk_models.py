"""What a team tries, and what it is worth in the eyes of its coach and director."""

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, moment, pk, ref
from portal.investigations.models import Hypothesis
from portal.investigations.words import Criterion, HypothesisState
from portal.people.models import Person


class Solution(Base):
    """Something tried with users, until it is kept or dropped with what was observed."""

    __tablename__ = "investigation_solution"
    __table_args__ = (
        CheckConstraint("state = 'open' OR observed <> ''", name="concluded_with_words"),
        CheckConstraint("users BETWEEN 0 AND 1000000", name="users"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    users: Mapped[int] = mapped_column(default=0)
    observed: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[HypothesisState] = mapped_column(
        code(HypothesisState), default=HypothesisState.OPEN
    )
    version: Mapped[int] = mapped_column(default=1)

    tries: Mapped[list["Trial"]] = relationship(order_by="Trial.id")

    __mapper_args__ = {"version_id_col": version}


class Trial(Base):
    """A hypothesis that a solution puts to the test."""

    __tablename__ = "investigation_trial"
    __table_args__ = (UniqueConstraint("solution_id", "hypothesis_id"),)

    id: Mapped[pk]
    solution_id: Mapped[int] = mapped_column(ForeignKey("investigation_solution.id"))
    hypothesis_id: Mapped[int] = mapped_column(ForeignKey("hypothesis.id"), index=True)

    hypothesis: Mapped[Hypothesis] = relationship()


class Opinion(Base):
    """What a coach or a director thinks before the committee; changed only by another, numbered."""

    __tablename__ = "investigation_opinion"
    __table_args__ = (UniqueConstraint("investigation_id", "author_id", "number"),)

    id: Mapped[pk]
    investigation_id: Mapped[int] = mapped_column(ForeignKey("investigation.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    at: Mapped[moment]

    author: Mapped[Person] = relationship()
    lines: Mapped[list["OpinionLine"]] = relationship(order_by="OpinionLine.id")


class OpinionLine(Base):
    """One line of the grid, from 0 to 10, with what is to be said of it."""

    __tablename__ = "investigation_opinion_line"
    __table_args__ = (
        UniqueConstraint("opinion_id", "criterion"),
        CheckConstraint("mark BETWEEN 0 AND 10", name="mark"),
    )

    id: Mapped[pk]
    opinion_id: Mapped[int] = mapped_column(ForeignKey("investigation_opinion.id"))
    criterion: Mapped[Criterion] = mapped_column(code(Criterion))
    mark: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
