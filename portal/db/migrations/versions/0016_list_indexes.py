"""What lists of irritants filter by, in the order in which they are read."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HOUSE = "ix_irritant_incubator_ref_state_submitted_at"
STATE = "ix_irritant_state_submitted_at"
ALONE = "ix_irritant_incubator_ref"


def upgrade() -> None:
    op.create_index(HOUSE, "irritant", ["incubator_ref", "state", "submitted_at", "id"])
    op.create_index(STATE, "irritant", ["state", "submitted_at", "id"])
    # The first column of the one above does as well.
    op.drop_index(ALONE, "irritant")


def downgrade() -> None:
    op.create_index(ALONE, "irritant", ["incubator_ref"])
    op.drop_index(STATE, "irritant")
    op.drop_index(HOUSE, "irritant")
