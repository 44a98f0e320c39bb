"""Languages, links to choose a password, attempts counted, preferences and daily digests."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.migrations.steps_0005.coding import words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG, MOMENT = portal.db.types.Big, portal.db.types.Moment(timezone=True)
_FOR_DIGEST = sa.text("pace = 'daily' AND digested_at IS NULL AND read_at IS NULL")


def upgrade() -> None:
    # Failures of the last quarter of an hour: they are counted anew, under keyed digests.
    op.drop_index("ix_sign_in_failure_account_at", table_name="sign_in_failure")
    op.drop_table("sign_in_failure")
    _add_columns()
    _make_links()
    _make_attempts()
    _make_preferences()


def downgrade() -> None:
    for table in ("digest", "notice_preference", "attempt"):
        op.drop_table(table)
    op.drop_index(op.f("ix_password_link_person_id"), table_name="password_link")
    op.drop_table("password_link")
    _drop_columns()
    op.create_table(
        "sign_in_failure",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_account_at", "sign_in_failure", ["account", "at"])


def _add_columns() -> None:
    # In the very words of both databases: a table is not copied for a column with its check.
    op.execute(
        "ALTER TABLE person ADD COLUMN language VARCHAR(32) DEFAULT 'fr' NOT NULL"
        " CONSTRAINT ck_person_language CHECK (language IN ('fr', 'en'))"
    )
    op.add_column("person", sa.Column("invited_at", MOMENT, nullable=True))
    op.execute(
        "ALTER TABLE notice ADD COLUMN pace VARCHAR(32) DEFAULT 'now' NOT NULL"
        " CONSTRAINT ck_notice_pace CHECK (pace IN ('now', 'daily', 'none'))"
    )
    op.add_column("notice", sa.Column("digested_at", MOMENT, nullable=True))
    op.create_index(
        "ix_notice_for_digest",
        "notice",
        ["person_id"],
        sqlite_where=_FOR_DIGEST,
        postgresql_where=_FOR_DIGEST,
    )
    op.add_column("mail", sa.Column("secret_ref", sa.String(length=12), nullable=True))


def _drop_columns() -> None:
    op.drop_index("ix_notice_for_digest", table_name="notice")
    for table, column in (
        ("mail", "secret_ref"),
        ("notice", "digested_at"),
        ("notice", "pace"),
        ("person", "invited_at"),
        ("person", "language"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _make_links() -> None:
    op.create_table(
        "password_link",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("purpose", words("link_purpose", "reset invitation"), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_password_link_key_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_password_link_ref")),
    )
    op.create_index(op.f("ix_password_link_person_id"), "password_link", ["person_id"])


def _make_attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("what", words("attempted", "sign_in reset invitation"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("what", "key", name=op.f("uq_attempt_what_key")),
    )


def _make_preferences() -> None:
    op.create_table(
        "notice_preference",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("paces", portal.db.types.Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_preference")),
        sa.UniqueConstraint("person_id", name=op.f("uq_notice_preference_person_id")),
    )
    op.create_table(
        "digest",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person_id", "on_day", name=op.f("uq_digest_person_id_on_day")),
    )
