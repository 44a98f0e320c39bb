"""Columns of coded words."""

import sqlalchemy as sa


def words(name: str, values: str) -> sa.Enum:
    """A column of one of these words, checked by the database."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=32)
