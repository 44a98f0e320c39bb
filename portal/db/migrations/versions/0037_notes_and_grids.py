"""Notes of the sitting, each member's own, grids filled before the debate; colleges of seats."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Json, Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

COLLEGES = "sponsors incubator programme"


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
    _colleges()


def _colleges() -> None:
    table = "seat_college"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("mandate_id", Big, nullable=False),
        sa.Column("college", words("college", COLLEGES), nullable=False),
        _key(table, "mandate_id", "mandate.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("mandate_id", name=f"uq_{table}_mandate_id"),
    )
    op.add_column(
        "committee",
        sa.Column("college_quorum", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    told = ", ".join(f"'{word}'" for word in COLLEGES.split())
    op.execute(
        "ALTER TABLE roll_member ADD COLUMN college VARCHAR(32)"
        f" CONSTRAINT ck_roll_member_college CHECK (college IN ({told}))"
    )


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
    op.execute("ALTER TABLE roll_member DROP COLUMN college")
    op.execute("ALTER TABLE committee DROP COLUMN college_quorum")
    op.drop_table("seat_college")
    for table in ("grid", "private_note", "sitting_note"):
        op.drop_table(table)
