"""What a startup measures, and each figure read, the replaced ones kept."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base
from portal.db.types import code, day, figure, moment, pk, ref
from portal.startups.sheet_words import Better, Nature
from portal.startups.words import Rung


class Measure(Base):
    """A measure of impact, on one rung of the matrix. A single one is the North Star."""

    __tablename__ = "startup_measure"
    __table_args__ = (
        CheckConstraint("NOT is_satisfaction OR rung = 'useful'", name="satisfaction_is_useful"),
        CheckConstraint("retired_on IS NULL OR NOT is_north_star", name="star_is_followed"),
        Index("ix_startup_measure_startup_id", "startup_id"),
        Index(
            "uq_startup_measure_north_star",
            "startup_id",
            unique=True,
            sqlite_where=text("is_north_star"),
            postgresql_where=text("is_north_star"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    name: Mapped[str] = mapped_column(String(120))
    rung: Mapped[Rung] = mapped_column(code(Rung))
    unit: Mapped[str] = mapped_column(String(40), default="")
    better: Mapped[Better] = mapped_column(code(Better))
    # None as long as nobody said it: no cost is then made up.
    nature: Mapped[Nature | None] = mapped_column(code(Nature))
    source: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(500), default="")
    is_satisfaction: Mapped[bool] = mapped_column(default=False)
    is_north_star: Mapped[bool] = mapped_column(default=False)
    retired_on: Mapped[day | None]
    version: Mapped[int] = mapped_column(default=1)

    readings: Mapped[list["Reading"]] = relationship(
        back_populates="measure", order_by="(Reading.on, Reading.id)"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def series(self) -> list["Reading"]:
        """The figures that count today, oldest first."""
        return [one for one in self.readings if one.replaced_at is None]

    @property
    def last(self) -> "Reading | None":
        """The latest figure."""
        return next(reversed(self.series), None)


class Reading(Base):
    """One figure of a measure at a day; a correction replaces it and keeps it."""

    __tablename__ = "startup_reading"
    __table_args__ = (
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("sample IS NULL OR sample > 0", name="sample"),
        CheckConstraint("(sample IS NULL) = (method = '')", name="sample_with_method"),
        Index("ix_startup_reading_measure_id_on", "measure_id", "on"),
        Index(
            "uq_startup_reading_current",
            "measure_id",
            "on",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    measure_id: Mapped[int] = mapped_column(ForeignKey("startup_measure.id"))
    on: Mapped[day]
    value: Mapped[figure]
    sample: Mapped[int | None]
    method: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    motive: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[moment]
    replaced_at: Mapped[moment | None]

    measure: Mapped[Measure] = relationship(back_populates="readings")
