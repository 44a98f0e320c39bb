"""Every address, by every role, on its own things and on another's: what the sheet says, no more.

docs/permissions.csv tells each cell; `asks.py` how each address is asked. Each probe is sent as a
page and as a part of one. What is refused writes nothing, and what one may not see looks absent.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.house import permissions as sheet
from tests.permissions.asks import ASKS
from tests.permissions.probing import (
    GRANTED,
    REFUSED,
    SIGN_IN,
    Prober,
    cell,
    endpoints,
    is_scoped,
    make,
    verdict,
)

# What the sheet allows and another rule refuses, or the reverse: each with its reason.
NOBODY = "personne n’est représenté dans ce vote : il n’y a pas de bulletin à déposer pour autrui"
EXCEPTIONS: dict[tuple[str, str], tuple[str, str]] = {
    **{
        (f"committees.{name}", f"committee_{who}"): (REFUSED, NOBODY)
        for name in ("proxy_ballot", "cast_for")
        for who in ("member", "chair")
    },
    ("irritants.take", "programme_director"): (
        REFUSED,
        "la direction du programme oriente ; l’incubateur, qui répondra, prend en charge",
    ),
    ("irritants.entrust", "programme_director"): (
        REFUSED,
        "la direction du programme oriente ; l’incubateur choisit qui répond",
    ),
    ("irritants.release", "programme_director"): (
        "422",
        "on ne remet que ce que l’on a pris en charge",
    ),
    ("calls.award", "programme_director"): (
        "422",
        "la direction du programme mène l’appel ; l’incubateur, qui suivra, retient les lauréats",
    ),
    ("startups.publish_lesson", "programme_director"): (
        REFUSED,
        "la direction du programme publie quand aucun responsable n’est en fonction",
    ),
    ("committees.propose_condition", "committee_chair"): (
        GRANTED,
        "le comité ajoute ses réserves jusqu’à l’ouverture du vote",
    ),
    ("committees.propose_condition", "committee_secretary"): (
        GRANTED,
        "le comité ajoute ses réserves jusqu’à l’ouverture du vote",
    ),
    ("committees.refer", "programme_director"): (
        GRANTED,
        "qui règle les comités confie un point à l’un ou à l’autre",
    ),
}
# htmx looks for what is new while somebody writes: a session that ends must not carry it away.
SILENT = {
    ("committees.live", "anonymous"),
    ("committees.room_live", "anonymous"),
    ("committees.sitting_live", "anonymous"),
}


def test_every_address_is_asked(app):
    assert sorted(ASKS) == endpoints(app)


def expected(app: Flask, endpoint: str, role: str, *, within: bool) -> str:
    """The answer that the sheet gives."""
    if (endpoint, role) in EXCEPTIONS:
        return EXCEPTIONS[endpoint, role][0]
    if role == "anonymous" and cell(app, endpoint, role) == "deny":
        return SIGN_IN
    return GRANTED if within and cell(app, endpoint, role) != "deny" else REFUSED


def probes(prober: Prober, endpoint: str) -> Iterator[tuple[str, bool]]:
    """Each role within its scope, and out of it where the right stops somewhere."""
    for role in sheet.ROLES:
        yield role, True
        if is_scoped(prober.app, endpoint, role):
            yield role, False


@pytest.mark.parametrize("endpoint", sorted(ASKS))
def test_the_answer_is_the_one_of_the_sheet(prober, endpoint):
    wrong = [
        fault for probe in probes(prober, endpoint) for fault in faults(prober, endpoint, *probe)
    ]

    assert wrong == [], "\n".join(map(str, wrong))


def faults(prober: Prober, endpoint: str, role: str, within: bool) -> Iterator[tuple]:
    """What is wrong with the answers to one probe, as a page and as a part of one."""
    scope = prober.scene.here if within else prober.scene.there
    request = make(prober.app, endpoint, role, scope)
    wanted = expected(prober.app, endpoint, role, within=within)
    for htmx in (False, True):
        answer, wrote = prober.ask(role, request, htmx=htmx)
        found = verdict(answer, ASKS[endpoint].fine)
        if (endpoint, role) in SILENT and htmx:
            wanted, found = 204, answer.status_code
        # Where nothing is named in the address, what is another's is no choice of the form.
        if found == "422" and not within and not ASKS[endpoint].args:
            found = REFUSED
        if found != wanted:
            yield role, within, htmx, "attendu", wanted, "reçu", answer.status_code
        if wrote and (found != GRANTED or request.method == "GET"):
            yield role, within, htmx, "a écrit", answer.status_code
        if answer.status_code == 404:
            yield from _tells(prober, role, request, answer, htmx)


def _tells(prober: Prober, role: str, request, answer, htmx: bool) -> Iterator[tuple]:
    """Whether the answer differs from that about a thing which does not exist."""
    absent, _wrote = prober.ask(role, prober.missing(request), htmx=htmx)
    gap = abs(len(answer.data) - len(absent.data))
    if absent.status_code != 404 or gap > 64:
        yield role, htmx, "se distingue d’une absence", absent.status_code, gap
