"""Ballots, decisions, conditions."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.guards import insert_only, only_while
from portal.db.migrations.steps_0005.coding import words


def upgrade() -> None:
    """Make these tables."""
    op.create_table(
        "ballot_version",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", words("choice", "go provisional no_go abstain"), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column(
            "reason",
            words(
                "stop_reason",
                "no_impact no_funding no_sponsor no_intrapreneur existing_solution out_of_scope",
            ),
            nullable=True,
        ),
        sa.Column("cast_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_ballot_version_item_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ballot_version_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_version")),
        sa.UniqueConstraint(
            "item_id",
            "person_id",
            "number",
            name=op.f("uq_ballot_version_item_id_person_id_number"),
        ),
    )
    op.create_table(
        "decision",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("subject_kind", words("subject_kind", "investigation startup"), nullable=False),
        sa.Column("subject_ref", sa.String(length=12), nullable=False),
        sa.Column("startup_ref", sa.String(length=12), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("outcome", words("outcome", "go provisional no_go deferred"), nullable=False),
        sa.Column(
            "direction",
            words(
                "direction", "launch continue pivot maintenance next_phase transfer operate merge"
            ),
            nullable=False,
        ),
        sa.Column(
            "effect",
            words(
                "effect_kind",
                "create_startup move_planned_end inconclusive new_grant change_phase provisional_grant end_state stop safeguard return_to_agenda nothing",
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
        sa.Column("term_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column(
            "stop_reason",
            words(
                "stop_reason",
                "no_impact no_funding no_sponsor no_intrapreneur existing_solution out_of_scope",
            ),
            nullable=True,
        ),
        sa.Column("counts", portal.db.types.Json, nullable=False),
        sa.Column("quorum", portal.db.types.Json, nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("proclaimed_by_id", portal.db.types.Big, nullable=False),
        sa.Column("proclaimed_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("register_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcome <> 'deferred'", name=op.f("ck_decision_decided")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_decision_item_id")),
        sa.ForeignKeyConstraint(
            ["proclaimed_by_id"], ["person.id"], name=op.f("fk_decision_proclaimed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["register_seq"], ["register_entry.seq"], name=op.f("fk_decision_register_seq")
        ),
        sa.ForeignKeyConstraint(
            ["startup_ref"], ["startup.ref"], name=op.f("fk_decision_startup_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("item_id", name=op.f("uq_decision_item_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_decision_ref")),
        sa.UniqueConstraint("register_seq", name=op.f("uq_decision_register_seq")),
    )
    op.create_index("ix_decision_decided_on_id", "decision", ["decided_on", "id"], unique=False)
    op.create_index(op.f("ix_decision_startup_ref"), "decision", ["startup_ref"], unique=False)
    op.create_index("ix_decision_subject_ref_id", "decision", ["subject_ref", "id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("choice", words("choice", "go provisional no_go abstain"), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column(
            "reason",
            words(
                "stop_reason",
                "no_impact no_funding no_sponsor no_intrapreneur existing_solution out_of_scope",
            ),
            nullable=True,
        ),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("cast_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "choice <> 'no_go' OR reason IS NOT NULL", name=op.f("ck_ballot_reasoned")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "person_id"],
            ["roll_member.item_id", "roll_member.person_id"],
            name=op.f("fk_ballot_item_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_ballot_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ballot_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_ballot_item_id_person_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_ballot_receipt")),
    )
    op.create_table(
        "condition",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("item_id", portal.db.types.Big, nullable=False),
        sa.Column("subject_ref", sa.String(length=12), nullable=False),
        sa.Column("decision_ref", sa.String(length=12), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", portal.db.types.Big, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("state", words("condition_state", "open lifted waived"), nullable=False),
        sa.Column("settled_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("settled_by_id", portal.db.types.Big, nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_condition_settled")
        ),
        sa.ForeignKeyConstraint(
            ["decision_ref"], ["decision.ref"], name=op.f("fk_condition_decision_ref")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_condition_item_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_condition_owner_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_condition_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("ref", name=op.f("uq_condition_ref")),
    )
    op.create_index(op.f("ix_condition_item_id"), "condition", ["item_id"], unique=False)
    op.create_index(op.f("ix_condition_owner_id"), "condition", ["owner_id"], unique=False)
    op.create_index(
        "ix_condition_subject_ref_state", "condition", ["subject_ref", "state"], unique=False
    )
    insert_only("decision")
    insert_only("ballot_version")
    only_while("ballot", "(SELECT state FROM item WHERE id = {row}.item_id) = 'open'")


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_condition_subject_ref_state", table_name="condition")
    op.drop_index(op.f("ix_condition_owner_id"), table_name="condition")
    op.drop_index(op.f("ix_condition_item_id"), table_name="condition")
    op.drop_table("condition")
    op.drop_table("ballot")
    op.drop_index("ix_decision_subject_ref_id", table_name="decision")
    op.drop_index(op.f("ix_decision_startup_ref"), table_name="decision")
    op.drop_index("ix_decision_decided_on_id", table_name="decision")
    op.drop_table("decision")
    op.drop_table("ballot_version")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_ballot()")
