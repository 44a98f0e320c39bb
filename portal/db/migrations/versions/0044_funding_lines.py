"""Each sponsor confirms its own funding line; the purchasing note is marked as sent."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import insert_only
from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0044"
down_revision = "0042"
branch_labels = None
depends_on = None

STATES = "to_confirm confirmed declined"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _said(*, needed: bool) -> list[sa.Column]:
    return [
        sa.Column("state", words("line_state", STATES), nullable=False),
        sa.Column("amount", Big, nullable=True),
        sa.Column("imputation", sa.String(200), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("said_by_id", Big, nullable=not needed),
        sa.Column("said_at", Moment(timezone=True), nullable=not needed),
    ]


def upgrade() -> None:
    _links()
    _lines()
    _statements()
    _sendings()


def _links() -> None:
    table = "sponsor_link"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("mandate_id", Big, nullable=False),
        sa.Column("organisation_ref", sa.String(12), nullable=False),
        _key(table, "mandate_id", "mandate.id"),
        _key(table, "organisation_ref", "organisation.ref"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("mandate_id", name=f"uq_{table}_mandate_id"),
    )
    op.create_index(f"ix_{table}_organisation_ref", table, ["organisation_ref"])


def _lines() -> None:
    table = "funding_line"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("startup_ref", sa.String(12), nullable=False),
        sa.Column("organisation_ref", sa.String(12), nullable=True),
        sa.Column("asked", Big, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_said(needed=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "decision_ref", "decision.ref"),
        _key(table, "startup_ref", "startup.ref"),
        _key(table, "organisation_ref", "organisation.ref"),
        _key(table, "said_by_id", "person.id"),
        _check(table, "amounts", "asked > 0 AND (amount IS NULL OR amount > 0)"),
        _check(table, "confirmed", "(state = 'confirmed') = (amount IS NOT NULL)"),
        _check(
            table,
            "said",
            "state = 'to_confirm' OR (organisation_ref IS NOT NULL AND said_by_id IS NOT NULL"
            " AND said_at IS NOT NULL)",
        ),
        _check(table, "motivated", "state <> 'declined' OR motive <> ''"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
        sa.UniqueConstraint(
            "decision_ref",
            "organisation_ref",
            name=op.f(f"uq_{table}_decision_ref_organisation_ref"),
        ),
    )
    op.create_index(f"ix_{table}_organisation_ref", table, ["organisation_ref"])
    op.create_index(f"ix_{table}_startup_ref_state", table, ["startup_ref", "state"])
    op.create_index(f"ix_{table}_state_due_on", table, ["state", "due_on"])
    _only_one(table, "unnamed", "organisation_ref IS NULL")


def _statements() -> None:
    table = "funding_statement"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("line_id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_said(needed=True),
        _key(table, "line_id", "funding_line.id"),
        _key(table, "said_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("line_id", "number", name=f"uq_{table}_line_id_number"),
    )
    insert_only(table)


def _sendings() -> None:
    table = "purchase_sending"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("sent_to", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_by_id", Big, nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=False),
        sa.Column("taken_back_by_id", Big, nullable=True),
        sa.Column("taken_back_at", Moment(timezone=True), nullable=True),
        sa.Column("motive", sa.Text(), nullable=False),
        _key(table, "decision_ref", "decision.ref"),
        _key(table, "sent_by_id", "person.id"),
        _key(table, "taken_back_by_id", "person.id"),
        _check(
            table,
            "taken_back",
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)"
            " AND (taken_back_at IS NULL) = (motive = '')",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_decision_ref", table, ["decision_ref"])
    _only_one(table, "in_force", "taken_back_at IS NULL")


def _only_one(table: str, name: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        f"uq_{table}_{name}",
        table,
        ["decision_ref"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    for table in ("purchase_sending", "funding_statement", "funding_line", "sponsor_link"):
        op.drop_table(table)
