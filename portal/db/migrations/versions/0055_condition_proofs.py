"""Whoever takes care of a condition says what is done, with its proof."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import lift, no_truncate
from portal.db.types import Big, Moment

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

TABLE = "condition_proof"


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))


def upgrade() -> None:
    op.add_column("condition", sa.Column("handed_at", Moment(timezone=True), nullable=True))
    op.create_table(
        TABLE,
        sa.Column("id", Big, nullable=False),
        sa.Column("condition_id", Big, nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("by_id", Big, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("sent_back_at", Moment(timezone=True), nullable=True),
        sa.Column("sent_back_by_id", Big, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("done <> ''", name=op.f(f"ck_{TABLE}_said")),
        sa.CheckConstraint(
            "(sent_back_at IS NULL) = (reason = '')",
            name=op.f(f"ck_{TABLE}_sent_back_with_a_reason"),
        ),
        _key("condition_id", "condition.id"),
        _key("by_id", "person.id"),
        _key("sent_back_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_condition_id"), TABLE, ["condition_id"], unique=False)
    no_truncate(TABLE)


def downgrade() -> None:
    lift(TABLE, f"{TABLE}_no_truncate")
    op.drop_index(op.f(f"ix_{TABLE}_condition_id"), table_name=TABLE)
    op.drop_table(TABLE)
    op.execute("ALTER TABLE condition DROP COLUMN handed_at")
