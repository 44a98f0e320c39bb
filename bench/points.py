"""What is measured: a name, who asks, and the requests in order."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from urllib.parse import urlencode

from bench.clients import Asking
from bench.loading import READERS, Loaded, reader
from portal.demo.people import DOMAIN

DEEP_PAGE = 40
Requests = Iterator[Asking]


@dataclass(frozen=True, slots=True)
class Point:
    """A thing to measure; `requests` gives those of the client of this number."""

    name: str
    label: str
    requests: Callable[[int], Requests]
    accounts: tuple[str, ...] = tuple(reader(number) for number in range(READERS))
    writes: bool = False


def points(loaded: Loaded, deep: str) -> list[Point]:
    """The points upon this database; `deep` is the address of a page far down the list."""
    words = "/irritants?q={}".format
    house = f"/irritants?{urlencode({'incubateur': loaded.incubator_ref, 'etat': 'declined'})}"
    return [
        _read("list", "Liste", "/irritants"),
        _read("filtered", "Liste filtrée", house),
        _read("common", "Recherche, mot courant", words(loaded.common_word)),
        _read("rare", "Recherche, mot rare", words(loaded.rare_word)),
        _read("deep", "Page profonde", deep),
        _read("page", "Page d’un irritant", f"/irritants/{loaded.irritant_ref}"),
        _read("swap", "Échange htmx de la liste", "/irritants?page=2", htmx=True),
        Point("deposit", "Dépôt", lambda number: _deposits(loaded, number), writes=True),
        Point("support", "« Moi aussi »", lambda _: _supports(loaded), writes=True),
        Point(
            "ballot",
            "Bulletin",
            lambda _: _ballots(loaded),
            _demo("membre2", "membre3"),
            writes=True,
        ),
        _read("triage", "File de tri", "/tri", _demo("directrice")),
        _read("startups", "Startups", "/startups"),
        _read("home", "Mes tâches", "/moi/taches"),
    ]


def _demo(*keys: str) -> tuple[str, ...]:
    return tuple(f"{key}@{DOMAIN}" for key in keys)


def _read(name: str, label: str, path: str, accounts=None, *, htmx: bool = False) -> Point:
    def requests(_number: int) -> Requests:
        return cycle([Asking(path, htmx=htmx)])

    return Point(name, label, requests, accounts) if accounts else Point(name, label, requests)


def _key() -> str:
    return uuid.uuid4().hex


def _deposits(loaded: Loaded, number: int) -> Requests:
    for ref in loaded.drafts[reader(number)]:
        yield Asking(f"/irritants/brouillons/{ref}/depot", {"_idem": _key()}, expected=303)


def _supports(loaded: Loaded) -> Requests:
    path = f"/irritants/{loaded.irritant_ref}/soutien"
    for turn in count():
        said = {"_idem": _key(), "context": "", "suite": "retirer" if turn % 2 else "dire"}
        yield Asking(path, said, expected=303)


def _ballots(loaded: Loaded) -> Requests:
    path = f"/points/{loaded.item_ref}/bulletin"
    for turn in count():
        choice = "abstain" if turn % 2 else "go"
        yield Asking(path, {"_idem": _key(), "choice": choice, "motive": ""}, expected=303)
