"""The ten lines of the grid in a dossier; files that come with an addendum."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import lift, no_truncate, only_while
from portal.db.types import Big, Json

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = "dossier_grid"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("dossier_id", Big, nullable=False),
        sa.Column("texts", Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=f"fk_{table}_dossier_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("dossier_id", name=f"uq_{table}_dossier_id"),
    )
    only_while(table, "(SELECT sha256 FROM dossier WHERE id = {row}.dossier_id) = ''")
    no_truncate(table)
    op.add_column("addendum", sa.Column("files_ref", sa.String(length=12), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE addendum DROP COLUMN files_ref")
    verbs = ("insert", "update", "delete")
    triggers = [f"dossier_grid_{verb}_only_while" for verb in verbs]
    lift("dossier_grid", *triggers, "dossier_grid_no_truncate")
    op.drop_table("dossier_grid")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_dossier_grid()")
