"""Measuring a point beside the floor: times, processor, statements, bytes."""

import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import event

from bench.clients import TOKEN, Asking, Client, Result, load
from bench.loading import PASSWORD
from bench.points import Point
from bench.processes import Server, family_cpu
from portal.extensions import db

CLIENTS = 8
# Enough for each worker to have compiled its templates and statements.
WARM = 64
# gzip as a proxy does it.
LEVEL = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """One load: milliseconds of processor by request, milliseconds to answer, errors."""

    asked: int
    errors: int
    a_second: float
    p50: float
    p95: float
    p99: float
    web: float
    database: float | None

    @property
    def total(self) -> float:
        """Processor of the web and of the database, by request."""
        return self.web + (self.database or 0.0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A point, with (a) and (b) taken just before and just after it."""

    name: str
    label: str
    figures: Figures
    constant: Figures
    memory: Figures
    statements: int
    bytes: int
    gzipped: int
    fault: str

    @property
    def ratio(self) -> float:
        """Total processor, as so many times (b)."""
        return self.figures.total / self.memory.total

    def told(self) -> dict:
        """The same, for JSON."""
        return asdict(self) | {"ratio": self.ratio}


class Bench:
    """The portal and the floor, side by side."""

    def __init__(
        self, portal: Server, floor: Server, postmaster: int | None, count: int, seconds: float
    ) -> None:
        self.portal, self.floor, self.postmaster = portal, floor, postmaster
        self.count, self.seconds = count, seconds

    def measure(self, point: Point, statements: int) -> Measure:
        """The point, between two measures of the floor."""
        with _clients(self.portal.port, point.accounts) as clients:
            asks = [point.requests(number) for number in range(CLIENTS)]
            load(clients, asks, WARM, self.seconds)
            before = self._floors()
            result, figures = self._load(self.portal, clients, asks, self.postmaster)
            after = self._floors()
        body = result.body
        return Measure(
            name=point.name,
            label=point.label,
            figures=figures,
            constant=_mean(before[0], after[0]),
            memory=_mean(before[1], after[1]),
            statements=statements,
            bytes=len(body),
            gzipped=len(gzip.compress(body, LEVEL)),
            fault=next(iter(result.errors), ""),
        )

    def _floors(self) -> tuple[Figures, Figures]:
        return self._floor("/constant"), self._floor("/memory")

    def _floor(self, path: str) -> Figures:
        with _clients(self.floor.port, ()) as clients:
            asks = [cycle([Asking(path)]) for _ in clients]
            return self._load(self.floor, clients, asks, None)[1]

    def _load(self, server: Server, clients, asks, postmaster) -> tuple[Result, Figures]:
        web, base = server.cpu(), _cpu(postmaster)
        result = load(clients, asks, self.count, self.seconds)
        spent, spent_base = server.cpu() - web, _cpu(postmaster) - base
        return result, _figures(result, spent, spent_base if postmaster else None)


def _cpu(postmaster: int | None) -> float:
    return family_cpu(postmaster) if postmaster else 0.0


def _figures(result: Result, web: float, database: float | None) -> Figures:
    times = sorted(result.seconds)
    asked = len(times)
    if asked < CLIENTS:
        raise RuntimeError(f"nothing to measure: {result.errors[:1]}")
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    by_request = 1000 / asked
    return Figures(
        asked=asked,
        errors=len(result.errors),
        a_second=asked / result.lasted,
        p50=cuts[49] * 1000,
        p95=cuts[94] * 1000,
        p99=cuts[98] * 1000,
        web=web * by_request,
        database=None if database is None else database * by_request,
    )


def _mean(one: Figures, other: Figures) -> Figures:
    pairs = zip(asdict(one).values(), asdict(other).values(), strict=True)
    return Figures(*(None if a is None else (a + b) / 2 for a, b in pairs))


@contextmanager
def _clients(port: int, accounts: tuple[str, ...]) -> Iterator[list[Client]]:
    clients = [Client(port) for _ in range(CLIENTS)]
    try:
        for client, email in zip(clients, cycle(accounts or ("",)), strict=False):
            if email:
                client.sign_in(email, PASSWORD)
        yield clients
    finally:
        for client in clients:
            client.close()


def statements(app: Flask, point: Point) -> int:
    """How many statements one request of the point sends, savepoints included."""
    sent: list[str] = []
    client = app.test_client()
    page = client.get("/connexion").get_data(as_text=True)
    client.post("/connexion", data=_identity(page, point.accounts[0]))
    token = _token(client.get("/irritants").get_data(as_text=True))
    warm, asking = islice(point.requests(0), 2)

    def note(_connection, _cursor, statement, *_more) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    _once(client, warm, token)
    event.listen(engine, "before_cursor_execute", note)
    try:
        _once(client, asking, token)
    finally:
        event.remove(engine, "before_cursor_execute", note)
        engine.dispose()
    return sum(not one.startswith("BEGIN") for one in sent)


def _once(client, asking: Asking, token: str) -> None:
    headers = {"HX-Request": "true"} if asking.htmx else {}
    if asking.form is None:
        answer = client.get(asking.path, headers=headers)
    else:
        answer = client.post(asking.path, data={"csrf_token": token} | asking.form, headers=headers)
    if answer.status_code != asking.expected:
        raise RuntimeError(f"{asking.path}: {answer.status_code} {answer.get_data(as_text=True)}")


def _identity(page: str, email: str) -> dict[str, str]:
    return {"csrf_token": _token(page), "email": email, "password": PASSWORD}


def _token(page: str) -> str:
    return TOKEN.search(page).group(1)
