"""What a measure's figures say; where a figure of a dossier, or an outcome, may be checked."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

NATURES = "'per_month', 'per_quarter', 'per_half_year', 'per_year', 'total', 'state', 'rate'"


def upgrade() -> None:
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE startup_measure ADD COLUMN nature VARCHAR(32)"
        f" CONSTRAINT ck_startup_measure_nature CHECK (nature IN ({NATURES}))"
    )
    op.add_column("evidence", _text("link", 500))
    op.add_column("evidence", sa.Column("file_ref", sa.String(12), nullable=True))
    op.add_column("startup_objective", _text("source", 300))
    op.add_column("startup_objective", _text("link", 500))


def _text(name: str, most: int) -> sa.Column:
    return sa.Column(name, sa.String(most), nullable=False, server_default="")


def downgrade() -> None:
    for table, name in (
        ("startup_objective", "link"),
        ("startup_objective", "source"),
        ("evidence", "file_ref"),
        ("evidence", "link"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.execute("ALTER TABLE startup_measure DROP COLUMN nature")
