"""`portal demo`: a demonstration of its own, beside any real instance, on the embedded database."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from portal.config import ROOT, Settings
from portal.demo import build
from portal.demo.people import ACCOUNTS, PASSWORD
from portal.kernel.periods import paris_day

FOLDER = ROOT / "instance" / "demo"
EVERY = 15
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


def settings(port: int, folder: Path = FOLDER) -> Settings:
    """Its own folder, its own database, mails kept as files; passwords cheap to check."""
    return Settings.from_env(
        environment="demo",
        database_url=f"sqlite:///{folder / 'portal.db'}",
        mail_url=f"{(folder / 'courriers').as_uri()}",
        base_url=f"http://127.0.0.1:{port}",
        instance=folder,
        argon2_memory_kib=8,
        argon2_passes=1,
    )


def run(port: int, *, fresh: bool, yes: bool) -> int:
    """The whole command; its exit code."""
    if not _is_free(port):
        click.echo(f"Le port {port} est déjà pris : choisissez-en un autre avec --port.", err=True)
        return 2
    if fresh and not _throw_away(FOLDER, yes=yes):
        return 1
    app = prepared(settings(port), click.echo)
    _welcome(app, port)
    with _ticking(app):
        return _serve(app, port)


def prepared(known: Settings, say: Callable[[str], None], tell: Callable = build) -> Flask:
    """The application on a database that has its schema and the whole story that `tell` tells."""
    from portal import create_app, extensions
    from portal.db.migrate import upgrade

    told = known.instance / "histoire-racontee"
    if not told.exists():
        # A story cut short is told again from the start.
        shutil.rmtree(known.instance, ignore_errors=True)
    known.instance.mkdir(parents=True, exist_ok=True)
    app = create_app(known)
    with app.app_context():
        upgrade(extensions.db.engine)
    now = app.extensions["portal.clock"].now()
    if told.exists():
        _tell_age(told.read_text(), now, say)
    else:
        say("Construction de la démonstration (quelques secondes)…")
        tell(app, now, _Months(say))
        told.write_text(paris_day(now).isoformat())
    with app.app_context():
        extensions.db.engine.dispose()  # the server's processes open their own connections
    return app


class _Months:
    """A line for each month told, on a terminal; silence in a pipe."""

    def __init__(self, say) -> None:
        self.say, self.told, self.shown = say, None, sys.stderr.isatty()

    def __call__(self, done: int, _left: int, when: datetime) -> None:
        month = (when.year, when.month)
        if self.shown and month != self.told:
            self.told = month
            self.say(f"  {_MONTHS.split()[when.month - 1]} {when.year}…")


def _tell_age(told_on: str, now: datetime, say) -> None:
    if told_on != paris_day(now).isoformat():
        say(f"Histoires racontées le {told_on} ; --fresh repart d’aujourd’hui.")


def _throw_away(folder: Path, *, yes: bool) -> bool:
    if folder.exists():
        if not yes and not click.confirm(f"Effacer la démonstration de {folder} ?"):
            click.echo("Rien n’a été effacé.")
            return False
        shutil.rmtree(folder)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server does: a port just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _welcome(app: Flask, port: int) -> None:
    width = max(len(one.email) for one in ACCOUNTS)
    with app.app_context():
        for one in ACCOUNTS:
            click.echo(f"  {one.email:<{width}}  {one.role}")
    click.echo(f"\nMot de passe de tous ces comptes : {PASSWORD}")
    click.echo(f"Courriers : {FOLDER / 'courriers'}")
    click.echo(f"Adresse : http://127.0.0.1:{port}/   (Ctrl+C pour arrêter)")


@contextmanager
def _ticking(app: Flask) -> Iterator[None]:
    """A process beside the server: it does what time brings, and stops with us."""
    known = app.extensions["portal.settings"]
    told = {
        "PORTAL_ENVIRONMENT": "demo",
        "PORTAL_INSTANCE": str(known.instance),
        "PORTAL_DATABASE_URL": known.database_url,
        "PORTAL_MAIL_URL": known.mail_url,
        "PORTAL_BASE_URL": known.base_url,
    }
    command = [sys.executable, "-m", "portal", "tick", "--every", str(EVERY), "--with-parent"]
    child = subprocess.Popen(  # noqa: S603 - our own command, our own interpreter
        command,
        cwd=ROOT,
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for the server, which then stops this
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=10)


def _serve(app: Flask, port: int) -> int:
    from portal import serving

    try:
        serving.run(app, host="127.0.0.1", port=port)
    except SystemExit as end:
        return int(end.code or 0)
    return 0
