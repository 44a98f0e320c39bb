"""A sheet remembers what was written here: an import leaves that alone."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Json

revision = "0053"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("written_here", Json, nullable=False, server_default="[]")
    op.add_column("startup", column)


def downgrade() -> None:
    op.execute("ALTER TABLE startup DROP COLUMN written_here")
