"""PostgreSQL: its own tools, on one snapshot; given back by renaming databases."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.backup import reading
from portal.backup.manifest import BadBackup, State

MAINTENANCE = "postgres"


class CannotRun(Exception):
    """A tool or a right is missing; the message says which."""


class Busy(Exception):
    """Somebody is still connected to the database."""


def copy(url: str, target: Path) -> tuple[State, list[str]]:
    """Dump the database as it is at one instant, while others write to it.

    What it held, and the contents that its attached files name.
    """
    with opened(url) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        _tool("pg_dump", _version(connection))
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run(url, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"])
        return reading.state(connection), reading.digests(connection)


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection without the short time limits of pages."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="READ COMMITTED")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def fill(url: str, copied: Path, told: State) -> None:
    """Restore the copy into this empty database, and prove it. Raises BadBackup."""
    with opened(url) as connection:
        _tool("pg_restore", _version(connection))
    command = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
               "--single-transaction", f"--dbname={make_url(url).database}", str(copied)]  # fmt: skip
    _run(url, command)
    with opened(url) as connection:
        reading.prove(connection, told)


@contextmanager
def scratch(url: str, suffix: str) -> Iterator[str]:
    """An empty database beside this one, dropped at the end unless it was renamed."""
    made = make_url(url)
    made = made.set(database=f"{made.database}_{suffix}")
    with _maintenance(url) as server:
        _order(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", made.database)
        try:
            yield made.render_as_string(hide_password=False)
        finally:
            _order(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", made.database)


def is_empty(url: str) -> bool:
    """Whether restoring here loses nothing."""
    with opened(url) as connection:
        return reading.is_empty(connection)


def exists(url: str) -> bool:
    """Whether the database of this address is there."""
    with _maintenance(url) as server:
        found = server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [make_url(url).database]
        )
        return found.fetchone() is not None


def replace(url: str, ready: str, aside: str) -> None:
    """Give `ready` the name of the database, which stays under `aside`. Raises Busy.

    Both renames are one transaction.
    """
    name = make_url(url).database
    with _maintenance(url) as server:
        try:
            with server.transaction():
                if exists(url):
                    _order(server, "ALTER DATABASE {} RENAME TO {}", name, aside)
                _order(server, "ALTER DATABASE {} RENAME TO {}", make_url(ready).database, name)
        except psycopg.errors.ObjectInUse as error:
            raise Busy from error


@contextmanager
def _maintenance(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql", database=MAINTENANCE)
    address = plain.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as server:
        yield server


def _order(server: psycopg.Connection, statement: str, *names: str) -> None:
    try:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    except psycopg.errors.InsufficientPrivilege:
        raise CannotRun(
            "Ce compte ne peut pas créer de base à côté de la sienne. "
            "Donnez-lui ce droit : ALTER ROLE … CREATEDB."
        ) from None


def _version(connection: Connection) -> int:
    return connection.dialect.server_version_info[0]


def _tool(name: str, server: int) -> None:
    """Raise CannotRun unless this tool is there, and at least as recent as the server."""
    if shutil.which(name) is None:
        raise CannotRun(f"{name} manque. Installez postgresql-client, version {server} ou plus.")
    said = subprocess.run([name, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", said)
    if found is None or int(found.group(1)) < server:
        version = found.group(1) if found else "inconnue"
        raise CannotRun(
            f"{name} est en version {version}, le serveur en version {server}. "
            f"Installez postgresql-client-{server} et placez-le en tête du PATH."
        )


def _run(url: str, command: list[str]) -> None:
    done = subprocess.run(command, env=_environment(make_url(url)), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BadBackup(f"{command[0]} a échoué : {done.stderr.strip().splitlines()[-1]}")


def _environment(url: URL) -> dict[str, str]:
    """How the tools find the server: never on the command line, which everyone can list."""
    told = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return os.environ | {name: value for name, value in told.items() if value}
