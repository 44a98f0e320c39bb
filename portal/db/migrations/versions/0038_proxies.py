"""Written proxies of a sitting, and who cast a ballot in somebody else's name."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Big, Moment

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "sitting_proxy"


def upgrade() -> None:
    people = ("giver_id", "holder_id", "given_by_id")
    op.create_table(
        TABLE,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("sitting_id", Big, nullable=False),
        *(sa.Column(one, Big, nullable=False) for one in people),
        sa.Column("paper", sa.String(300), nullable=False),
        sa.Column("given_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f(f"ck_{TABLE}_two_people")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= given_at", name=op.f(f"ck_{TABLE}_ends_after")
        ),
        _key("sitting_id", "sitting.id"),
        *(_key(one, "person.id") for one in people),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("ref", name=f"uq_{TABLE}_ref"),
    )
    op.create_index(f"ix_{TABLE}_sitting_id", TABLE, ["sitting_id"])
    for who in ("giver", "holder"):
        stands = sa.text("ended_at IS NULL")
        op.create_index(
            f"uq_{TABLE}_{who}",
            TABLE,
            ["sitting_id", f"{who}_id"],
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        )
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    for table in ("ballot", "ballot_version"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN cast_by_id {kind}"
            f" CONSTRAINT fk_{table}_cast_by_id REFERENCES person (id)"
        )


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))


def downgrade() -> None:
    op.drop_table(TABLE)
    for table in ("ballot", "ballot_version"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN cast_by_id")
