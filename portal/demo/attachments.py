"""Proofs joined to the irritants of the demonstration: small, and invented like the rest."""

from collections.abc import Iterator
from datetime import datetime

from portal.demo.stage import Stage, Story
from portal.files import actions as files, store
from portal.irritants import actions, attaching

_COUNTS = """mois;certificats demandés;déjà donnés
janvier;212;171
février;198;160
mars;236;188
"""
_NOTE = """Relevé d’une semaine au standard : 54 appels, dont 31 pour savoir où en est un dossier.
Durée moyenne : 7 minutes. Personne n’a pu répondre sans rappeler le service.
"""


def _pdf(*lines: str) -> bytes:
    """A page that says this, in the letters that every reader has."""
    said = "\n".join(f"({line}) Tj T*" for line in lines)
    text = f"BT /F1 14 Tf 72 760 Td 22 TL\n{said}\nET".encode("cp1252")
    pieces = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, piece in enumerate(pieces, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, piece)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return body + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


_JOINED = (
    ("handicap", -18, "Comptage des certificats.csv", _COUNTS.encode()),
    ("delais", -42, "Relevé du standard.txt", _NOTE.encode()),
    (
        "badges",
        -1,
        "Circuit du formulaire.pdf",
        _pdf("Demande de badge : trois signatures, l'une après l'autre.", "Délai vu : 21 jours."),
    ),
)


def stories(stage: Stage) -> list[Story]:
    """Each proof, joined by the author a little after the deposit."""
    return [_join(stage, *one) for one in _JOINED]


def together(stage: Stage) -> list[Story]:
    """Two colleagues of the same counter tell one irritant; a third is asked."""
    return [_together(stage)]


def _together(stage: Stage) -> Iterator[datetime]:
    yield stage.at(-16, 9)
    told, author = stage.things["handicap"], "agent"
    stage.do(author, actions.invite, told, stage.people["loic"])
    yield stage.at(-16, 14)
    stage.do("loic", actions.take_part, told)
    yield stage.at(-2, 16)
    stage.do("yvette", actions.invite, stage.things["haies"], stage.people["agent"])


def _join(stage: Stage, name: str, offset: int, title: str, content: bytes) -> Iterator[datetime]:
    yield stage.at(offset, 11)
    received = files.judged(title, content, most=1_000_000)
    irritant = stage.things[name]
    who = next(key for key, person in stage.people.items() if person.id == irritant.author_id)
    stage.do(who, attaching.attach, irritant, received, store=store.ours())
