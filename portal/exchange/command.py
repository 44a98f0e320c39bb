"""`portal import`: read, say what is odd, tell what would change, ask, write."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask_babel import gettext as _

from portal.db.engine import clock, transaction
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.policy import MACHINE

from . import actions
from .plan import Plan
from .readers import Batch, read
from .words import LEVEL_LABELS, Level

Progress = Callable[[int, int], None]


def run(folder: str, *, yes: bool, dry_run: bool, quiet_infos: bool) -> int:
    """The whole command; its exit code: 0 done, 1 refused or declined."""
    try:
        batch = _read(Path(folder))
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        return 1
    _tell_findings(batch, quiet_infos=quiet_infos)
    if not batch.is_clean:
        click.echo(_("Des fiches sont refusées : corrigez-les, rien n’a été écrit."), err=True)
        return 1
    return _write(batch, yes=yes, dry_run=dry_run)


def _write(batch: Batch, *, yes: bool, dry_run: bool) -> int:
    if dry_run or not yes:
        plan = _import(batch, keep=False)
        _tell_plan(plan)
        if dry_run or not plan.writes:
            return 0
        if not click.confirm(_("Écrire ces changements ?")):
            click.echo(_("Rien n’a été écrit."))
            return 1
    plan = _import(batch, keep=True)
    if yes:
        _tell_plan(plan)
    click.echo(_("Import terminé."))
    return 0


class _Undone(Exception):
    """What was written is only a rehearsal."""


def _import(batch: Batch, *, keep: bool) -> Plan:
    plan = Plan()
    try:
        with transaction() as session, _bar(_("Écriture")) as progress:
            now = clock().now()
            plan = actions.import_batch(session, MACHINE, batch, now=now, progress=progress)
            if not keep:
                raise _Undone
    except _Undone:
        pass
    return plan


def _read(folder: Path) -> Batch:
    known = actions.known(db.session())
    db.session().rollback()
    with _bar(_("Lecture")) as progress:
        return read(folder, progress, as_of=paris_day(clock().now()), known=known)


def _tell_findings(batch: Batch, *, quiet_infos: bool) -> None:
    for level in Level:
        found = batch.at(level)
        if found and not (quiet_infos and level is Level.INFO):
            for finding in found:
                click.echo(f"{finding.where} – {finding.sentence}")
    counts = (f"{len(batch.at(level))}\u00a0{LEVEL_LABELS[level]}" for level in Level)
    click.echo(_("Remarques : %(counts)s.", counts=", ".join(counts)))


def _tell_plan(plan: Plan) -> None:
    for line in plan.lines():
        click.echo(line)


class _bar:
    """Progress on a terminal, silence in a pipe."""

    def __init__(self, label: str) -> None:
        self.label, self.told = label, -1
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self._tell

    def __exit__(self, *_error: object) -> None:
        if self.shown and self.told >= 0:
            click.echo("", err=True)

    def _tell(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if self.shown and percent != self.told:
            self.told = percent
            click.echo(f"\r{self.label} {percent}\u00a0%", err=True, nl=False)
