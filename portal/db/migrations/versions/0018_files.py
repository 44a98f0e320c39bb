"""Attached files: contents, each kept once, and the files that name them."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.migrations.steps_0005.coding import words

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = "pdf png jpeg webp gif odt ods odp docx xlsx pptx csv txt"


def upgrade() -> None:
    op.create_table(
        "file_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", portal.db.types.Big, nullable=False),
        sa.Column("asked_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_content")),
    )
    op.create_index(op.f("ix_file_content_asked_at"), "file_content", ["asked_at"])
    op.create_table(
        "stored_file",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("owner_ref", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", words("file_kind", KINDS), nullable=False),
        sa.Column("size", portal.db.types.Big, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column("at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stored_file_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["file_content.sha256"], name=op.f("fk_stored_file_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("ref", name=op.f("uq_stored_file_ref")),
    )
    op.create_index(
        "uq_stored_file_live",
        "stored_file",
        ["owner_ref", "sha256"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_stored_file_owner_ref", "stored_file", ["owner_ref", "id"])
    for column in ("sha256", "person_id", "withdrawn_at"):
        op.create_index(op.f(f"ix_stored_file_{column}"), "stored_file", [column])


def downgrade() -> None:
    op.drop_table("stored_file")
    op.drop_table("file_content")
