"""Notes of the sitting, each member's own notes, and grids filled before the debate."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Big, Json, Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    table = "sitting_note"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("sitting_id", Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "sitting_id", "sitting.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("sitting_id", name=f"uq_{table}_sitting_id"),
    )
    _own("private_note", sa.Column("body", sa.Text(), nullable=False))
    _own("grid", sa.Column("marks", Json, nullable=False))


def _own(table: str, told: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("item_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        told,
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "item_id", "item.id"),
        _key(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("item_id", "person_id", name=f"uq_{table}_item_id_person_id"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def downgrade() -> None:
    for table in ("grid", "private_note", "sitting_note"):
        op.drop_table(table)
