"""A measure says what each of its figures is: of a period, a total, a state, or a rate."""

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


def downgrade() -> None:
    op.execute("ALTER TABLE startup_measure DROP COLUMN nature")
