"""A funding line keeps when its day was told: a round reads no more than what is left to tell."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Moment

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("funding_line", sa.Column("reminded_at", Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE funding_line DROP COLUMN reminded_at")
