"""Dissents, corrections of sealed minutes, and decisions put to the vote again."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import insert_only, lift, no_truncate, only_while
from portal.db.types import Big, Moment

revision = "0035"
down_revision = "0031"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _dissents()
    _corrigenda()
    _reviews()


def _dissents() -> None:
    table = "dissent"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("item_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "item_id", "item.id"),
        _key(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("item_id", "person_id", name=f"uq_{table}_item_id_person_id"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    no_truncate(table)


def _corrigenda() -> None:
    table = "corrigendum"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("minutes_id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("presider_id", Big, nullable=False),
        sa.Column("presider_signed_at", Moment(timezone=True), nullable=False),
        sa.Column("secretary_id", Big, nullable=True),
        sa.Column("secretary_signed_at", Moment(timezone=True), nullable=True),
        sa.Column("register_seq", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(register_seq IS NULL) = (secretary_signed_at IS NULL)",
            name=op.f(f"ck_{table}_sealed_when_signed"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{table}_number")),
        _key(table, "minutes_id", "minutes.id"),
        _key(table, "presider_id", "person.id"),
        _key(table, "secretary_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
        sa.UniqueConstraint("minutes_id", "number", name=f"uq_{table}_minutes_id_number"),
    )
    no_truncate(table)
    only_while(table, "{row}.register_seq IS NULL", on="UPDATE DELETE")


def _reviews() -> None:
    table = "decision_review"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("item_ref", sa.String(12), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("asked_by_id", Big, nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        _key(table, "decision_ref", "decision.ref"),
        _key(table, "item_ref", "item.ref"),
        _key(table, "asked_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("item_ref", name=f"uq_{table}_item_ref"),
    )
    op.create_index(f"ix_{table}_decision_ref", table, ["decision_ref"])
    insert_only(table)


def downgrade() -> None:
    names = ("insert_only", "no_truncate", "no_update", "no_delete")
    lift("decision_review", *(f"decision_review_{name}" for name in names))
    names = ("update_only_while", "delete_only_while", "no_truncate")
    lift("corrigendum", *(f"corrigendum_{name}" for name in names))
    lift("dissent", "dissent_no_truncate")
    for table in ("decision_review", "corrigendum", "dissent"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_corrigendum()")
