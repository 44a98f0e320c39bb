"""One way to write: `with transaction() as session`. One clock to trust: `moment(session)`.

SQLite: write-ahead log, full synchronisation, and every writer queues on an operating-system lock
before `BEGIN IMMEDIATE` (64 writers at once: 0.3 s queued, 4.5 s and losses otherwise).
PostgreSQL: READ COMMITTED, short time limits, explicit row locks in the actions.
"""

import fcntl
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import Engine, ExceptionContext, event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.db import schema
from portal.extensions import db
from portal.kernel.clock import Clock
from portal.kernel.errors import Unavailable
from portal.kernel.lines import tell

log = logging.getLogger("portal.db")

# What SQLite says of a disk that is read-only, full or failing, and of a file that is no database.
SICK = ("readonly database", "disk is full", "disk I/O error", "not a database", "malformed")
POSTGRESQL_LIMITS = (
    "-c timezone=UTC -c statement_timeout=5000 -c lock_timeout=3000"
    " -c idle_in_transaction_session_timeout=10000"
)


def engine_options(url: str) -> dict:
    """Options of the engine for this address (Flask-SQLAlchemy's SQLALCHEMY_ENGINE_OPTIONS)."""
    # The text of an error goes to places (logs, reports) where what people write must not.
    shared = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return shared | {"connect_args": {"timeout": 15, "isolation_level": None}}
    return shared | {"pool_pre_ping": True, "connect_args": {"options": POSTGRESQL_LIMITS}}


def prepare(engine: Engine) -> None:
    """Attach the listeners that make SQLite durable; nothing to do for PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "handle_error", _renew)


def _renew(context: ExceptionContext) -> None:
    """Connections that met a sick disk stay sick once the disk is well: take others.

    All of them, since those of one process share what they believe of the journal.
    """
    said = str(context.original_exception)
    if any(each in said for each in SICK):
        context.is_disconnect = True
        with suppress(sqlite3.Error):
            # An open statement would keep the connection half alive after it is closed.
            if context.execution_context is not None:
                context.execution_context.cursor.close()
        if context.engine is not None:
            context.engine.dispose()


def _durable(connection, _record) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection) -> None:
    writes = connection.get_execution_options().get("portal_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@event.listens_for(Session, "before_flush")
def _only_in_transaction(session: Session, _context, _instances) -> None:
    """Reading a page must never write: whoever flushes outside `transaction()` has a bug."""
    if not session.info.get("writing"):
        raise RuntimeError("a write outside transaction()")


@contextmanager
def transaction() -> Iterator[Session]:
    """The one unit of work that writes: commits at the end, undoes everything if anything rises.

    What was read before is read again inside, so that decisions rest on what the lock protects.
    Raises SchemaDiffers when the schema is not that of this code.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a transaction inside a transaction")
    session.rollback()
    with _queue():
        session.info["writing"] = True
        try:
            session.connection(execution_options={"portal_write": True})
            schema.check(session)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


def _queue():
    if db.engine.dialect.name != "sqlite":
        return nullcontext()
    return _file_lock(Path(f"{db.engine.url.database}.lock"))


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with lock_file(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def lock_file(path: Path) -> IO[str]:
    """The file to lock, made if need be. Raises Unavailable when the disk is full or read-only."""
    try:
        return path.open("w")
    except OSError as error:
        raise Unavailable from error


def let_go(_error: BaseException | None) -> None:
    """End what was read, whatever became of the server: the answer is already made."""
    if not db.session.registry.has():
        return
    try:
        db.session.close()
    except DBAPIError as gone:
        tell(log, "connection_lost", logging.WARNING, exc_info=gone)
        db.session().invalidate()


def clock() -> Clock:
    """The clock of this application."""
    return current_app.extensions["portal.clock"]


def moment(session: Session) -> datetime:
    """The present instant, to be asked *after* a lock is held.

    The database's own clock, so that hosts agree; the set clock where one was set.
    """
    told = clock()
    if not told.is_real or session.get_bind().dialect.name == "sqlite":
        return told.now()
    return session.scalar(select(func.clock_timestamp())).astimezone(UTC)
