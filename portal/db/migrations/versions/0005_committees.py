"""Committees, sittings, items, ballots, decisions, conditions, minutes."""

from portal.db.migrations.steps_0005 import items, sittings, votes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sittings.upgrade()
    items.upgrade()
    votes.upgrade()


def downgrade() -> None:
    votes.downgrade()
    items.downgrade()
    sittings.downgrade()
