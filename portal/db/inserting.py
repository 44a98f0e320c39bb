"""Inserting what may be there already, in one statement: both databases say it alike."""

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.base import Base


def insert_or_nothing(session: Session, model: type[Base], unique: tuple[str, ...]) -> Insert:
    """An INSERT into this table that leaves alone the row which bears these columns already."""
    return _insert(session, model).on_conflict_do_nothing(index_elements=unique)


def insert_or_update(
    session: Session, model: type[Base], unique: tuple[str, ...], row: dict[str, object]
) -> Insert:
    """An INSERT of this row, or the change of the one which bears these columns already."""
    inserted = _insert(session, model).values(row)
    changed = {name: inserted.excluded[name] for name in row if name not in unique}
    return inserted.on_conflict_do_update(index_elements=unique, set_=changed)


def _insert(session: Session, model: type[Base]):
    kind = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return kind.insert(model.__table__)
