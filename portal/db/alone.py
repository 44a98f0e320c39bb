"""Being the only one, on every host, to do something: a lock that is tried, never waited for."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from portal.db.engine import lock_file

# Any number that nothing else of ours uses.
_KEY = 352_2026


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[bool]:
    """Whether nobody else does `name` now; the lock is held until the end of the block.

    An advisory lock on PostgreSQL, a locked file beside the embedded database.
    """
    if engine.dialect.name == "sqlite":
        with _by_file(Path(f"{engine.url.database}.{name}")) as is_alone:
            yield is_alone
    else:
        with _by_server(engine, name) as is_alone:
            yield is_alone


@contextmanager
def _by_file(path: Path) -> Iterator[bool]:
    with lock_file(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _by_server(engine: Engine, name: str) -> Iterator[bool]:
    asked = {"key": _KEY, "name": name}
    # Outside any transaction: the server cuts those that stay idle.
    options = {"isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**options) as connection:
        question = text("SELECT pg_try_advisory_lock(:key, hashtext(:name))")
        is_alone = bool(connection.scalar(question, asked))
        try:
            yield is_alone
        finally:
            if is_alone:
                connection.execute(text("SELECT pg_advisory_unlock(:key, hashtext(:name))"), asked)
