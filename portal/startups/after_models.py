"""The technical file that a service leaves, and what was learned from its end."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Json, code, day, moment, pk, ref
from portal.startups.after_words import TechnicalState, TechnicalTopic


class TechnicalAnswer(Base):
    """One answer of the technical file; `ends_on` is when what it speaks of expires."""

    __tablename__ = "technical_answer"
    __table_args__ = (
        UniqueConstraint("startup_id", "topic"),
        CheckConstraint("body <> ''", name="said"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    topic: Mapped[TechnicalTopic] = mapped_column(code(TechnicalTopic))
    state: Mapped[TechnicalState] = mapped_column(code(TechnicalState))
    body: Mapped[str] = mapped_column(Text)
    ends_on: Mapped[day | None]
    at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Lesson(Base):
    """What was learned from one stop; `figures` are those picked, as they stood when written.

    `decision_ref` is the decision of the stop, empty for one that was imported.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("startup_id", "decision_ref"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    decision_ref: Mapped[str] = mapped_column(String(12), default="", index=True)
    learned: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    advice: Mapped[str] = mapped_column(Text)
    aftermath: Mapped[str] = mapped_column(Text)
    figures: Mapped[list] = mapped_column(Json, default=list)
    written_at: Mapped[moment]
    published_at: Mapped[moment | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
