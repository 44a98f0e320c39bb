"""What entered or left an agenda after its convening, when a point joined it; a said amount."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

TABLE = "agenda_change"


def upgrade() -> None:
    op.add_column("item", sa.Column("joined_at", Moment(timezone=True), nullable=True))
    op.add_column(
        "item",
        sa.Column("is_amount_said", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.create_table(
        TABLE,
        sa.Column("id", Big, nullable=False),
        sa.Column("sitting_id", Big, nullable=False),
        sa.Column("item_id", Big, nullable=False),
        sa.Column("kind", words("change", "entered left"), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("person_id", Big, nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("person_id IS NULL OR motive <> ''", name=op.f(f"ck_{TABLE}_motivated")),
        sa.CheckConstraint(
            "kind <> 'left' OR person_id IS NOT NULL", name=op.f(f"ck_{TABLE}_left_by_somebody")
        ),
        _key("sitting_id", "sitting.id"),
        _key("item_id", "item.id"),
        _key("person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_sitting_id", TABLE, ["sitting_id"])
    # What was voted on, or is frozen, is as it was read; the others are asked.
    op.execute(
        "UPDATE item SET is_amount_said = false WHERE state = 'listed' AND amount = 0"
        " AND id IN (SELECT item_id FROM dossier WHERE frozen_at IS NULL)"
    )


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("ALTER TABLE item DROP COLUMN is_amount_said")
    op.execute("ALTER TABLE item DROP COLUMN joined_at")
