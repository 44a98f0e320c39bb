"""The day of the answer, to count the promise; supports that bring back what was put in reserve."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from portal.db.types import Moment

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

ANSWERED = "ix_irritant_answered_on"
BY_HOUSE = "ix_irritant_incubator_ref_answered_on"
PARIS = ZoneInfo("Europe/Paris")
_irritant = sa.table(
    "irritant",
    sa.column("id", sa.Integer),
    sa.column("version", sa.Integer),
    sa.column("answered_at", Moment),
    sa.column("answered_on", sa.Date),
)


def upgrade() -> None:
    op.add_column("irritant", sa.Column("answered_on", sa.Date(), nullable=True))
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE irritant ADD COLUMN review_supports INTEGER"
        " CONSTRAINT ck_irritant_review_supports CHECK (review_supports > 0)"
    )
    _tell_days()
    op.create_index(ANSWERED, "irritant", ["answered_on", "answer_due_on"])
    op.create_index(BY_HOUSE, "irritant", ["incubator_ref", "answered_on", "answer_due_on"])


def _tell_days() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute(
            "UPDATE irritant SET answered_on = (answered_at AT TIME ZONE 'Europe/Paris')::date"
            " WHERE answered_at IS NOT NULL"
        )
        return
    answered = sa.select(_irritant.c.id, _irritant.c.answered_at).where(
        _irritant.c.answered_at.is_not(None)
    )
    days = [
        {"one": row.id, "day": row.answered_at.astimezone(PARIS).date()}
        for row in bind.execute(answered)
    ]
    if days:
        told = sa.update(_irritant).where(_irritant.c.id == sa.bindparam("one"))
        bind.execute(told.values(answered_on=sa.bindparam("day")), days)


def downgrade() -> None:
    op.drop_index(BY_HOUSE, "irritant")
    op.drop_index(ANSWERED, "irritant")
    for column in ("review_supports", "answered_on"):
        op.execute(f"ALTER TABLE irritant DROP COLUMN {column}")
