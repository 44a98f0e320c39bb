"""The days promised with an offer and with a convening stand with them: settings change only what comes."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (
    ("irritant_transfer", "days", 15, "1 AND 180"),
    ("sitting", "freeze_days", 7, "0 AND 60"),
)


def upgrade() -> None:
    for table, column, before, bounds in COLUMNS:
        # In the very words of both databases: a table is not copied for a column with its check.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER DEFAULT {before} NOT NULL"
            f" CONSTRAINT ck_{table}_{column} CHECK ({column} BETWEEN {bounds})"
        )


def downgrade() -> None:
    for table, column, _before, _bounds in COLUMNS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
