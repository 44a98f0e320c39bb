"""The embedded database: copied page by page under one read, given back by one rename."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from portal.backup import reading
from portal.backup.manifest import BadBackup, State

PAGES = 500
# Bytes 18 and 19 of the header: 2 says that a write-ahead log goes with the file.
_WITH_LOG = b"\x02\x02"


class Busy(Exception):
    """Somebody still has the database open."""


def copy(source: Path, target: Path, told: Callable[[int, int], None]) -> tuple[State, list[str]]:
    """Copy the database as it is at one instant, while others write to it.

    What it held, and the contents that its attached files name.
    """
    with closing(_connect(source)) as live, closing(sqlite3.connect(target)) as kept:
        # One read under way pins the instant: a copy in several steps starts again otherwise
        # each time somebody writes.
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(kept, pages=PAGES, progress=lambda _s, left, total: told(total - left, total))
        live.execute("ROLLBACK")
        # The copy stands alone: no log goes with it.
        kept.execute("PRAGMA journal_mode=DELETE").fetchone()
    _sync(target)
    with opened(target) as connection:
        return reading.state(connection), reading.digests(connection)


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise BadBackup("La base embarquée n’existe pas encore.")
    return sqlite3.connect(path.as_uri() + "?mode=rw", uri=True, isolation_level=None, timeout=15)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A connection to this file, left as it was found."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def prove(copied: Path, told: State, scratch: Path) -> Path:
    """Restore the copy in a scratch folder and prove it there. Raises BadBackup."""
    with copied.open("rb") as file:
        if file.read(20)[18:20] == _WITH_LOG:
            raise BadBackup(
                f"{copied.name} a été copié d’une base en service : il lui faut son journal "
                "« -wal ». Ce n’est pas une sauvegarde."
            )
    place = scratch / copied.name
    shutil.copyfile(copied, place)
    try:
        with opened(place) as connection:
            reading.prove(connection, told)
    except BadBackup:
        raise
    except Exception as error:
        raise BadBackup(f"{copied.name} ne s’ouvre pas ({type(error).__name__}).") from error
    return place


def is_empty(target: Path) -> bool:
    """Whether restoring here loses nothing; a file that cannot be read is not empty."""
    if not target.exists() or not target.stat().st_size:
        return True
    try:
        with opened(target) as connection:
            return reading.is_empty(connection)
    except Exception:  # noqa: BLE001 - whatever cannot be read may hold something
        return False


def replace(target: Path, ready: Path, aside: Path) -> None:
    """Put `ready` in the place of the database, which stays aside. Raises Busy.

    At every instant one of the two stands under the name of the database.
    """
    _own(ready, like=target if target.exists() else target.parent)
    if target.exists():
        _settle(target)
        for end in ("", "-wal", "-shm"):
            if (beside := Path(f"{target}{end}")).exists():
                os.link(beside, f"{aside}{end}")
    _sync(ready)
    os.replace(ready, target)
    for end in ("-wal", "-shm"):
        Path(f"{target}{end}").unlink(missing_ok=True)
    _sync(target.parent)


def _own(ready: Path, *, like: Path) -> None:
    """Whoever restores, the portal must be able to write to what is restored."""
    kept = like.stat()
    ready.chmod(0o640 if like.is_dir() else kept.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(ready, kept.st_uid, kept.st_gid)


def _settle(target: Path) -> None:
    """Bring the log back into the file, which also proves that nobody has it open."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Busy from error
        raise
    except sqlite3.DatabaseError:
        # Not a database any more: it is kept aside as it is.
        return


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
