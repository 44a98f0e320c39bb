"""`portal backup`: what it says and its exit codes.

0: done. 1: the backup is bad. 2: it could not be tried (setting, tool, right, database in use).
3: refused, or the person said no.
"""

import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
from sqlalchemy.exc import DBAPIError

from portal.backup import actions, postgresql, sqlite
from portal.backup.manifest import BadBackup, Manifest
from portal.config import Settings
from portal.db import schema
from portal.kernel.errors import Unavailable

BAD, UNTRIED, REFUSED = 1, 2, 3


def create(settings: Settings, folder: Path) -> int:
    """Make a backup."""

    def make() -> str:
        with _progress("Copie") as told:
            made = actions.create(settings, folder, datetime.now(UTC), told)
        return f"Sauvegarde faite : {folder}. {_held(made)}"

    return _told(make)


def verify(settings: Settings, folder: Path) -> int:
    """Prove a backup."""
    return _told(lambda: f"Sauvegarde bonne. {_held(actions.verify(settings, folder))}")


def restore(settings: Settings, folder: Path, *, force: bool, yes: bool) -> int:
    """Give a backup back."""

    def give() -> str:
        found = actions.check_restorable(settings, folder, force=force)
        question = f"Remplacer la base par la sauvegarde du {found.made_at} ?"
        if not yes and not click.confirm(question, err=True):
            raise actions.Declined("Rien n’a changé.")
        aside = actions.restore(settings, folder, found, datetime.now(UTC))
        return " ".join([f"Base restaurée. {_held(found)}", _kept(aside), _next(found)]).strip()

    return _told(give)


def _told(act: Callable[[], str]) -> int:
    try:
        click.echo(act())
    except BadBackup as fault:
        return _fail(str(fault), BAD)
    except actions.Declined as refusal:
        return _fail(str(refusal), REFUSED)
    except (sqlite.Busy, postgresql.Busy):
        return _fail(
            "La base est encore ouverte : arrêtez le portail, l’horloge et les courriers.", UNTRIED
        )
    except postgresql.CannotRun as lack:
        return _fail(str(lack), UNTRIED)
    except (psycopg.OperationalError, DBAPIError) as trouble:
        return _fail(f"La base ne répond pas ({type(trouble).__name__}).", UNTRIED)
    except Unavailable:
        return _fail("Les fichiers joints sont hors d’atteinte (PORTAL_FILES_URL).", UNTRIED)
    except OSError as trouble:
        return _fail(f"Impossible de lire ou d’écrire : {trouble.strerror}.", UNTRIED)
    return 0


def _fail(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _held(found: Manifest) -> str:
    state = found.state
    return (
        f"Schéma {state.revision}, {sum(state.rows.values())} lignes, "
        f"registre de {state.register_count} entrées, tête {state.register_head[:12]}."
    )


def _kept(aside: str) -> str:
    return f"L’ancienne est gardée : {aside}." if aside else ""


def _next(found: Manifest) -> str:
    older = found.state.revision != schema.expected()
    return "Lancez maintenant « portal db upgrade »." if older else ""


@contextmanager
def _progress(label: str):
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda done, total: bar.update(100 * done // max(total, 1) - bar.pos)
