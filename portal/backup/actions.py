"""Making, proving and giving back a backup."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from portal.backup import attachments, manifest, postgresql, reading, sqlite
from portal.backup.manifest import BadBackup, Manifest
from portal.config import Settings
from portal.db import schema
from portal.files import store

Told = Callable[[int, int], None]


class Declined(Exception):
    """Restoring here is refused; the message says why."""


def create(settings: Settings, folder: Path, now: datetime, told: Told) -> Manifest:
    """Make a backup in this folder, which appears whole or not at all."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Declined(f"{folder} n’est pas un dossier vide.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made = _copy(settings, place, now, told)
        manifest.write(place, made)
        os.replace(place, folder)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return made


def _copy(settings: Settings, place: Path, now: datetime, told: Told) -> Manifest:
    if settings.is_embedded:
        engine, name = "sqlite", manifest.SQLITE
        state, digests = sqlite.copy(database_of(settings), place / name, told)
    else:
        engine, name = "postgresql", manifest.POSTGRESQL
        state, digests = postgresql.copy(settings.database_url, place / name)
    names = [name]
    if digests:
        # After the database: a content stays a day longer than the last line that names it.
        attachments.copy(store.opened(settings), digests, place / attachments.NAME)
        names.append(attachments.NAME)
    prints = {each: manifest.print_of(place / each) for each in names}
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return Manifest(at, engine, prints, state)


def verify(settings: Settings, folder: Path) -> Manifest:
    """Restore the backup in a scratch place and prove it there. Raises BadBackup."""
    found = manifest.read(folder)
    _same_engine(settings, found)
    if settings.is_embedded:
        with tempfile.TemporaryDirectory() as scratch:
            ready = sqlite.prove(folder / found.file, found.state, Path(scratch))
            with sqlite.opened(ready) as connection:
                digests = reading.digests(connection)
    else:
        with postgresql.scratch(settings.database_url, f"verification_{_mark()}") as place:
            postgresql.fill(place, folder / found.file, found.state)
            with postgresql.opened(place) as connection:
                digests = reading.digests(connection)
    attachments.prove(folder / attachments.NAME, digests)
    return found


def _same_engine(settings: Settings, found: Manifest) -> None:
    ours = "sqlite" if settings.is_embedded else "postgresql"
    if found.engine != ours:
        raise Declined(f"Cette sauvegarde vient de {found.engine}, PORTAL_DATABASE_URL dit {ours}.")


def check_restorable(settings: Settings, folder: Path, *, force: bool) -> Manifest:
    """The manifest of what would be restored. Raises BadBackup, or Declined."""
    found = manifest.read(folder)
    _same_engine(settings, found)
    if found.state.revision not in schema.known():
        raise Declined(
            f"Cette sauvegarde a le schéma {found.state.revision}, que ce programme ne connaît pas : "
            "installez d’abord la version du portail qui l’a faite."
        )
    if not force and not _is_empty(settings):
        raise Declined(
            "La base n’est pas vide. Avec --force, elle est gardée de côté et remplacée."
        )
    return found


def _is_empty(settings: Settings) -> bool:
    if settings.is_embedded:
        return sqlite.is_empty(database_of(settings))
    return not postgresql.exists(settings.database_url) or postgresql.is_empty(
        settings.database_url
    )


def restore(settings: Settings, folder: Path, found: Manifest, now: datetime) -> str:
    """Build beside, prove, swap. Returns under what name the former database stays, if any.

    Raises BadBackup, or Busy while somebody still has the database open.
    """
    # Before the base that names them; a restoration that stops here has changed nothing.
    attachments.give_back(folder / attachments.NAME, store.opened(settings))
    stamp = f"{now.astimezone(UTC):%Y%m%dt%H%M%S}"
    if settings.is_embedded:
        return _restore_file(database_of(settings), folder / found.file, found, stamp)
    url = settings.database_url
    aside = f"{make_url(url).database}_avant_{stamp}"
    was_there = postgresql.exists(url)
    with postgresql.scratch(url, f"restauration_{_mark()}") as place:
        postgresql.fill(place, folder / found.file, found.state)
        postgresql.replace(url, place, aside)
    return aside if was_there else ""


def _restore_file(target: Path, copied: Path, found: Manifest, stamp: str) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.avant-{stamp}")
    was_there = target.exists()
    with tempfile.TemporaryDirectory(prefix=".restauration-", dir=target.parent) as scratch:
        ready = sqlite.prove(copied, found.state, Path(scratch))
        sqlite.replace(target, ready, aside)
    return aside.name if was_there else ""


def database_of(settings: Settings) -> Path:
    """The file of the embedded database."""
    return Path(make_url(settings.database_url).database)


def _mark() -> str:
    return secrets.token_hex(4)


__all__ = [
    "BadBackup",
    "Declined",
    "check_restorable",
    "create",
    "database_of",
    "restore",
    "verify",
]
