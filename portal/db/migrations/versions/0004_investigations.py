"""Investigations, their irritants, logbook and hypotheses."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "investigation",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("incubator_ref", sa.String(length=12), nullable=False),
        sa.Column("sponsor_id", portal.db.types.Big, nullable=True),
        sa.Column("sponsor_name", sa.String(length=120), nullable=False),
        sa.Column("sponsor_title", sa.String(length=160), nullable=False),
        sa.Column("sponsor_organisation", sa.String(length=200), nullable=False),
        sa.Column("understands", sa.Boolean(), nullable=False),
        sa.Column("accepts_stop", sa.Boolean(), nullable=False),
        sa.Column("protects", sa.Boolean(), nullable=False),
        sa.Column("engaged_on", sa.Date(), nullable=False),
        sa.Column("days_tenths", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("planned_end_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "closed",
                name="investigation_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "startup",
                "inconclusive",
                name="investigation_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("startup_ref", sa.String(length=12), nullable=True),
        sa.Column("decision_ref", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("sent_to_committee_ref", sa.String(length=12), nullable=True),
        sa.Column("sent_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("opened_by_id", portal.db.types.Big, nullable=True),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NOT NULL AND outcome = 'startup') = (startup_ref IS NOT NULL)",
            name=op.f("ck_investigation_startup_is_named"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL AND closed_on IS NOT NULL)",
            name=op.f("ck_investigation_closed_with_outcome"),
        ),
        sa.CheckConstraint("days_tenths BETWEEN 10 AND 50", name=op.f("ck_investigation_days")),
        sa.CheckConstraint(
            "planned_end_on > started_on", name=op.f("ck_investigation_end_after_start")
        ),
        sa.CheckConstraint(
            "understands AND accepts_stop AND protects", name=op.f("ck_investigation_engaged")
        ),
        sa.ForeignKeyConstraint(
            ["incubator_ref"], ["incubator.ref"], name=op.f("fk_investigation_incubator_ref")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_investigation_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["person.id"], name=op.f("fk_investigation_sponsor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation")),
        sa.UniqueConstraint("ref", name=op.f("uq_investigation_ref")),
        sa.UniqueConstraint("startup_ref", name=op.f("uq_investigation_startup_ref")),
    )
    op.create_index(
        op.f("ix_investigation_incubator_ref"), "investigation", ["incubator_ref"], unique=False
    )
    op.create_index(
        "ix_investigation_state_planned_end_on",
        "investigation",
        ["state", "planned_end_on", "id"],
        unique=False,
    )
    op.create_table(
        "hypothesis",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("investigation_id", portal.db.types.Big, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "kept",
                "dropped",
                name="hypothesis_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR conclusion <> ''", name=op.f("ck_hypothesis_concluded_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["investigation_id"], ["investigation.id"], name=op.f("fk_hypothesis_investigation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hypothesis")),
        sa.UniqueConstraint("ref", name=op.f("uq_hypothesis_ref")),
    )
    op.create_index(
        op.f("ix_hypothesis_investigation_id"), "hypothesis", ["investigation_id"], unique=False
    )
    op.create_table(
        "investigation_irritant",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("investigation_id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_ref", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["investigation_id"],
            ["investigation.id"],
            name=op.f("fk_investigation_irritant_investigation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["irritant_ref"], ["irritant.ref"], name=op.f("fk_investigation_irritant_irritant_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_irritant")),
        sa.UniqueConstraint(
            "investigation_id",
            "irritant_ref",
            name=op.f("uq_investigation_irritant_investigation_id_irritant_ref"),
        ),
    )
    op.create_index(
        op.f("ix_investigation_irritant_irritant_ref"),
        "investigation_irritant",
        ["irritant_ref"],
        unique=False,
    )
    op.create_table(
        "investigation_log_entry",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("investigation_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "interview",
                "observation",
                "test",
                "evidence",
                "note",
                name="entry_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", portal.db.types.Big, nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_investigation_log_entry_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["investigation_id"],
            ["investigation.id"],
            name=op.f("fk_investigation_log_entry_investigation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_log_entry")),
        sa.UniqueConstraint("ref", name=op.f("uq_investigation_log_entry_ref")),
    )
    op.create_index(
        "ix_investigation_log_entry_on",
        "investigation_log_entry",
        ["investigation_id", "on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_investigation_log_entry_on", table_name="investigation_log_entry")
    op.drop_table("investigation_log_entry")
    op.drop_index(
        op.f("ix_investigation_irritant_irritant_ref"), table_name="investigation_irritant"
    )
    op.drop_table("investigation_irritant")
    op.drop_index(op.f("ix_hypothesis_investigation_id"), table_name="hypothesis")
    op.drop_table("hypothesis")
    op.drop_index("ix_investigation_state_planned_end_on", table_name="investigation")
    op.drop_index(op.f("ix_investigation_incubator_ref"), table_name="investigation")
    op.drop_table("investigation")
