"""What a startup spends, the papers that bind it, sponsors' shares, components."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = (
    "startup_budget_line",
    "startup_paper",
    "startup_component",
    "startup_reuse",
)


def upgrade() -> None:
    _budget_line()
    _paper()
    _component()
    _reuse()
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE startup_sponsor ADD COLUMN share INTEGER"
        " CONSTRAINT ck_startup_sponsor_share CHECK (share IS NULL OR share BETWEEN 0 AND 100)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE startup_sponsor DROP COLUMN share")
    for table in reversed(TABLES):
        op.drop_table(table)


def _budget_line() -> None:
    op.create_table(
        "startup_budget_line",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("half_year", sa.Date(), nullable=False),
        sa.Column(
            "activity", words("activity", "build run deploy support comply steer"), nullable=False
        ),
        sa.Column(
            "resource", words("resource", "staff contractors hosting travel other"), nullable=False
        ),
        sa.Column("planned_commitment", Big, nullable=False),
        sa.Column("real_commitment", Big, nullable=True),
        sa.Column("planned_payment", Big, nullable=False),
        sa.Column("real_payment", Big, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "planned_commitment >= 0 AND planned_payment >= 0 AND coalesce(real_commitment, 0) >= 0 AND coalesce(real_payment, 0) >= 0",
            name=op.f("ck_startup_budget_line_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_budget_line_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_budget_line")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_budget_line_ref")),
        sa.UniqueConstraint(
            "startup_id",
            "half_year",
            "activity",
            "resource",
            name=op.f("uq_startup_budget_line_startup_id_half_year_activity_resource"),
        ),
    )


def _paper() -> None:
    op.create_table(
        "startup_paper",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column(
            "kind", words("paper_kind", "mission_letter agreement amendment"), nullable=False
        ),
        sa.Column("amends_id", Big, nullable=True),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("amount", Big, nullable=True),
        sa.Column("reinvoiced", Big, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'amendment') = (amends_id IS NOT NULL)", name=op.f("ck_startup_paper_amends")
        ),
        sa.CheckConstraint("coalesce(amount, 0) >= 0", name=op.f("ck_startup_paper_amount")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_startup_paper_ends_after_start"),
        ),
        sa.CheckConstraint(
            "reinvoiced IS NULL OR (reinvoiced >= 0 AND reinvoiced <= amount)",
            name=op.f("ck_startup_paper_reinvoiced"),
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["startup_paper.id"], name=op.f("fk_startup_paper_amends_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_paper_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_paper")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_paper_ref")),
    )
    op.create_index("ix_startup_paper_amends_id", "startup_paper", ["amends_id"], unique=False)
    op.create_index(
        "ix_startup_paper_kind_ends_on", "startup_paper", ["kind", "ends_on"], unique=False
    )
    op.create_index("ix_startup_paper_startup_id", "startup_paper", ["startup_id"], unique=False)


def _component() -> None:
    op.create_table(
        "startup_component",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("kind", words("component_kind", "brick api"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_component_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_component")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_component_ref")),
    )
    op.create_index(
        "uq_startup_component_name",
        "startup_component",
        ["startup_id", "name"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def _reuse() -> None:
    op.create_table(
        "startup_reuse",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("component_id", Big, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(component_id IS NULL) = (name <> '')", name=op.f("ck_startup_reuse_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["component_id"], ["startup_component.id"], name=op.f("fk_startup_reuse_component_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_reuse_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_reuse")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_reuse_ref")),
    )
    op.create_index(
        "ix_startup_reuse_component_id", "startup_reuse", ["component_id"], unique=False
    )
    op.create_index("ix_startup_reuse_startup_id", "startup_reuse", ["startup_id"], unique=False)
    op.create_index(
        "uq_startup_reuse_component_live",
        "startup_reuse",
        ["startup_id", "component_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND component_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND component_id IS NOT NULL"),
    )
    op.create_index(
        "uq_startup_reuse_name_live",
        "startup_reuse",
        ["startup_id", "name"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND component_id IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND component_id IS NULL"),
    )
