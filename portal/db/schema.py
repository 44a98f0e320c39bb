"""Whether the database has the schema of this code; nothing is written to one that has not."""

import logging
from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.db.migrate import config
from portal.kernel.lines import tell

log = logging.getLogger("portal.schema")
# What each driver says of a table that does not exist.
_NO_TABLE = ("42P01", "SQLITE_ERROR")
_said: set[str | None] = set()


class SchemaDiffers(Exception):
    """The schema is not that of this code: older (`db upgrade` was not run), newer, or absent."""


@cache
def expected() -> str:
    """The revision that this code was written for."""
    return ScriptDirectory.from_config(config()).get_current_head()


def known() -> frozenset[str]:
    """Every revision that this code can come from."""
    return frozenset(
        each.revision for each in ScriptDirectory.from_config(config()).walk_revisions()
    )


def found(session: Session) -> str | None:
    """The revision of the database, None if it has none."""
    try:
        return session.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError as error:
        codes = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
        if not any(code in _NO_TABLE for code in codes):
            raise
        session.rollback()
        return None


def check(session: Session) -> None:
    """Raise SchemaDiffers, and say it once in the log, unless writing is safe."""
    seen = found(session)
    if seen == expected():
        return
    if seen not in _said:
        _said.add(seen)
        tell(
            log, "schema_differs", logging.ERROR, found=seen, expected=expected(), writes="refused"
        )
    raise SchemaDiffers(f"found {seen}, expected {expected()}")
