"""Changes of course, mergers of startups, incubators that carry together or take over."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_KINDS = "together move"
_STATES = "offered agreed done declined expired withdrawn"
_LIVE = sa.text("state IN ('offered', 'agreed')")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _prose(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    _pivots()
    _mergers()
    _offers()
    _crossings()
    _answers()


def _pivots() -> None:
    table = "startup_pivot"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("title_before", sa.String(200), nullable=False),
        sa.Column("title_after", sa.String(200), nullable=False),
        *_prose("mission_before", "mission_after", "kept"),
        sa.Column("at", Moment(timezone=True), nullable=False),
        _key(table, "startup_id", "startup.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("decision_ref", name=f"uq_{table}_decision_ref"),
    )
    op.create_index(f"ix_{table}_startup_id_on", table, ["startup_id", "on"])


def _mergers() -> None:
    table = "startup_merger"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("startup_ref", sa.String(12), nullable=False),
        sa.Column("into_ref", sa.String(12), nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        *_prose("leftover"),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("startup_ref <> into_ref", name=op.f(f"ck_{table}_into_another")),
        _key(table, "startup_ref", "startup.ref"),
        _key(table, "into_ref", "startup.ref"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("startup_ref", name=f"uq_{table}_startup_ref"),
        sa.UniqueConstraint("decision_ref", name=f"uq_{table}_decision_ref"),
    )
    op.create_index(f"ix_{table}_into_ref", table, ["into_ref"])


def _offers() -> None:
    table = "startup_carrying_offer"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("kind", words("carry_kind", _KINDS), nullable=False),
        sa.Column("from_ref", sa.String(12), nullable=False),
        sa.Column("to_ref", sa.String(12), nullable=False),
        sa.Column("state", words("offer_state", _STATES), nullable=False),
        *_prose("motive", "share", "answer"),
        sa.Column("wanted_on", sa.Date()),
        sa.Column("offered_by_id", Big, nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", Big),
        sa.Column("answered_at", Moment(timezone=True)),
        sa.Column("ended_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_ref <> to_ref", name=op.f(f"ck_{table}_goes_elsewhere")),
        sa.CheckConstraint("days BETWEEN 1 AND 180", name=op.f(f"ck_{table}_days")),
        sa.CheckConstraint("motive <> ''", name=op.f(f"ck_{table}_motivated")),
        _key(table, "startup_id", "startup.id"),
        _key(table, "from_ref", "incubator.ref"),
        _key(table, "to_ref", "incubator.ref"),
        _key(table, "offered_by_id", "person.id"),
        _key(table, "answered_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
    )
    op.create_index(
        f"uq_{table}_live",
        table,
        ["startup_id", "kind"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index(f"ix_{table}_to_ref_state", table, ["to_ref", "state"])
    for column in ("startup_id", "from_ref", "state"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _crossings() -> None:
    table = "item_crossing"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("item_id", Big, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("title_before", sa.String(200), nullable=False),
        *_prose("mission", "kept", "mission_before", "leftover"),
        sa.Column("receiver_ref", sa.String(12)),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "item_id", "item.id"),
        _key(table, "receiver_ref", "startup.ref"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("item_id", name=f"uq_{table}_item_id"),
    )
    op.create_index(f"ix_{table}_receiver_ref", table, ["receiver_ref"])


def _answers() -> None:
    table = "merge_answer"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("crossing_id", Big, nullable=False),
        sa.Column("side", words("side", "team director"), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        *_prose("motive"),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "agrees OR motive <> ''", name=op.f(f"ck_{table}_declined_with_a_motive")
        ),
        _key(table, "crossing_id", "item_crossing.id"),
        _key(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("crossing_id", "side", name=f"uq_{table}_crossing_id_side"),
    )


def downgrade() -> None:
    for table in (
        "merge_answer",
        "item_crossing",
        "startup_carrying_offer",
        "startup_merger",
        "startup_pivot",
    ):
        op.drop_table(table)
