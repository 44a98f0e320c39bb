"""A sheet remembers what was written here; sponsors have their days, and those that left stay."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Big, Json, Moment

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

PAST = "startup_sponsor_past"


def upgrade() -> None:
    column = sa.Column("written_here", Json, nullable=False, server_default="[]")
    op.add_column("startup", column)
    op.add_column("startup_sponsor", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("startup_sponsor", sa.Column("added_at", Moment(timezone=True), nullable=True))
    _past()


def downgrade() -> None:
    op.drop_table(PAST)
    op.execute("ALTER TABLE startup_sponsor DROP COLUMN added_at")
    op.execute("ALTER TABLE startup_sponsor DROP COLUMN since")
    op.execute("ALTER TABLE startup DROP COLUMN written_here")


def _past() -> None:
    op.create_table(
        PAST,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("organisation_ref", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("added_at", Moment(timezone=True), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("ended_by_id", Big, nullable=True),
        sa.Column("ended_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("since IS NULL OR last_on >= since", name=op.f(f"ck_{PAST}_days")),
        sa.CheckConstraint("motive <> ''", name=op.f(f"ck_{PAST}_motive")),
        _key("startup_id", "startup.id"),
        _key("organisation_ref", "organisation.ref"),
        _key("ended_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{PAST}"),
        sa.UniqueConstraint("ref", name=f"uq_{PAST}_ref"),
    )
    for name in ("startup_id", "organisation_ref"):
        op.create_index(f"ix_{PAST}_{name}", PAST, [name])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    table = target.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{PAST}_{column}_{table}")
