"""Irritants, their supports and their transfers."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "irritant",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("author_id", portal.db.types.Big, nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "qualified",
                "selected",
                "investigating",
                "answered",
                "inconclusive",
                "merged",
                "redirected",
                "parked",
                "declined",
                "withdrawn",
                name="irritant_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("edited_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("saved_from", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "users",
                "internal",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("administration", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("people_affected", portal.db.types.Big, nullable=True),
        sa.Column(
            "frequency",
            sa.Enum(
                "daily",
                "weekly",
                "monthly",
                "yearly",
                "once",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("euros", portal.db.types.Big, nullable=True),
        sa.Column("workarounds", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("existing_solutions", sa.Text(), nullable=False),
        sa.Column("solution_idea", sa.Text(), nullable=False),
        sa.Column("identity_shown", sa.Boolean(), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("publish_consent", sa.Boolean(), nullable=False),
        sa.Column(
            "carrying",
            sa.Enum(
                "no",
                "help",
                "lead",
                name="carrying",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("days_a_week", sa.Integer(), nullable=True),
        sa.Column("manager_informed", sa.Boolean(), nullable=False),
        sa.Column("incubator_ref", sa.String(length=12), nullable=True),
        sa.Column("submitted_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("officer_id", portal.db.types.Big, nullable=True),
        sa.Column("taken_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("motive_code", sa.String(length=32), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("destination", sa.String(length=300), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("qualified_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("published_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("unmasked_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("investigation_ref", sa.String(length=12), nullable=True),
        sa.Column("answered_by_ref", sa.String(length=12), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL",
            name=op.f("ck_irritant_submitted_is_dated"),
        ),
        sa.CheckConstraint(
            "officer_id IS NULL OR officer_id <> author_id",
            name=op.f("ck_irritant_officer_is_other"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR NOT confidential",
            name=op.f("ck_irritant_confidential_is_kept"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_irritant_author_id")),
        sa.ForeignKeyConstraint(
            ["incubator_ref"], ["incubator.ref"], name=op.f("fk_irritant_incubator_ref")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_irritant_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant")),
        sa.UniqueConstraint("author_id", "draft_key", name=op.f("uq_irritant_author_id_draft_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_irritant_ref")),
    )
    op.create_index(
        op.f("ix_irritant_answered_by_ref"), "irritant", ["answered_by_ref"], unique=False
    )
    op.create_index(op.f("ix_irritant_incubator_ref"), "irritant", ["incubator_ref"], unique=False)
    op.create_index(
        op.f("ix_irritant_investigation_ref"), "irritant", ["investigation_ref"], unique=False
    )
    op.create_index(op.f("ix_irritant_officer_id"), "irritant", ["officer_id"], unique=False)
    op.create_index(op.f("ix_irritant_review_on"), "irritant", ["review_on"], unique=False)
    op.create_index(
        "ix_irritant_state_answer_due_on", "irritant", ["state", "answer_due_on"], unique=False
    )
    op.create_index("ix_irritant_submitted_at", "irritant", ["submitted_at", "id"], unique=False)
    op.create_index("ix_irritant_support_count", "irritant", ["support_count", "id"], unique=False)
    op.create_table(
        "irritant_support",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("context", sa.String(length=500), nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["irritant_id"], ["irritant.id"], name=op.f("fk_irritant_support_irritant_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_irritant_support_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant_support")),
        sa.UniqueConstraint(
            "irritant_id", "person_id", name=op.f("uq_irritant_support_irritant_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_irritant_support_person_id"), "irritant_support", ["person_id"], unique=False
    )
    op.create_table(
        "irritant_transfer",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_id", portal.db.types.Big, nullable=False),
        sa.Column("from_ref", sa.String(length=12), nullable=False),
        sa.Column("to_ref", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "returned",
                "expired",
                name="transfer_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("offered_by_id", portal.db.types.Big, nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("answered_by_id", portal.db.types.Big, nullable=True),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("from_ref <> to_ref", name=op.f("ck_irritant_transfer_goes_elsewhere")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_irritant_transfer_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_ref"], ["incubator.ref"], name=op.f("fk_irritant_transfer_from_ref")
        ),
        sa.ForeignKeyConstraint(
            ["irritant_id"], ["irritant.id"], name=op.f("fk_irritant_transfer_irritant_id")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["person.id"], name=op.f("fk_irritant_transfer_offered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_ref"], ["incubator.ref"], name=op.f("fk_irritant_transfer_to_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant_transfer")),
    )
    op.create_index(
        op.f("ix_irritant_transfer_from_ref"), "irritant_transfer", ["from_ref"], unique=False
    )
    op.create_index(
        op.f("ix_irritant_transfer_irritant_id"), "irritant_transfer", ["irritant_id"], unique=False
    )
    op.create_index(
        "ix_irritant_transfer_to_ref_state", "irritant_transfer", ["to_ref", "state"], unique=False
    )
    op.create_index(
        "uq_irritant_transfer_open",
        "irritant_transfer",
        ["irritant_id"],
        unique=True,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "irritant_user_type",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "user_type",
            sa.Enum(
                "particulier",
                "etat",
                "collectivite-territoriale",
                "parlement",
                "entreprise",
                "association",
                "etablissement-scolaire",
                name="user_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["irritant_id"], ["irritant.id"], name=op.f("fk_irritant_user_type_irritant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant_user_type")),
        sa.UniqueConstraint(
            "irritant_id", "user_type", name=op.f("uq_irritant_user_type_irritant_id_user_type")
        ),
    )
    op.create_index(
        op.f("ix_irritant_user_type_user_type"), "irritant_user_type", ["user_type"], unique=False
    )


def downgrade() -> None:
    for table in ("irritant_user_type", "irritant_transfer", "irritant_support", "irritant"):
        op.drop_table(table)
