"""What a startup is to spend and has spent, and the papers that bind it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import Big, code, day, pk, ref
from portal.startups.sheet_words import Activity, PaperKind, Resource


class BudgetLine(Base):
    """Whole euros for one activity and one resource in a half-year: planned beside real.

    Commitments (AE) are what is ordered, payments (CP) what is paid. Real is None until it is known.
    """

    __tablename__ = "startup_budget_line"
    __table_args__ = (
        UniqueConstraint("startup_id", "half_year", "activity", "resource"),
        CheckConstraint(
            "planned_commitment >= 0 AND planned_payment >= 0"
            " AND coalesce(real_commitment, 0) >= 0 AND coalesce(real_payment, 0) >= 0",
            name="amounts",
        ),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    half_year: Mapped[day]
    activity: Mapped[Activity] = mapped_column(code(Activity))
    resource: Mapped[Resource] = mapped_column(code(Resource))
    planned_commitment: Mapped[int] = mapped_column(Big)
    real_commitment: Mapped[int | None] = mapped_column(Big)
    planned_payment: Mapped[int] = mapped_column(Big)
    real_payment: Mapped[int | None] = mapped_column(Big)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Paper(Base):
    """A mission letter, an agreement, or an amendment of one. Amounts are whole euros."""

    __tablename__ = "startup_paper"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("coalesce(amount, 0) >= 0", name="amount"),
        CheckConstraint(
            "reinvoiced IS NULL OR (reinvoiced >= 0 AND reinvoiced <= amount)", name="reinvoiced"
        ),
        CheckConstraint("(kind = 'amendment') = (amends_id IS NOT NULL)", name="amends"),
        Index("ix_startup_paper_startup_id", "startup_id"),
        Index("ix_startup_paper_kind_ends_on", "kind", "ends_on"),
        Index("ix_startup_paper_amends_id", "amends_id"),
    )

    id: Mapped[pk]
    ref: Mapped[ref]
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    kind: Mapped[PaperKind] = mapped_column(code(PaperKind))
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("startup_paper.id"))
    parties: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None] = mapped_column(Big)
    reinvoiced: Mapped[int | None] = mapped_column(Big)
    starts_on: Mapped[day]
    ends_on: Mapped[day | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
