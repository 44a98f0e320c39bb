"""Items, their roll and recusals, their dossiers."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.guards import insert_only, only_while
from portal.db.migrations.steps_0005.coding import words


def upgrade() -> None:
    """Make these tables."""
    op.create_table(
        "item",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("committee_id", portal.db.types.Big, nullable=False),
        sa.Column("sitting_id", portal.db.types.Big, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            words("item_origin", "term condition deferral no_quorum referral request"),
            nullable=False,
        ),
        sa.Column(
            "state",
            words(
                "item_state", "listed open closed proclaimed published voided no_quorum deferred"
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", words("subject_kind", "investigation startup"), nullable=False),
        sa.Column("investigation_ref", sa.String(length=12), nullable=True),
        sa.Column("startup_ref", sa.String(length=12), nullable=True),
        sa.Column("before_ref", sa.String(length=12), nullable=True),
        sa.Column(
            "direction",
            words(
                "direction", "launch continue pivot maintenance next_phase transfer operate merge"
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            words(
                "phase",
                "investigation construction acceleration consolidation reintegration operated transferred inconclusive stopped dormant merged",
            ),
            nullable=True,
        ),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("amount", portal.db.types.Big, nullable=False),
        sa.Column("provisional_months", sa.Integer(), nullable=False),
        sa.Column("provisional_amount", portal.db.types.Big, nullable=False),
        sa.Column("money_ends_on", sa.Date(), nullable=True),
        sa.Column("startup_title", sa.String(length=200), nullable=False),
        sa.Column("startup_mission", sa.Text(), nullable=False),
        sa.Column("second_convening", sa.Boolean(), nullable=False),
        sa.Column("presider_kept_id", portal.db.types.Big, nullable=True),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("present_at_opening", sa.Integer(), nullable=True),
        sa.Column("opened_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("closes_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("outcome", words("outcome", "go provisional no_go deferred"), nullable=True),
        sa.Column("counts", portal.db.types.Json, nullable=True),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(subject_kind = 'investigation' AND investigation_ref IS NOT NULL AND startup_ref IS NULL) OR (subject_kind = 'startup' AND startup_ref IS NOT NULL AND investigation_ref IS NULL)",
            name=op.f("ck_item_one_subject"),
        ),
        sa.CheckConstraint(
            "state <> 'open' OR closes_at IS NOT NULL", name=op.f("ck_item_open_closes")
        ),
        sa.CheckConstraint("amount >= 0 AND provisional_amount >= 0", name=op.f("ck_item_amounts")),
        sa.CheckConstraint("months BETWEEN 1 AND 12", name=op.f("ck_item_months")),
        sa.CheckConstraint(
            "provisional_months BETWEEN 1 AND 2", name=op.f("ck_item_provisional_months")
        ),
        sa.ForeignKeyConstraint(["before_ref"], ["item.ref"], name=op.f("fk_item_before_ref")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_item_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["investigation_ref"], ["investigation.ref"], name=op.f("fk_item_investigation_ref")
        ),
        sa.ForeignKeyConstraint(
            ["presider_kept_id"], ["person.id"], name=op.f("fk_item_presider_kept_id")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_item_sitting_id")),
        sa.ForeignKeyConstraint(["startup_ref"], ["startup.ref"], name=op.f("fk_item_startup_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("ref", name=op.f("uq_item_ref")),
    )
    op.create_index("ix_item_committee_id_state", "item", ["committee_id", "state"], unique=False)
    op.create_index("ix_item_sitting_id_position", "item", ["sitting_id", "position"], unique=False)
    op.create_index(
        "uq_item_live_investigation",
        "item",
        ["investigation_ref"],
        unique=True,
        sqlite_where=sa.text("state IN ('listed', 'open', 'closed')"),
        postgresql_where=sa.text("state IN ('listed', 'open', 'closed')"),
    )
    op.create_index(
        "uq_item_live_startup",
        "item",
        ["startup_ref"],
        unique=True,
        sqlite_where=sa.text("state IN ('listed', 'open', 'closed')"),
        postgresql_where=sa.text("state IN ('listed', 'open', 'closed')"),
    )
    op.create_table(
        "declaration",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("has_interest", sa.Boolean(), nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_declaration_item_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_declaration_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_declaration_item_id_person_id")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("request", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("frozen_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(frozen_at IS NULL) = (sha256 = '')", name=op.f("ck_dossier_frozen_with_digest")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_dossier_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("item_id", name=op.f("uq_dossier_item_id")),
    )
    op.create_table(
        "recusal",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "cause",
            words("recusal_cause", "team coach investigation author declared imposed"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_recusal_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recusal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_recusal_item_id_person_id")),
    )
    op.create_table(
        "roll_member",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("quality", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_roll_member_item_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roll_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_member")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_roll_member_item_id_person_id")),
    )
    op.create_table(
        "addendum",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("dossier_id", portal.db.types.Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", portal.db.types.Big, nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_addendum_author_id")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_addendum_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_dossier_id"), "addendum", ["dossier_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("dossier_id", portal.db.types.Big, nullable=False),
        sa.Column("rung", words("rung", "usable used useful impactful efficient"), nullable=False),
        sa.Column("figure", sa.String(length=200), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_evidence_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("dossier_id", "rung", name=op.f("uq_evidence_dossier_id_rung")),
    )
    insert_only("addendum")
    only_while("dossier", "{row}.sha256 = ''", on="UPDATE")


def downgrade() -> None:
    """Drop them."""
    op.drop_table("evidence")
    op.drop_index(op.f("ix_addendum_dossier_id"), table_name="addendum")
    op.drop_table("addendum")
    op.drop_table("roll_member")
    op.drop_table("recusal")
    op.drop_table("dossier")
    op.drop_table("declaration")
    op.drop_index(
        "uq_item_live_startup",
        table_name="item",
        sqlite_where=sa.text("state IN ('listed', 'open', 'closed')"),
        postgresql_where=sa.text("state IN ('listed', 'open', 'closed')"),
    )
    op.drop_index(
        "uq_item_live_investigation",
        table_name="item",
        sqlite_where=sa.text("state IN ('listed', 'open', 'closed')"),
        postgresql_where=sa.text("state IN ('listed', 'open', 'closed')"),
    )
    op.drop_index("ix_item_sitting_id_position", table_name="item")
    op.drop_index("ix_item_committee_id_state", table_name="item")
    op.drop_table("item")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_dossier()")
