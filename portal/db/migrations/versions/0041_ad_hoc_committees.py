"""Committees made for one purpose, and committees that are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

BOUNDED = (
    "kind <> 'ad_hoc' OR (purpose <> '' AND (ends_on IS NOT NULL OR most_sittings IS NOT NULL))"
)
CLOSED = "(closed_on IS NULL) = (closing_motive = '')"


def upgrade() -> None:
    op.add_column("committee", sa.Column("purpose", sa.Text(), nullable=False, server_default=""))
    op.add_column("committee", sa.Column("ends_on", sa.Date(), nullable=True))
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE committee ADD COLUMN most_sittings INTEGER"
        " CONSTRAINT ck_committee_most_sittings CHECK (most_sittings BETWEEN 1 AND 50)"
    )
    op.execute(
        "ALTER TABLE committee ADD COLUMN kind VARCHAR(32) DEFAULT 'standing' NOT NULL"
        " CONSTRAINT ck_committee_committee_kind CHECK (kind IN ('standing', 'ad_hoc'))"
        f" CONSTRAINT ck_committee_bounded CHECK ({BOUNDED})"
    )
    op.add_column("committee", sa.Column("closed_on", sa.Date(), nullable=True))
    op.execute(
        "ALTER TABLE committee ADD COLUMN closing_motive TEXT DEFAULT '' NOT NULL"
        f" CONSTRAINT ck_committee_closed CHECK ({CLOSED})"
    )


def downgrade() -> None:
    for column in ("closing_motive", "closed_on", "kind", "most_sittings", "ends_on", "purpose"):
        op.execute(f"ALTER TABLE committee DROP COLUMN {column}")
