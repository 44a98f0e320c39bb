"""Committees, sittings, attendance, minutes."""

import sqlalchemy as sa
from alembic import op

import portal.db.types
from portal.db.migrations.steps_0005.coding import words


def upgrade() -> None:
    """Make these tables."""
    op.create_table(
        "committee",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("incubator_ref", sa.String(length=12), nullable=False),
        sa.Column(
            "mode", words("committee_mode", "collegial_vote sponsor_decides"), nullable=False
        ),
        sa.Column("vote_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "vote_minutes BETWEEN 1 AND 20160", name=op.f("ck_committee_vote_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["incubator_ref"], ["incubator.ref"], name=op.f("fk_committee_incubator_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("ref", name=op.f("uq_committee_ref")),
    )
    op.create_index(
        op.f("ix_committee_incubator_ref"), "committee", ["incubator_ref"], unique=False
    )
    op.create_table(
        "sitting",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("committee_id", portal.db.types.Big, nullable=False),
        sa.Column("starts_at", portal.db.types.Moment(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            words("sitting_state", "planned convened in_session closed minuted cancelled"),
            nullable=False,
        ),
        sa.Column("convened_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("opened_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("cancel_motive", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_sitting_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint(
            "committee_id", "starts_at", name=op.f("uq_sitting_committee_id_starts_at")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_sitting_ref")),
    )
    op.create_index(
        "ix_sitting_committee_id_starts_at", "sitting", ["committee_id", "starts_at"], unique=False
    )
    op.create_table(
        "minutes",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("sitting_id", portal.db.types.Big, nullable=False),
        sa.Column("prose", sa.Text(), nullable=False),
        sa.Column("facts", portal.db.types.Json, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("presider_id", portal.db.types.Big, nullable=True),
        sa.Column("presider_signed_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("secretary_id", portal.db.types.Big, nullable=True),
        sa.Column("secretary_signed_at", portal.db.types.Moment(timezone=True), nullable=True),
        sa.Column("register_seq", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["presider_id"], ["person.id"], name=op.f("fk_minutes_presider_id")
        ),
        sa.ForeignKeyConstraint(
            ["secretary_id"], ["person.id"], name=op.f("fk_minutes_secretary_id")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_minutes_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("sitting_id", name=op.f("uq_minutes_sitting_id")),
    )
    op.create_table(
        "sitting_attendance",
        sa.Column("id", portal.db.types.Big, nullable=False),
        sa.Column("sitting_id", portal.db.types.Big, nullable=False),
        sa.Column("person_id", portal.db.types.Big, nullable=False),
        sa.Column(
            "attendance",
            words("attendance", "present remote represented absent excused"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sitting_attendance_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_attendance_sitting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_attendance")),
        sa.UniqueConstraint(
            "sitting_id", "person_id", name=op.f("uq_sitting_attendance_sitting_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_sitting_attendance_person_id"), "sitting_attendance", ["person_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_sitting_attendance_person_id"), table_name="sitting_attendance")
    op.drop_table("sitting_attendance")
    op.drop_table("minutes")
    op.drop_index("ix_sitting_committee_id_starts_at", table_name="sitting")
    op.drop_table("sitting")
    op.drop_index(op.f("ix_committee_incubator_ref"), table_name="committee")
    op.drop_table("committee")
