"""What a startup measures and promises, its standards and its logbook."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import only_while
from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Figure, Moment

revision = "0030"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = (
    "startup_measure",
    "startup_reading",
    "startup_objective",
    "startup_standard_mark",
    "startup_logbook_entry",
)


def upgrade() -> None:
    _measure()
    _reading()
    _objective()
    _standard_mark()
    _logbook_entry()
    # A figure once replaced is what people read that day: nothing rewrites it.
    only_while("startup_reading", "{row}.replaced_at IS NULL", on="UPDATE DELETE")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_startup_reading()")


def _measure() -> None:
    op.create_table(
        "startup_measure",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rung", words("rung", "usable used useful impactful efficient"), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("better", words("better", "up down"), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("is_satisfaction", sa.Boolean(), nullable=False),
        sa.Column("is_north_star", sa.Boolean(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_satisfaction OR rung = 'useful'",
            name=op.f("ck_startup_measure_satisfaction_is_useful"),
        ),
        sa.CheckConstraint(
            "retired_on IS NULL OR NOT is_north_star",
            name=op.f("ck_startup_measure_star_is_followed"),
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_measure_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_measure")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_measure_ref")),
    )
    op.create_index(
        "ix_startup_measure_startup_id", "startup_measure", ["startup_id"], unique=False
    )
    op.create_index(
        "uq_startup_measure_north_star",
        "startup_measure",
        ["startup_id"],
        unique=True,
        sqlite_where=sa.text("is_north_star"),
        postgresql_where=sa.text("is_north_star"),
    )


def _reading() -> None:
    op.create_table(
        "startup_reading",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("measure_id", Big, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", Figure, nullable=False),
        sa.Column("sample", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("by_id", Big, nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("replaced_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sample IS NULL) = (method = '')", name=op.f("ck_startup_reading_sample_with_method")
        ),
        sa.CheckConstraint("sample IS NULL OR sample > 0", name=op.f("ck_startup_reading_sample")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_startup_reading_value")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_startup_reading_by_id")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["startup_measure.id"], name=op.f("fk_startup_reading_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_reading")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_reading_ref")),
    )
    op.create_index(
        "ix_startup_reading_measure_id_on", "startup_reading", ["measure_id", "on"], unique=False
    )
    op.create_index(
        "uq_startup_reading_current",
        "startup_reading",
        ["measure_id", "on"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )


def _objective() -> None:
    op.create_table(
        "startup_objective",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("half_year", sa.Date(), nullable=False),
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("baseline", sa.String(length=120), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("measure_id", Big, nullable=True),
        sa.Column("kept", words("kept", "open kept partly missed withdrawn"), nullable=False),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kept = 'open' OR result <> ''", name=op.f("ck_startup_objective_settled_with_a_result")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["startup_measure.id"], name=op.f("fk_startup_objective_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_objective_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_objective")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_objective_ref")),
    )
    op.create_index(
        "ix_startup_objective_startup_id_half_year",
        "startup_objective",
        ["startup_id", "half_year"],
        unique=False,
    )


def _standard_mark() -> None:
    op.create_table(
        "startup_standard_mark",
        sa.Column("id", Big, nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column(
            "standard",
            words(
                "standard",
                "committees intrapreneur mention stats budget watch legal privacy_study access_plan live_stats risks security_lead access_audit approval design open_data record",
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "level", words("standard_level", "unmet partial met not_applicable"), nullable=False
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("by_id", Big, nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "level NOT IN ('met', 'not_applicable') OR proof <> ''",
            name=op.f("ck_startup_standard_mark_proven"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_startup_standard_mark_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_standard_mark_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_standard_mark")),
        sa.UniqueConstraint(
            "startup_id",
            "standard",
            "number",
            name=op.f("uq_startup_standard_mark_startup_id_standard_number"),
        ),
    )
    op.create_index(
        "uq_startup_standard_mark_current",
        "startup_standard_mark",
        ["startup_id", "standard"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def _logbook_entry() -> None:
    op.create_table(
        "startup_logbook_entry",
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("author_id", Big, nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_startup_logbook_entry_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_logbook_entry_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_logbook_entry")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_logbook_entry_ref")),
    )
    op.create_index(
        "ix_startup_logbook_entry_startup_id_on",
        "startup_logbook_entry",
        ["startup_id", "on", "id"],
        unique=False,
    )
