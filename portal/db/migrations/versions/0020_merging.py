"""Where an irritant was merged, as what; and from which one it was split."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# A merged irritant says where it went, since when, and what it was before: all, or none.
HAS_HEAD = "(state = 'merged') = (merged_into_id IS NOT NULL) AND (merged_into_id <> id OR state <> 'merged')"
IS_TOLD = "(state = 'merged') = (state_before IS NOT NULL) AND (state = 'merged') = (merged_at IS NOT NULL)"
BEFORE = "state_before IN ('submitted', 'qualified')"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    number, moment = ("INTEGER", "DATETIME") if sqlite else ("BIGINT", "TIMESTAMP WITH TIME ZONE")
    # In the very words of both databases: a table is not copied for a column with its check.
    for words in (
        f"merged_at {moment}",
        f"state_before VARCHAR(32) CONSTRAINT ck_irritant_state_before CHECK ({BEFORE})",
        f"merged_into_id {number} CONSTRAINT fk_irritant_merged_into_id_irritant"
        f" REFERENCES irritant (id) CONSTRAINT ck_irritant_merged_has_head CHECK ({HAS_HEAD})"
        f" CONSTRAINT ck_irritant_merged_is_told CHECK ({IS_TOLD})",
        "own_due_on DATE",
        f"split_from_id {number} CONSTRAINT fk_irritant_split_from_id_irritant"
        " REFERENCES irritant (id)",
    ):
        op.execute(f"ALTER TABLE irritant ADD COLUMN {words}")
    for column in ("merged_into_id", "split_from_id"):
        op.create_index(f"ix_irritant_{column}", "irritant", [column])


def downgrade() -> None:
    # What was merged stands alone again: the column that says where it went is going.
    op.execute(
        sa.text(
            "UPDATE irritant SET state = state_before, merged_into_id = NULL, merged_at = NULL,"
            " state_before = NULL, answered_at = NULL WHERE state = 'merged'"
        )
    )
    for column in ("merged_into_id", "split_from_id"):
        op.drop_index(f"ix_irritant_{column}", "irritant")
    for column in ("merged_into_id", "split_from_id", "own_due_on", "state_before", "merged_at"):
        op.execute(f"ALTER TABLE irritant DROP COLUMN {column}")
