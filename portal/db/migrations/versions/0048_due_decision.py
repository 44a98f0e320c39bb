"""A decision keeps the term that it answered, beside the day on which it came."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("due_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("decision", "due_on")
