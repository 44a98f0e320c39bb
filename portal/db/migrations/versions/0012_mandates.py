"""A mandate has a reference and a version: its dates are edited in place."""

import sqlalchemy as sa
from alembic import op

from portal.kernel.refs import new_ref

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MANDATE = sa.table("mandate", sa.column("id", sa.BigInteger), sa.column("ref", sa.String))


def upgrade() -> None:
    op.add_column(
        "mandate", sa.Column("ref", sa.String(length=12), nullable=False, server_default="")
    )
    op.add_column("mandate", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    _name_those_there()
    op.create_index("uq_mandate_ref", "mandate", ["ref"], unique=True)


def _name_those_there() -> None:
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(_MANDATE.c.id)).all():
        named = sa.update(_MANDATE).where(_MANDATE.c.id == number).values(ref=new_ref("man"))
        connection.execute(named)


def downgrade() -> None:
    op.drop_index("uq_mandate_ref", table_name="mandate")
    op.execute("ALTER TABLE mandate DROP COLUMN version")
    op.execute("ALTER TABLE mandate DROP COLUMN ref")
