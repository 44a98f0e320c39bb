"""When the round of time last came to its end."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    # The line is always there, so that beating is one update, whoever beats at once.
    op.bulk_insert(made, [{"name": "tick", "at": None}])


def downgrade() -> None:
    op.drop_table("heartbeat")
