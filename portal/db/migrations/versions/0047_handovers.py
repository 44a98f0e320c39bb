"""Exits: the plan, its steps, its list, the people of the host, and the health checks after."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Moment

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

SCENARIOS = "operated product project maintenance"
LINES = "standards domain budget_line market docs code_audit access_audit record approval training"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _scenario(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, words(name, SCENARIOS), nullable=nullable)


def upgrade() -> None:
    _plan()
    _step()
    _line()
    _stay()
    _health_check()


def _plan() -> None:
    table = "handover"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_ref", sa.String(length=12), nullable=False),
        _scenario("scenario", nullable=False),
        _scenario("fallback"),
        sa.Column("host_ref", sa.String(length=12), nullable=True),
        sa.Column("contact_id", Big, nullable=True),
        sa.Column("contact_role", sa.String(length=200), nullable=False),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("vision", sa.Text(), nullable=False),
        _scenario("put_scenario"),
        _scenario("put_fallback"),
        sa.Column("put_on", sa.Date(), nullable=True),
        _scenario("adopted_scenario"),
        _scenario("adopted_fallback"),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_decision_ref", sa.String(length=12), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "two_scenarios", "fallback <> scenario"),
        _check(
            table,
            "adopted_by_a_decision",
            "(adopted_scenario IS NULL) = (adopted_on IS NULL)"
            " AND (adopted_on IS NULL) = (adopted_decision_ref IS NULL)",
        ),
        _key(table, "startup_ref", "startup.ref"),
        _key(table, "host_ref", "organisation.ref"),
        _key(table, "contact_id", "person.id"),
        _primary(table),
        _unique(table, "ref"),
        _unique(table, "startup_ref"),
    )
    for column in ("host_ref", "contact_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _step() -> None:
    table, steps = "handover_step", "launch vision organisation implementation"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("handover_id", Big, nullable=False),
        sa.Column("step", words("exit_step", steps), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "handover_id", "handover.id"),
        _primary(table),
        _unique(table, "handover_id", "step"),
    )


def _line() -> None:
    table, states = "handover_line", "todo doing done not_applicable"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("handover_id", Big, nullable=False),
        sa.Column("line", words("exit_line", LINES), nullable=False),
        sa.Column("state", words("line_state", states), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("by_id", Big, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(
            table,
            "proven",
            "state NOT IN ('done', 'not_applicable') OR proof <> '' OR link <> ''",
        ),
        _key(table, "handover_id", "handover.id"),
        _key(table, "by_id", "person.id"),
        _primary(table),
        _unique(table, "handover_id", "line"),
    )


def _stay() -> None:
    table = "host_stay"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("handover_id", Big, nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "share", "share BETWEEN 1 AND 100"),
        _check(table, "in_order", "ends_on IS NULL OR ends_on >= starts_on"),
        _key(table, "handover_id", "handover.id"),
        _primary(table),
        _unique(table, "ref"),
    )
    op.create_index("ix_host_stay_handover_id", table, ["handover_id"])


def _health_check() -> None:
    table = "health_check"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("startup_ref", sa.String(length=12), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", words("health_state", "alive fragile closed"), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("usage", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("satisfaction", sa.String(length=200), nullable=False),
        sa.Column("runner", sa.String(length=200), nullable=False),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("standards", words("standards_kept", "yes partly no unknown"), nullable=True),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("by_id", Big, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "months", "months IN (6, 12)"),
        _check(table, "done", "(state IS NULL) = (done_on IS NULL)"),
        _key(table, "startup_ref", "startup.ref"),
        _key(table, "by_id", "person.id"),
        _primary(table),
        _unique(table, "ref"),
        _unique(table, "startup_ref", "months"),
    )
    op.create_index("ix_health_check_done_on_due_on", table, ["done_on", "due_on"])


def downgrade() -> None:
    for table in ("health_check", "host_stay", "handover_line", "handover_step", "handover"):
        op.drop_table(table)
