"""A health check belongs to one exit: a service that leaves again is looked at again."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLE = "health_check"
BEFORE = ("startup_ref", "months")
AFTER = ("startup_ref", "exit_ref", "months")
FILLED = """
UPDATE health_check SET exit_ref = COALESCE(
  (SELECT p.ref FROM phase_period p JOIN startup s ON s.id = p.startup_id
   WHERE s.ref = health_check.startup_ref AND p.phase IN ('operated', 'transferred')
     AND p.starts_on = health_check.left_on ORDER BY p.id DESC LIMIT 1),
  (SELECT p.ref FROM phase_period p JOIN startup s ON s.id = p.startup_id
   WHERE s.ref = health_check.startup_ref AND p.phase IN ('operated', 'transferred')
   ORDER BY p.starts_on DESC, p.id DESC LIMIT 1),
  '')
"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE, copy_from=_table(BEFORE)) as batch:
        batch.drop_constraint(_unique(BEFORE), type_="unique")
        batch.add_column(_exit())
        batch.create_unique_constraint(_unique(AFTER), AFTER)
    # The exit that was followed is the one of that day; if its day was mended since, the last one.
    op.execute(FILLED)


def downgrade() -> None:
    op.execute(
        "DELETE FROM health_check WHERE id NOT IN"
        " (SELECT MAX(id) FROM health_check GROUP BY startup_ref, months)"
    )
    with op.batch_alter_table(TABLE, copy_from=_table(AFTER)) as batch:
        batch.drop_constraint(_unique(AFTER), type_="unique")
        batch.drop_column("exit_ref")
        batch.create_unique_constraint(_unique(BEFORE), BEFORE)


def _exit() -> sa.Column:
    return sa.Column("exit_ref", sa.String(length=12), nullable=False, server_default="")


def _unique(columns: tuple[str, ...]) -> str:
    return op.f(f"uq_{TABLE}_{'_'.join(columns)}")


def _table(unique: tuple[str, ...]) -> sa.Table:
    """The table as it stands; the embedded database must be told, to make it anew."""
    more = [_exit()] if "exit_ref" in unique else []
    return sa.Table(
        TABLE,
        sa.MetaData(),
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_ref", sa.String(length=12), nullable=False),
        *more,
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", words("health_state", "alive fragile closed"), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("usage", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("satisfaction", sa.String(length=200), nullable=False),
        sa.Column("runner", sa.String(length=200), nullable=False),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("standards", words("standards_kept", "yes partly no unknown"), nullable=True),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("by_id", Big, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("months IN (6, 12)", name=op.f("ck_health_check_months")),
        sa.CheckConstraint(
            "(state IS NULL) = (done_on IS NULL)", name=op.f("ck_health_check_done")
        ),
        sa.ForeignKeyConstraint(
            ["startup_ref"], ["startup.ref"], name=op.f("fk_health_check_startup_ref")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_health_check_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_check")),
        sa.UniqueConstraint("ref", name=op.f("uq_health_check_ref")),
        sa.UniqueConstraint(*unique, name=_unique(unique)),
        sa.Index("ix_health_check_done_on_due_on", "done_on", "due_on"),
    )
