"""What follows a stop: what a service looks for, offers to take it over, technical file, lesson."""

import sqlalchemy as sa
from alembic import op

from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Json, Moment

revision = "0045"
down_revision = "0048"
branch_labels = None
depends_on = None

STATES = "made accepted taken not_taken declined withdrawn lapsed"
TOPICS = "repository hosting domains data secrets contracts licence documentation users"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.add_column("startup", sa.Column("safeguard_since", sa.Date(), nullable=True))
    _call()
    _offer()
    _technical()
    _lesson()


def _call() -> None:
    table = "takeover_call"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("amount", Big, nullable=True),
        sa.Column("wants_sponsor", sa.Boolean(), nullable=False),
        sa.Column("wants_host", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("helpers", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f(f"ck_{table}_amount")),
        _key(table, "startup_id", "startup.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("startup_id", name=f"uq_{table}_startup_id"),
    )


def _offer() -> None:
    table = "takeover_offer"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("organisation_ref", sa.String(12), nullable=False),
        sa.Column("receiving_ref", sa.String(12), nullable=True),
        sa.Column("amount", Big, nullable=False),
        sa.Column("carrier", sa.String(300), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.Column("state", words("offer_state", STATES), nullable=False),
        sa.Column("author_id", Big, nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f(f"ck_{table}_amount")),
        sa.CheckConstraint(
            "state <> 'declined' OR answer <> ''", name=op.f(f"ck_{table}_declined_with_an_answer")
        ),
        _key(table, "startup_id", "startup.id"),
        _key(table, "organisation_ref", "organisation.ref"),
        _key(table, "receiving_ref", "incubator.ref"),
        _key(table, "author_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
    )
    op.create_index(f"ix_{table}_startup_id", table, ["startup_id"])
    op.create_index(f"ix_{table}_author_id", table, ["author_id"])
    _one("live", ["startup_id", "organisation_ref"], "state IN ('made', 'accepted')")
    _one("accepted", ["startup_id"], "state = 'accepted'")


def _one(name: str, columns: list[str], where: str) -> None:
    told = sa.text(where)
    op.create_index(
        f"uq_takeover_offer_{name}",
        "takeover_offer",
        columns,
        unique=True,
        sqlite_where=told,
        postgresql_where=told,
    )


def _technical() -> None:
    table = "technical_answer"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("topic", words("technical_topic", TOPICS), nullable=False),
        sa.Column("state", words("technical_state", "known partly not_applicable"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f(f"ck_{table}_said")),
        _key(table, "startup_id", "startup.id"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("startup_id", "topic", name=f"uq_{table}_startup_id_topic"),
    )


def _lesson() -> None:
    table = "lesson"
    op.create_table(
        table,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("startup_id", Big, nullable=False),
        sa.Column("decision_ref", sa.String(12), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("aftermath", sa.Text(), nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("written_at", Moment(timezone=True), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(table, "startup_id", "startup.id"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "startup_id", "decision_ref", name=f"uq_{table}_startup_id_decision_ref"
        ),
    )
    op.create_index(f"ix_{table}_decision_ref", table, ["decision_ref"])


def downgrade() -> None:
    for table in ("lesson", "technical_answer", "takeover_offer", "takeover_call"):
        op.drop_table(table)
    op.drop_column("startup", "safeguard_since")
