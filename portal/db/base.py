"""The declarative base of every table."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# Names must be the same on both databases: migrations drop constraints by name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Carries the metadata that migrations are compared with."""

    metadata = MetaData(naming_convention=NAMES)
