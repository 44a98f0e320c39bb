"""Comments on irritants, what is masked and flagged in them, and those who follow an irritant."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _person(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}"))


def _comment(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_comment_id")
    return sa.ForeignKeyConstraint(["comment_id"], ["irritant_comment.id"], name=name)


def upgrade() -> None:
    _follows()
    _comments()
    _wordings()
    _masks()
    _flags()


def _follows() -> None:
    table = "irritant_follow"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("irritant_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["irritant_id"], ["irritant.id"], name=f"fk_{table}_irritant_id"),
        _person("person_id", table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("irritant_id", "person_id", name=f"uq_{table}_irritant_id_person_id"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    # Authors follow what they deposited.
    op.execute(
        "INSERT INTO irritant_follow (irritant_id, person_id, at)"
        " SELECT id, author_id, submitted_at FROM irritant WHERE state <> 'draft'"
    )


def _comments() -> None:
    table = "irritant_comment"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("irritant_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("corrected_at", Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["irritant_id"], ["irritant.id"], name=f"fk_{table}_irritant_id"),
        _person("person_id", table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
    )
    op.create_index(f"ix_{table}_irritant_id_id", table, ["irritant_id", "id"])
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def _wordings() -> None:
    table = "irritant_comment_wording"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("comment_id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(timezone=True), nullable=False),
        _comment(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("comment_id", "number", name=f"uq_{table}_comment_id_number"),
    )


def _masks() -> None:
    table = "irritant_comment_mask"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("comment_id", Big, nullable=False),
        sa.Column("passage", sa.String(500), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("by_id", Big, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        sa.Column("lifted_by_id", Big, nullable=True),
        sa.Column("lifted_at", Moment(timezone=True), nullable=True),
        sa.Column("lift_motive", sa.Text(), nullable=False),
        _comment(table),
        _person("by_id", table),
        _person("lifted_by_id", table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
    )
    live = sa.text("lifted_at IS NULL")
    op.create_index(
        f"uq_{table}_live",
        table,
        ["comment_id", "passage"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def _flags() -> None:
    table = "irritant_comment_flag"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("comment_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("outcome", words("flag_outcome", "masked kept withdrawn"), nullable=True),
        sa.Column("settled_by_id", Big, nullable=True),
        sa.Column("settled_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f(f"ck_{table}_settled_is_dated")
        ),
        _comment(table),
        _person("person_id", table),
        _person("settled_by_id", table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("comment_id", "person_id", name=f"uq_{table}_comment_id_person_id"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    op.create_index(f"ix_{table}_outcome", table, ["outcome"])


def downgrade() -> None:
    for table in (
        "irritant_comment_flag",
        "irritant_comment_mask",
        "irritant_comment_wording",
        "irritant_comment",
        "irritant_follow",
    ):
        op.drop_table(table)
