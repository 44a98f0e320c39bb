"""Invitations that calendars understand, and feeds of one's own that can be revoked."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Big, Moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "ALTER TABLE sitting ADD COLUMN sequence INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_sitting_sequence CHECK (sequence >= 0)"
    )
    table = "calendar_feed"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("revoked_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("token_hash", name=f"uq_{table}_token_hash"),
    )
    live = sa.text("revoked_at IS NULL")
    op.create_index(
        f"uq_{table}_live",
        table,
        ["person_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("ix_sitting_starts_at", "sitting", ["starts_at"])


def downgrade() -> None:
    op.drop_index("ix_sitting_starts_at", "sitting")
    op.drop_table("calendar_feed")
    op.execute("ALTER TABLE sitting DROP COLUMN sequence")
    op.execute("ALTER TABLE mail DROP COLUMN calendar")
