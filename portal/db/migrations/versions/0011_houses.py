"""Incubators that close and open again, with whom to reach; organisations that are edited."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "incubator",
        sa.Column("contact", sa.String(length=254), nullable=False, server_default=""),
    )
    op.add_column("incubator", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("incubator", sa.Column("successor_ref", sa.String(length=12), nullable=True))
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE incubator ADD COLUMN closing_motive TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_incubator_closed_with_a_motive"
        " CHECK ((closed_on IS NULL) = (closing_motive = ''))"
    )
    op.add_column(
        "organisation", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    for table, column in (
        ("organisation", "version"),
        # First the column that bears the check upon the next.
        ("incubator", "closing_motive"),
        ("incubator", "successor_ref"),
        ("incubator", "closed_on"),
        ("incubator", "contact"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
