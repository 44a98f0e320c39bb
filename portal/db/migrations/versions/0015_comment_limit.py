"""Comments are counted against flooding, as other attempts are."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.migrations.steps_0005.coding import words

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_again("sign_in reset invitation comment")


def downgrade() -> None:
    _make_again("sign_in reset invitation")


def _make_again(known: str) -> None:
    # Counts of the last days, begun anew: nothing is promised on them.
    op.drop_table("attempt")
    op.create_table(
        "attempt",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("what", words("attempted", known), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("what", "key", name=op.f("uq_attempt_what_key")),
    )
