"""What a team promises for a half-year, how far standards are met, and its logbook."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, moment, pk, ref
from portal.startups.measure_models import Measure
from portal.startups.sheet_words import Kept, Standard
from portal.startups.words import StandardLevel


class Objective(Base):
    """A promise for a half-year: from what, to what, then what was seen."""

    __tablename__ = "startup_objective"
    __table_args__ = (
        CheckConstraint("kept = 'open' OR result <> ''", name="settled_with_a_result"),
        Index("ix_startup_objective_startup_id_half_year", "startup_id", "half_year"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    half_year: Mapped[day]
    statement: Mapped[str] = mapped_column(String(300))
    baseline: Mapped[str] = mapped_column(String(120))
    target: Mapped[str] = mapped_column(String(120))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("startup_measure.id"))
    kept: Mapped[Kept] = mapped_column(code(Kept), default=Kept.OPEN)
    result: Mapped[str] = mapped_column(String(300), default="")
    # Where what was seen may be checked.
    source: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    promised_on: Mapped[day]
    settled_on: Mapped[day | None]
    version: Mapped[int] = mapped_column(default=1)

    measure: Mapped[Measure | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class StandardMark(Base):
    """How far a standard was met on a day; the one before is kept."""

    __tablename__ = "startup_standard_mark"
    __table_args__ = (
        UniqueConstraint("startup_id", "standard", "number"),
        CheckConstraint("level NOT IN ('met', 'not_applicable') OR proof <> ''", name="proven"),
        Index(
            "uq_startup_standard_mark_current",
            "startup_id",
            "standard",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[pk]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    standard: Mapped[Standard] = mapped_column(code(Standard))
    number: Mapped[int]
    level: Mapped[StandardLevel] = mapped_column(code(StandardLevel))
    on: Mapped[day]
    proof: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    is_current: Mapped[bool] = mapped_column(default=True)


class LogbookEntry(Base):
    """A line of the logbook, public or for those inside; withdrawn, it is no longer shown."""

    __tablename__ = "startup_logbook_entry"
    __table_args__ = (Index("ix_startup_logbook_entry_startup_id_on", "startup_id", "on", "id"),)

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    on: Mapped[day]
    body: Mapped[str] = mapped_column(Text)
    is_public: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    withdrawn_at: Mapped[moment | None]
