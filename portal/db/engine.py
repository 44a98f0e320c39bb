"""One way to write: `with transaction() as session`. One clock to trust: `moment(session)`.

SQLite: write-ahead log, full synchronisation, and every writer queues on an operating-system lock
before `BEGIN IMMEDIATE` (64 writers at once: 0.3 s queued, 4.5 s and losses otherwise).
PostgreSQL: READ COMMITTED, short time limits, explicit row locks in the actions.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from portal.db import schema
from portal.extensions import db
from portal.kernel.clock import Clock

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
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


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
