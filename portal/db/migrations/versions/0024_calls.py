"""Calls for problems: their people and questions, what enters them, and what readers think."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("incubator_ref", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", portal.db.types.Big, nullable=False),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("published_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("shortlisted_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("pitch_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("pitch_place", sa.String(length=300), nullable=False),
        sa.Column("laureates_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answered_at IS NULL OR shortlisted_at IS NOT NULL", name=op.f("ck_call_in_order")
        ),
        sa.CheckConstraint("closes_on > opens_on", name=op.f("ck_call_window")),
        sa.CheckConstraint(
            "shortlisted_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_call_was_public")
        ),
        sa.ForeignKeyConstraint(
            ["incubator_ref"], ["incubator.ref"], name=op.f("fk_call_incubator_ref")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_call_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("ref", name=op.f("uq_call_ref")),
    )
    op.create_index(op.f("ix_call_incubator_ref"), "call", ["incubator_ref"], unique=False)
    op.create_index("ix_call_published_at", "call", ["published_at", "id"], unique=False)
    op.create_table(
        "call_entry",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("call_id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_ref", sa.String(length=12), nullable=False),
        sa.Column("author_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "entered",
                "shortlisted",
                "pitched",
                "laureate",
                "not_kept",
                "withdrawn",
                name="entry_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("entered_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("shortlisted_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("pitched_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("pitch_rank", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('laureate', 'not_kept')) = (answered_at IS NOT NULL)",
            name=op.f("ck_call_entry_answered"),
        ),
        sa.CheckConstraint(
            "state <> 'laureate' OR pitched_at IS NOT NULL", name=op.f("ck_call_entry_heard")
        ),
        sa.CheckConstraint(
            "pitched_at IS NULL OR shortlisted_at IS NOT NULL",
            name=op.f("ck_call_entry_was_listed"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_call_entry_author_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_entry_call_id")),
        sa.ForeignKeyConstraint(
            ["irritant_ref"], ["irritant.ref"], name=op.f("fk_call_entry_irritant_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_entry")),
        sa.UniqueConstraint(
            "call_id", "irritant_ref", name=op.f("uq_call_entry_call_id_irritant_ref")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_call_entry_ref")),
    )
    op.create_index(op.f("ix_call_entry_author_id"), "call_entry", ["author_id"], unique=False)
    op.create_index(
        "ix_call_entry_call_id_state", "call_entry", ["call_id", "state", "id"], unique=False
    )
    op.create_index(
        op.f("ix_call_entry_irritant_ref"), "call_entry", ["irritant_ref"], unique=False
    )
    op.create_table(
        "call_member",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("call_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "prejury", "jury", name="part", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("appointed_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_member_call_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_call_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_member")),
        sa.UniqueConstraint(
            "call_id", "person_id", "part", name=op.f("uq_call_member_call_id_person_id_part")
        ),
    )
    op.create_index(op.f("ix_call_member_person_id"), "call_member", ["person_id"], unique=False)
    op.create_table(
        "call_question",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_id", portal.db.types.Big, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "short",
                "long",
                "choice",
                "yes_no",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("choices", portal.db.types.Json, nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("made_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("replaced_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_question_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_question")),
        sa.UniqueConstraint("ref", "number", name=op.f("uq_call_question_ref_number")),
    )
    op.create_index(op.f("ix_call_question_call_id"), "call_question", ["call_id"], unique=False)
    op.create_index(
        "uq_call_question_asked",
        "call_question",
        ["ref"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "call_answer",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("entry_id", portal.db.types.Big, nullable=False),
        sa.Column("question_id", portal.db.types.Big, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["call_entry.id"], name=op.f("fk_call_answer_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["call_question.id"], name=op.f("fk_call_answer_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_answer")),
        sa.UniqueConstraint(
            "entry_id", "question_id", name=op.f("uq_call_answer_entry_id_question_id")
        ),
    )
    op.create_index(
        op.f("ix_call_answer_question_id"), "call_answer", ["question_id"], unique=False
    )
    op.create_table(
        "call_review",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("entry_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "prejury", "jury", name="part", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "keep",
                "unsure",
                "drop",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("strategy", sa.Integer(), nullable=True),
        sa.Column("legitimacy", sa.Integer(), nullable=True),
        sa.Column("carrier", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "carrier IS NULL OR carrier BETWEEN 0 AND 10", name=op.f("ck_call_review_carrier")
        ),
        sa.CheckConstraint(
            "legitimacy IS NULL OR legitimacy BETWEEN 0 AND 10",
            name=op.f("ck_call_review_legitimacy"),
        ),
        sa.CheckConstraint(
            "problem IS NULL OR problem BETWEEN 0 AND 10", name=op.f("ck_call_review_problem")
        ),
        sa.CheckConstraint(
            "recused OR verdict IS NOT NULL OR problem IS NOT NULL",
            name=op.f("ck_call_review_says"),
        ),
        sa.CheckConstraint(
            "strategy IS NULL OR strategy BETWEEN 0 AND 10", name=op.f("ck_call_review_strategy")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["call_entry.id"], name=op.f("fk_call_review_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_call_review_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_review")),
        sa.UniqueConstraint(
            "entry_id", "person_id", "part", name=op.f("uq_call_review_entry_id_person_id_part")
        ),
    )
    op.create_index(op.f("ix_call_review_person_id"), "call_review", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_call_review_person_id"), table_name="call_review")
    op.drop_table("call_review")
    op.drop_index(op.f("ix_call_answer_question_id"), table_name="call_answer")
    op.drop_table("call_answer")
    op.drop_index(
        "uq_call_question_asked",
        table_name="call_question",
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.drop_index(op.f("ix_call_question_call_id"), table_name="call_question")
    op.drop_table("call_question")
    op.drop_index(op.f("ix_call_member_person_id"), table_name="call_member")
    op.drop_table("call_member")
    op.drop_index(op.f("ix_call_entry_irritant_ref"), table_name="call_entry")
    op.drop_index("ix_call_entry_call_id_state", table_name="call_entry")
    op.drop_index(op.f("ix_call_entry_author_id"), table_name="call_entry")
    op.drop_table("call_entry")
    op.drop_index("ix_call_published_at", table_name="call")
    op.drop_index(op.f("ix_call_incubator_ref"), table_name="call")
    op.drop_table("call")
