"""Organisations, incubators, startups and grants."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# fmt: off
PHASES = (
    "investigation", "construction", "acceleration", "consolidation", "reintegration", "operated",
    "transferred", "inconclusive", "stopped", "dormant", "merged",
)
# fmt: on


def _words(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def _addresses(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(500), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "fast_cohort",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fast_cohort")),
        sa.UniqueConstraint("number", name=op.f("uq_fast_cohort_number")),
        sa.UniqueConstraint("source_id", name=op.f("uq_fast_cohort_source_id")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("acronym", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("ministry", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_ref")),
        sa.UniqueConstraint("source_id", name=op.f("uq_organisation_source_id")),
    )
    op.create_table(
        "startup",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("mission", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("born_of", sa.String(length=12), nullable=True),
        sa.Column("user_types", portal.db.types.Json, nullable=False),
        sa.Column("themes", portal.db.types.Json, nullable=False),
        sa.Column("techno", portal.db.types.Json, nullable=False),
        *_addresses("link", "repository"),
        sa.Column("stats", sa.Boolean(), nullable=True),
        *_addresses("stats_url", "budget_url", "impact_url", "dashlord_url"),
        sa.Column("accessibility", sa.String(length=80), nullable=False),
        sa.Column("risk_analysis", sa.Boolean(), nullable=True),
        sa.Column("risk_analysis_url", sa.String(length=500), nullable=False),
        sa.Column("secured_service", sa.Boolean(), nullable=True),
        sa.Column("fast_number", sa.Integer(), nullable=True),
        sa.Column("fast_amount", portal.db.types.Big, nullable=True),
        sa.Column("redirects", portal.db.types.Json, nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.Column(
            "current_phase",
            _words("phase", *PHASES),
            nullable=True,
        ),
        sa.Column("phase_started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("safeguard_until", sa.Date(), nullable=True),
        sa.Column("safeguard_decision_ref", sa.String(length=12), nullable=True),
        sa.Column("term_on", sa.Date(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("term_is_presumed", sa.Boolean(), nullable=False),
        sa.Column("money_ends_on", sa.Date(), nullable=True),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup")),
        sa.UniqueConstraint("born_of", name=op.f("uq_startup_born_of")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_ref")),
        sa.UniqueConstraint("source_id", name=op.f("uq_startup_source_id")),
    )
    op.create_index("ix_startup_current_phase", "startup", ["current_phase"], unique=False)
    op.create_index("ix_startup_term_on_id", "startup", ["term_on", "id"], unique=False)
    op.create_table(
        "incubator",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_description", sa.Text(), nullable=False),
        sa.Column("owner_ref", sa.String(length=12), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_ref"], ["organisation.ref"], name=op.f("fk_incubator_owner_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incubator")),
        sa.UniqueConstraint("ref", name=op.f("uq_incubator_ref")),
        sa.UniqueConstraint("source_id", name=op.f("uq_incubator_source_id")),
    )
    op.create_index(op.f("ix_incubator_owner_ref"), "incubator", ["owner_ref"], unique=False)
    op.create_table(
        "phase_period",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "phase",
            _words("phase", *PHASES),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "source",
            _words("phase_source", "import", "decision", "correction"),
            nullable=False,
        ),
        sa.Column("source_word", sa.String(length=40), nullable=False),
        sa.Column("decision_ref", sa.String(length=12), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_phase_period_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_period")),
        sa.UniqueConstraint("ref", name=op.f("uq_phase_period_ref")),
    )
    op.create_index(
        op.f("ix_phase_period_decision_ref"), "phase_period", ["decision_ref"], unique=False
    )
    op.create_index(
        "ix_phase_period_phase_starts_on", "phase_period", ["phase", "starts_on"], unique=False
    )
    op.create_index(
        "ix_phase_period_startup_id_starts_on",
        "phase_period",
        ["startup_id", "starts_on"],
        unique=False,
    )
    op.create_table(
        "startup_event",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("startup_id", portal.db.types.Big, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("extra", portal.db.types.Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_event_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_event")),
    )
    op.create_index(
        "ix_startup_event_startup_id_on", "startup_event", ["startup_id", "on"], unique=False
    )
    op.create_table(
        "startup_grant",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "kind",
            _words("grant_kind", "full", "provisional", "recorded"),
            nullable=False,
        ),
        sa.Column("granted_from", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("anchor_months", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("amount", portal.db.types.Big, nullable=False),
        sa.Column("money_ends_on", sa.Date(), nullable=True),
        sa.Column("decision_ref", sa.String(length=12), nullable=True),
        sa.Column("extension_months", sa.Integer(), nullable=False),
        sa.Column("extension_motive", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", portal.db.types.Big, nullable=True),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'recorded' OR decision_ref IS NOT NULL", name=op.f("ck_startup_grant_decided")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_startup_grant_amount")),
        sa.CheckConstraint(
            "extension_months BETWEEN 0 AND 2", name=op.f("ck_startup_grant_extension")
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 12", name=op.f("ck_startup_grant_months")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_startup_grant_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_grant_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_grant")),
        sa.UniqueConstraint("decision_ref", name=op.f("uq_startup_grant_decision_ref")),
        sa.UniqueConstraint("ref", name=op.f("uq_startup_grant_ref")),
    )
    op.create_index("ix_startup_grant_startup_id", "startup_grant", ["startup_id"], unique=False)
    op.create_index(
        "uq_startup_grant_current",
        "startup_grant",
        ["startup_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "startup_sponsor",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("startup_id", portal.db.types.Big, nullable=False),
        sa.Column("organisation_ref", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_ref"],
            ["organisation.ref"],
            name=op.f("fk_startup_sponsor_organisation_ref"),
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_sponsor_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_sponsor")),
        sa.UniqueConstraint(
            "startup_id",
            "organisation_ref",
            name=op.f("uq_startup_sponsor_startup_id_organisation_ref"),
        ),
    )
    op.create_index(
        op.f("ix_startup_sponsor_organisation_ref"),
        "startup_sponsor",
        ["organisation_ref"],
        unique=False,
    )
    op.create_table(
        "startup_incubator",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("startup_id", portal.db.types.Big, nullable=False),
        sa.Column("incubator_ref", sa.String(length=12), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incubator_ref"], ["incubator.ref"], name=op.f("fk_startup_incubator_incubator_ref")
        ),
        sa.ForeignKeyConstraint(
            ["startup_id"], ["startup.id"], name=op.f("fk_startup_incubator_startup_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_incubator")),
        sa.UniqueConstraint(
            "startup_id",
            "incubator_ref",
            name=op.f("uq_startup_incubator_startup_id_incubator_ref"),
        ),
    )
    op.create_index(
        op.f("ix_startup_incubator_incubator_ref"),
        "startup_incubator",
        ["incubator_ref"],
        unique=False,
    )
    op.create_index(
        "uq_startup_incubator_main",
        "startup_incubator",
        ["startup_id"],
        unique=True,
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )


def downgrade() -> None:
    for table in (
        "startup_sponsor",
        "startup_incubator",
        "startup_grant",
        "startup_event",
        "phase_period",
        "incubator",
        "startup",
        "organisation",
        "fast_cohort",
    ):
        op.drop_table(table)  # its indexes go with it
