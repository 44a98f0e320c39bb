"""Requests for review of a refusal, one by irritant; colleagues who tell one together."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.migrations.steps_0005.coding import words

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TOGETHER = "invited active declined left removed"


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_irritant_review_{column}")
    )


def upgrade() -> None:
    op.create_table(
        "irritant_review",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_id", portal.db.types.Big, nullable=False),
        sa.Column("state", words("review_state", "asked upheld reopened"), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("asked_by_id", portal.db.types.Big, nullable=False),
        sa.Column("asked_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("declined_by_id", portal.db.types.Big, nullable=True),
        sa.Column("answered_by_id", portal.db.types.Big, nullable=True),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answered_by_id <> declined_by_id",
            name=op.f("ck_irritant_review_answered_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)",
            name=op.f("ck_irritant_review_answered_is_dated"),
        ),
        sa.ForeignKeyConstraint(
            ["irritant_id"], ["irritant.id"], name=op.f("fk_irritant_review_irritant_id")
        ),
        *map(_person, ("asked_by_id", "declined_by_id", "answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant_review")),
        sa.UniqueConstraint("irritant_id", name=op.f("uq_irritant_review_irritant_id")),
    )
    op.create_index(
        "ix_irritant_review_asked",
        "irritant_review",
        ["asked_at"],
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "irritant_coauthor",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("irritant_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("state", words("co_author_state", TOGETHER), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("invited_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("answered_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("joined_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["irritant_id"], ["irritant.id"], name=op.f("fk_irritant_coauthor_irritant_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_irritant_coauthor_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irritant_coauthor")),
        sa.UniqueConstraint(
            "irritant_id", "person_id", name=op.f("uq_irritant_coauthor_irritant_id_person_id")
        ),
    )
    op.create_index(op.f("ix_irritant_coauthor_person_id"), "irritant_coauthor", ["person_id"])
    op.create_index(
        "ix_irritant_coauthor_active",
        "irritant_coauthor",
        ["person_id", "irritant_id"],
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )


def downgrade() -> None:
    op.drop_table("irritant_coauthor")
    op.drop_table("irritant_review")
