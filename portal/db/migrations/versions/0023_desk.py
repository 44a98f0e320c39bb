"""What a desk keeps for itself, a digest by week, and mails that can be stopped from themselves."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Json, Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = Moment(timezone=True)
DAILY = "pace = 'daily'"
DIGESTS = "pace IN ('daily', 'weekly')"


def upgrade() -> None:
    _labels()
    _views()
    _templates()
    _notes()
    _paces("'now', 'daily', 'weekly', 'none'", DIGESTS)
    op.add_column("notice_preference", sa.Column("stopped", Json, nullable=True))
    op.add_column("mail", sa.Column("stop_key", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE mail DROP COLUMN stop_key")
    op.execute("ALTER TABLE notice_preference DROP COLUMN stopped")
    op.execute("UPDATE notice SET pace = 'daily' WHERE pace = 'weekly'")
    _paces("'now', 'daily', 'none'", DAILY)
    for table in ("desk_note", "desk_template", "desk_view", "desk_labelled", "desk_label"):
        op.drop_table(table)


def _columns(*columns: sa.Column) -> tuple[sa.Column, ...]:
    return sa.Column("id", Big, nullable=False), *columns


def _ref() -> sa.Column:
    return sa.Column("ref", sa.String(12), nullable=False)


def _house(*, nullable: bool = False) -> sa.Column:
    return sa.Column("incubator_ref", sa.String(12), nullable=nullable)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")


def _of_house(table: str) -> sa.ForeignKeyConstraint:
    return _key(table, "incubator_ref", "incubator.ref")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name="_".join(("uq", table, *columns)))


def _labels() -> None:
    table = "desk_label"
    op.create_table(
        table,
        *_columns(
            _ref(),
            _house(),
            sa.Column("name", sa.String(40), nullable=False),
            sa.Column(
                "shape", words("shape", "round triangle square diamond star"), nullable=False
            ),
            sa.Column("retired_at", MOMENT, nullable=True),
        ),
        _of_house(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _unique(table, "ref"),
        _unique(table, "incubator_ref", "name"),
    )
    table = "desk_labelled"
    op.create_table(
        table,
        *_columns(
            sa.Column("irritant_id", Big, nullable=False),
            sa.Column("label_id", Big, nullable=False),
            sa.Column("person_id", Big, nullable=False),
            sa.Column("at", MOMENT, nullable=False),
        ),
        _key(table, "irritant_id", "irritant.id"),
        _key(table, "label_id", "desk_label.id"),
        _key(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _unique(table, "irritant_id", "label_id"),
    )
    op.create_index(f"ix_{table}_label_id", table, ["label_id", "irritant_id"])
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def _views() -> None:
    table = "desk_view"
    op.create_table(
        table,
        *_columns(
            _ref(),
            sa.Column("person_id", Big, nullable=False),
            _house(nullable=True),
            sa.Column("name", sa.String(60), nullable=False),
            sa.Column("asked", Json, nullable=False),
            sa.Column("at", MOMENT, nullable=False),
        ),
        _key(table, "person_id", "person.id"),
        _of_house(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _unique(table, "ref"),
        _unique(table, "person_id", "name"),
    )
    op.create_index(f"ix_{table}_incubator_ref", table, ["incubator_ref"])


def _templates() -> None:
    table = "desk_template"
    op.create_table(
        table,
        *_columns(
            _ref(),
            _house(),
            sa.Column("name", sa.String(80), nullable=False),
            sa.Column("gesture", sa.String(20), nullable=False),
            sa.Column("motive_code", sa.String(32), nullable=False),
            sa.Column("body", sa.Text(), nullable=False),
            sa.Column("edited_at", MOMENT, nullable=False),
            sa.Column("retired_at", MOMENT, nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        _of_house(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _unique(table, "ref"),
        _unique(table, "incubator_ref", "name"),
    )


def _notes() -> None:
    table = "desk_note"
    op.create_table(
        table,
        *_columns(
            _ref(),
            sa.Column("irritant_id", Big, nullable=False),
            sa.Column("person_id", Big, nullable=False),
            sa.Column("body", sa.Text(), nullable=False),
            sa.Column("at", MOMENT, nullable=False),
            sa.Column("corrected_at", MOMENT, nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        _key(table, "irritant_id", "irritant.id"),
        _key(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _unique(table, "ref"),
    )
    op.create_index(f"ix_{table}_irritant_id", table, ["irritant_id", "id"])
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def _paces(known: str, in_digests: str) -> None:
    """Check these paces, and index what waits for a digest."""
    op.drop_index("ix_notice_for_digest", "notice")
    check = f"CONSTRAINT ck_notice_pace CHECK (pace IN ({known}))"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE notice DROP CONSTRAINT ck_notice_pace, ADD {check}")
    else:
        # A check goes with its column: the table itself is not copied.
        op.execute("ALTER TABLE notice RENAME COLUMN pace TO former_pace")
        op.execute(f"ALTER TABLE notice ADD COLUMN pace VARCHAR(32) DEFAULT 'now' NOT NULL {check}")
        op.execute("UPDATE notice SET pace = former_pace WHERE former_pace <> 'now'")
        op.execute("ALTER TABLE notice DROP COLUMN former_pace")
    waiting = sa.text(f"{in_digests} AND digested_at IS NULL AND read_at IS NULL")
    op.create_index(
        "ix_notice_for_digest",
        "notice",
        ["person_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
