"""`portal bench`: load, serve, measure, tell; nothing stays behind."""

import json
import logging
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click

from bench import databases, loading, measuring, processes, report
from bench.clients import Asking, Client
from bench.points import points
from portal import create_app
from portal.extensions import db

WORKERS = 2
PORT = 8140


def run(
    *,
    size: int,
    engines: tuple[str, ...],
    seed: int,
    count: int,
    seconds: float,
    only: tuple[str, ...],
    port: int,
    to_json: Path | None,
    as_markdown: bool,
) -> int:
    """The whole command; its exit code, 1 if a request failed."""
    # The statements are counted in this process, whose log nobody asked for.
    logging.getLogger("portal").setLevel(logging.WARNING)
    runs = {}
    for engine in engines:
        told = _Run(engine, size, seed, count, seconds, only, port)
        measures = told.measures()
        runs[f"{engine}, {size} irritants"] = measures
        if not as_markdown:
            click.echo(f"\n{engine}, {size} irritants ; temps en ms\n")
            click.echo(report.table(measures))
            click.echo(told.about())
    if as_markdown:
        click.echo(report.markdown(runs))
    if to_json:
        kept = {name: [one.told() for one in measures] for name, measures in runs.items()}
        to_json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    faults = {one.fault for measures in runs.values() for one in measures if one.fault}
    for fault in sorted(faults):
        click.echo(f"Échec : {fault}", err=True)
    return 1 if faults else 0


class _Run:
    """One engine: its database, its server, its measures."""

    def __init__(self, engine, size, seed, count, seconds, only, port) -> None:
        self.engine, self.size, self.seed, self.count = engine, size, seed, count
        self.seconds, self.only, self.port = seconds, only, port
        self.started_in = 0.0
        self.memory = 0

    def measures(self) -> list[measuring.Measure]:
        """Everything asked for, in order."""
        with databases.opened(self.engine, self.port) as place:
            app = create_app(place.settings)
            loaded = self._load(app)
            with app.app_context():
                db.engine.dispose()  # the server's processes open their own connections
            return self._measured(app, place, loaded)

    def _load(self, app) -> loading.Loaded:
        began = time.monotonic()
        # Two counted in this process, those that warm, those that are measured.
        drafts = (self.count + measuring.WARM) // measuring.CLIENTS + 4
        loaded = loading.load(
            app, size=self.size, seed=self.seed, drafts=drafts, progress=self._progress
        )
        self._say(f"{self.engine} : {self.size} irritants en {time.monotonic() - began:.0f} s")
        return loaded

    def _measured(self, app, place, loaded) -> list[measuring.Measure]:
        folder = place.settings.instance
        asked = {"settings": _as_json(place.settings)}
        with processes.serving(self.port, WORKERS, folder / "portail.log", **asked) as portal:
            deep, weight = _look(self.port)
            told = asked | {"floor": weight}
            with processes.serving(self.port + 1, WORKERS, folder / "sol.log", **told) as floor:
                bench = measuring.Bench(portal, floor, place.server, self.count, self.seconds)
                found = [
                    self._measure(bench, app, point)
                    for point in points(loaded, deep)
                    if not self.only or point.name in self.only
                ]
                self.started_in, self.memory = portal.started_in, portal.memory()
        return found

    def _measure(self, bench, app, point) -> measuring.Measure:
        self._say(f"{self.engine} : {point.label}…")
        return bench.measure(point, measuring.statements(app, point))

    def about(self) -> str:
        """What concerns the server rather than one page."""
        return (
            f"\nPremière réponse {self.started_in:.1f} s après le lancement ;"
            f" {self.memory / 1e6:.0f} Mo pour le plus gros processus."
        )

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{self.engine} : {done} / {total}", nl=done == total, err=True)

    def _say(self, sentence: str) -> None:
        if sys.stderr.isatty():
            click.echo(sentence, err=True)


def _look(port: int) -> tuple[str, int]:
    """The address of a page far down the list, by following its pager; the bytes of the list."""
    client = Client(port).sign_in(loading.reader(0), loading.PASSWORD)
    _status, body = client.ask(Asking("/irritants"))
    client.close()
    return "/irritants?page=40", len(body)


def _as_json(settings) -> dict:
    return asdict(settings) | {"instance": str(settings.instance)}
