"""What a vote leaves is emptied by nobody: rolls, recusals, ballots, dossiers, signed minutes."""

from alembic import op

from portal.db.guards import insert_only, lift, no_truncate, only_while

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Lines that are only ever added, as they were added until now by our code alone.
ADDED = ("roll_member", "recusal", "irritant_comment_wording")
EMPTIED_BY_NOBODY = ("ballot", "dossier", "minutes", "irritant_comment", "irritant_comment_mask")


def upgrade() -> None:
    for table in ADDED:
        insert_only(table)
    for table in EMPTIED_BY_NOBODY:
        no_truncate(table)
    only_while("minutes", "{row}.register_seq IS NULL", on="UPDATE DELETE")
    # Another name than the guard upon UPDATE, which stands since 0005.
    only_while("dossier", "{row}.sha256 = ''", on="DELETE")


def downgrade() -> None:
    lift("dossier", "dossier_delete_only_while")
    lift("minutes", "minutes_update_only_while", "minutes_delete_only_while")
    for table in EMPTIED_BY_NOBODY:
        lift(table, f"{table}_no_truncate")
    for table in ADDED:
        names = ("insert_only", "no_truncate", "no_update", "no_delete")
        lift(table, *(f"{table}_{name}" for name in names))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_only_while_minutes()")
