"""« Moi aussi » with figures and a place; comments with readers, and people mentioned in them."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import lift, only_while
from portal.db.types import Big

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

FIGURES = (("people", 70_000_000), ("hours", 1_000_000))


def upgrade() -> None:
    _supports()
    _readers()
    _mentions()


def _supports() -> None:
    is_embedded = op.get_bind().dialect.name == "sqlite"
    for column, most in FIGURES:
        kind = "INTEGER" if is_embedded or column == "hours" else "BIGINT"
        # In the very words of both databases: a table is not copied for a column with its check.
        op.execute(
            f"ALTER TABLE irritant_support ADD COLUMN {column} {kind}"
            f" CONSTRAINT ck_irritant_support_{column} CHECK ({column} BETWEEN 0 AND {most})"
        )
    for column, most in (("territory", 3), ("administration", 200)):
        told = sa.Column(column, sa.String(length=most), nullable=False, server_default="")
        op.add_column("irritant_support", told)
    # Until now the page counted by the service of each: it goes on saying the same.
    op.execute(
        "UPDATE irritant_support SET administration ="
        " (SELECT unit FROM person WHERE person.id = irritant_support.person_id)"
    )


def _readers() -> None:
    op.execute(
        "ALTER TABLE irritant_comment ADD COLUMN readers VARCHAR(32) DEFAULT 'agents' NOT NULL"
        " CONSTRAINT ck_irritant_comment_readers CHECK (readers IN ('agents', 'author', 'desk'))"
    )
    only_while("irritant_comment", "NEW.readers = OLD.readers", on="UPDATE")


def _mentions() -> None:
    table = "irritant_comment_mention"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("comment_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["irritant_comment.id"], name=op.f(f"fk_{table}_comment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "comment_id", "person_id", name=op.f(f"uq_{table}_comment_id_person_id")
        ),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def downgrade() -> None:
    op.drop_table("irritant_comment_mention")
    lift("irritant_comment", "irritant_comment_update_only_while")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_irritant_comment()")
    op.execute("ALTER TABLE irritant_comment DROP COLUMN readers")
    for column in ("administration", "territory", "hours", "people"):
        op.execute(f"ALTER TABLE irritant_support DROP COLUMN {column}")
