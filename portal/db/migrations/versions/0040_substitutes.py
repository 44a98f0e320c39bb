"""Substitutes of seats, those who sat in another's place, and the quorum of each college as told."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Json

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

STANDS_FOR = "stands_for_id IS NULL OR (role = 'seat' AND NOT voting AND stands_for_id <> id)"
OTHER = "principal_id <> person_id"
OPEN = sa.text("ends_on IS NULL")


def upgrade() -> None:
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        f"ALTER TABLE mandate ADD COLUMN stands_for_id {number}"
        " CONSTRAINT fk_mandate_stands_for_id_mandate REFERENCES mandate (id)"
        f" CONSTRAINT ck_mandate_stands_for CHECK ({STANDS_FOR})"
    )
    op.create_index("ix_mandate_stands_for_id", "mandate", ["stands_for_id"])
    op.create_index(
        "uq_mandate_stands_for_open",
        "mandate",
        ["stands_for_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.execute(
        f"ALTER TABLE roll_member ADD COLUMN principal_id {number}"
        " CONSTRAINT fk_roll_member_principal_id_person REFERENCES person (id)"
        f" CONSTRAINT ck_roll_member_other CHECK ({OTHER})"
    )
    op.create_index(
        "uq_roll_member_item_id_principal_id",
        "roll_member",
        ["item_id", "principal_id"],
        unique=True,
    )
    op.add_column("item", sa.Column("college_quorum", Json, nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE item DROP COLUMN college_quorum")
    op.drop_index("uq_roll_member_item_id_principal_id", "roll_member")
    op.execute("ALTER TABLE roll_member DROP COLUMN principal_id")
    # Whoever stood for another holds no seat of their own: it is not left to them.
    op.execute(
        "UPDATE mandate SET ends_on = starts_on WHERE stands_for_id IS NOT NULL AND ends_on IS NULL"
    )
    op.drop_index("uq_mandate_stands_for_open", "mandate")
    op.drop_index("ix_mandate_stands_for_id", "mandate")
    op.execute("ALTER TABLE mandate DROP COLUMN stands_for_id")
