"""Settings changed in the interface, each version kept."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import insert_only
from portal.db.types import Big, Json, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "settings_version"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("told", Json, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{TABLE}_person_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("number", name=f"uq_{TABLE}_number"),
    )
    insert_only(TABLE)


def downgrade() -> None:
    op.drop_table(TABLE)
