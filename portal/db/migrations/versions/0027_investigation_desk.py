"""The desk of an investigation: people met, solutions tried, opinions, and what the public reads."""

import sqlalchemy as sa
from alembic import op

from portal.db.guards import insert_only
from portal.db.migrations.steps_0005.coding import words
from portal.db.types import Big, Json, Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

REPORT = "investigation_public_report"


CRITERIA = "problem intrapreneur strategy sponsorship feasibility completeness relevance"
ENTRY = "investigation_log_entry"
SOLUTION, TRIAL = "investigation_solution", "investigation_trial"
OPINION, LINE = "investigation_opinion", "investigation_opinion_line"
MET = "'user', 'agent', 'manager', 'expert', 'partner', 'elected'"
CHANNEL = "'there', 'phone', 'video', 'written'"


def upgrade() -> None:
    _interviews()
    _solutions()
    _opinions()
    _public_reports()


def _interviews() -> None:
    # In the very words of both databases: a table is not copied for a column with its check.
    for column, known in (("met", MET), ("channel", CHANNEL)):
        op.execute(
            f"ALTER TABLE {ENTRY} ADD COLUMN {column} VARCHAR(32)"
            f" CONSTRAINT ck_{ENTRY}_{column} CHECK ({column} IN ({known}))"
        )
    op.execute(
        f"ALTER TABLE {ENTRY} ADD COLUMN persons INTEGER"
        f" CONSTRAINT ck_{ENTRY}_persons CHECK (persons BETWEEN 1 AND 1000)"
    )
    territory = sa.Column("territory", sa.String(length=3), nullable=False, server_default="")
    op.add_column(ENTRY, territory)


def _solutions() -> None:
    op.create_table(
        SOLUTION,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("investigation_id", Big, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("users", sa.Integer(), nullable=False),
        sa.Column("observed", sa.Text(), nullable=False),
        sa.Column("state", words("hypothesis_state", "open kept dropped"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR observed <> ''", name=op.f(f"ck_{SOLUTION}_concluded_with_words")
        ),
        sa.CheckConstraint("users BETWEEN 0 AND 1000000", name=op.f(f"ck_{SOLUTION}_users")),
        _key(SOLUTION, "investigation_id", "investigation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SOLUTION}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{SOLUTION}_ref")),
    )
    op.create_index(op.f(f"ix_{SOLUTION}_investigation_id"), SOLUTION, ["investigation_id"])
    op.create_table(
        TRIAL,
        sa.Column("id", Big, nullable=False),
        sa.Column("solution_id", Big, nullable=False),
        sa.Column("hypothesis_id", Big, nullable=False),
        _key(TRIAL, "solution_id", f"{SOLUTION}.id"),
        _key(TRIAL, "hypothesis_id", "hypothesis.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TRIAL}")),
        sa.UniqueConstraint(
            "solution_id", "hypothesis_id", name=op.f(f"uq_{TRIAL}_solution_id_hypothesis_id")
        ),
    )
    op.create_index(op.f(f"ix_{TRIAL}_hypothesis_id"), TRIAL, ["hypothesis_id"])


def _opinions() -> None:
    op.create_table(
        OPINION,
        sa.Column("id", Big, nullable=False),
        sa.Column("investigation_id", Big, nullable=False),
        sa.Column("author_id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        _key(OPINION, "investigation_id", "investigation.id"),
        _key(OPINION, "author_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OPINION}")),
        sa.UniqueConstraint(
            "investigation_id",
            "author_id",
            "number",
            name=op.f(f"uq_{OPINION}_investigation_id_author_id_number"),
        ),
    )
    op.create_index(op.f(f"ix_{OPINION}_author_id"), OPINION, ["author_id"])
    op.create_table(
        LINE,
        sa.Column("id", Big, nullable=False),
        sa.Column("opinion_id", Big, nullable=False),
        sa.Column("criterion", words("criterion", CRITERIA), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("mark BETWEEN 0 AND 10", name=op.f(f"ck_{LINE}_mark")),
        _key(LINE, "opinion_id", f"{OPINION}.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LINE}")),
        sa.UniqueConstraint(
            "opinion_id", "criterion", name=op.f(f"uq_{LINE}_opinion_id_criterion")
        ),
    )
    for table in (OPINION, LINE):
        insert_only(table)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _public_reports() -> None:
    op.create_table(
        REPORT,
        sa.Column("id", Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("investigation_id", Big, nullable=False),
        sa.Column("passages", Json, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("published_by_id", Big, nullable=True),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "published_at IS NULL OR report <> ''",
            name=op.f(f"ck_{REPORT}_published_says_something"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR motive <> ''", name=op.f(f"ck_{REPORT}_withdrawn_with_motive")
        ),
        _key(REPORT, "investigation_id", "investigation.id"),
        _key(REPORT, "published_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REPORT}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{REPORT}_ref")),
        sa.UniqueConstraint("investigation_id", name=op.f(f"uq_{REPORT}_investigation_id")),
    )
    op.create_index(f"ix_{REPORT}_published_at", REPORT, ["published_at", "id"])


def downgrade() -> None:
    for table in (REPORT, LINE, OPINION, TRIAL, SOLUTION):
        op.drop_table(table)
    for column in ("territory", "persons", "channel", "met"):
        op.execute(f"ALTER TABLE {ENTRY} DROP COLUMN {column}")
