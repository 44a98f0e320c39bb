"""What was frozen for a sitting that the point left: kept for ever, so that its dossier reopens."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import insert_only, lift, only_while
from portal.db.types import Big, Moment

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_TABLE = "former_dossier"
_UNFROZEN = "{row}.sha256 = ''"
# A frozen text goes from its dossier only when the very same one is kept here, before any vote.
_KEPT = (
    "SELECT 1 FROM former_dossier f WHERE f.dossier_id = {row}.id AND f.sha256 = {row}.sha256"
    " AND f.frozen = {row}.frozen AND f.frozen_at = {row}.frozen_at"
)
_LISTED = "(SELECT state FROM item WHERE id = {row}.item_id) = 'listed'"
# And nothing is kept here but what a dossier froze.
_TRUE = (
    "EXISTS (SELECT 1 FROM dossier d WHERE d.id = {row}.dossier_id AND d.item_id = {row}.item_id"
    " AND d.sha256 = {row}.sha256 AND d.frozen = {row}.frozen AND d.frozen_at = {row}.frozen_at)"
)


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("item_id", Big, nullable=False),
        sa.Column("dossier_id", Big, nullable=False),
        sa.Column("sitting_id", Big, nullable=True),
        sa.Column("sitting_at", Moment(timezone=True), nullable=True),
        sa.Column("frozen_at", Moment(timezone=True), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("left_at", Moment(timezone=True), nullable=False),
        sa.Column("last_addendum", Big, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=f"fk_{_TABLE}_item_id"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=f"fk_{_TABLE}_dossier_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=f"fk_{_TABLE}_sitting_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        sa.UniqueConstraint("ref", name=f"uq_{_TABLE}_ref"),
    )
    for column in ("item_id", "dossier_id"):
        op.create_index(f"ix_{_TABLE}_{column}", _TABLE, [column])
    insert_only(_TABLE)
    only_while(_TABLE, _TRUE, on="INSERT")
    lift("dossier", "dossier_update_only_while")
    only_while("dossier", f"({_UNFROZEN} OR ({_LISTED} AND EXISTS ({_KEPT})))", on="UPDATE")


def downgrade() -> None:
    lift("dossier", "dossier_update_only_while")
    only_while("dossier", _UNFROZEN, on="UPDATE")
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION portal_only_while_{_TABLE}()")
