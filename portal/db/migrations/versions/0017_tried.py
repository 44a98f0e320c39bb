"""What was tried and did not go on, beside its words; which irritants tell the same problem."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LINE, INDEX = "search_line", "ix_search_line_state"
STATED = sa.text("state <> ''")
_REASONS = (
    ("no_impact", "pas d’impact constaté"),
    ("no_funding", "plus de financement"),
    ("no_sponsor", "plus de sponsor"),
    ("no_intrapreneur", "plus d’intrapreneur"),
    ("existing_solution", "une solution existe déjà"),
    ("out_of_scope", "hors du champ du programme"),
)


def upgrade() -> None:
    for name, kind in (
        ("state", sa.String(16)),
        ("title", sa.String(200)),
        ("gist", sa.Text()),
        ("reason", sa.Text()),
    ):
        op.add_column(LINE, sa.Column(name, kind, nullable=False, server_default=""))
    _tell("investigation", "outcome", "question", "reason", "outcome = 'inconclusive'")
    halted = "current_phase IN ('stopped', 'inconclusive')"
    _tell("startup", "current_phase", "mission", "end_reason", halted)
    say = sa.text(f"UPDATE {LINE} SET reason = :said WHERE state <> '' AND reason = :code")  # noqa: S608
    for code, said in _REASONS:
        op.execute(say.bindparams(said=said, code=code))
    _ties()
    op.create_index(INDEX, LINE, ["state"], sqlite_where=STATED, postgresql_where=STATED)


def _ties() -> None:
    op.create_table(
        "irritant_tie",
        sa.Column("first_id", portal.db.types.Big, sa.ForeignKey("irritant.id"), nullable=False),
        sa.Column("second_id", portal.db.types.Big, sa.ForeignKey("irritant.id"), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_irritant_tie")),
    )
    op.create_index(op.f("ix_irritant_tie_second_id"), "irritant_tie", ["second_id"])
    op.create_table(
        "irritant_compared",
        sa.Column("irritant_id", portal.db.types.Big, sa.ForeignKey("irritant.id"), nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("irritant_id", name=op.f("pk_irritant_compared")),
    )


def _tell(table: str, state: str, gist: str, reason: str, ended: str) -> None:
    """Said in one sentence on both databases."""
    told = f"SELECT {state}, title, {gist}, {reason} FROM {table} t WHERE t.ref = {LINE}.ref"  # noqa: S608
    op.execute(
        f"UPDATE {LINE} SET (state, title, gist, reason) = ({told})"  # noqa: S608
        f" WHERE kind = '{table}' AND ref IN (SELECT ref FROM {table} WHERE {ended})"
    )


def downgrade() -> None:
    op.drop_table("irritant_compared")
    op.drop_index("ix_irritant_tie_second_id", "irritant_tie")
    op.drop_table("irritant_tie")
    op.drop_index(INDEX, LINE)
    for name in ("reason", "gist", "title", "state"):
        op.drop_column(LINE, name)
