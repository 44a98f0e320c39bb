"""Sealed minutes on A4 paper: the same facts and the same fingerprint as on the screen.

For given facts the file is the same, byte for byte: nothing of the day or of the machine is in it.
Always in French, as the facts are. The library is read when a file is asked for, not before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from flask_babel import force_locale, gettext as _

from portal.committees import college_words
from portal.committees.paper import Sheet
from portal.kernel.text import plural
from portal.web.filters import PARIS, day_text, hour_text, instant_text

PREFIX = "sha256:"


@dataclass(frozen=True)
class Signature:
    """Who signed, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Correction:
    """A sealed corrigendum, as it is printed."""

    number: int
    body: str
    motive: str
    sha256: str
    register_seq: int
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Printed:
    """What is printed. `hidden` are the points whose named ballots this reader may not read."""

    ref: str
    starts_at: datetime
    facts: dict[str, Any]
    prose: str
    sha256: str
    register_seq: int
    signatures: tuple[Signature, Signature]
    corrections: tuple[Correction, ...] = ()
    hidden: frozenset[str] = frozenset()


def pdf(printed: Printed) -> bytes:
    """The file."""
    with force_locale("fr"):
        return _made(printed)


def _made(printed: Printed) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    title = _("Procès-verbal de la séance du %(when)s", when=instant_text(printed.starts_at))
    page = Sheet()
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
        title=title,
        author=printed.facts["comite"],
        subject=printed.ref,
        keywords=PREFIX + printed.sha256,
        lang="fr-FR",
        creator="Portail",
        invariant=1,
    )
    foot = _footer(printed.sha256)
    story = [page.title(title), page.text(printed.facts["comite"]), *_parts(page, printed)]
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return made.getvalue()


def _footer(sha256: str):
    def draw(canvas, document) -> None:
        canvas.setFont("Portal", 7)
        canvas.drawString(document.leftMargin, 30, _("Empreinte SHA-256 : %(sha)s", sha=sha256))
        right = document.pagesize[0] - document.rightMargin
        canvas.drawRightString(right, 30, _("page %(n)s", n=canvas.getPageNumber()))

    return draw


def _parts(page: Sheet, printed: Printed) -> Iterator:
    if told := held_text(printed.facts):
        yield page.text(told)
    if printed.facts.get("urgence"):
        yield page.line(_("Motif d’urgence"), printed.facts["urgence"])
    for one in printed.facts.get("ordre_du_jour", []):
        yield page.line(_("Ordre du jour modifié"), change_text(one))
    yield page.heading(_("Présences"))
    rows = [
        [one["nom"], one["qualite"] or "–", one["presence"]] for one in printed.facts["presences"]
    ]
    yield page.table([_("Nom"), _("Qualité"), _("Présence")], rows, [170, 200, 100])
    for one in printed.facts.get("procurations", []):
        told = _("%(giver)s a donné procuration à %(holder)s", holder=one["a"], giver=one["de"])
        yield page.listed(told)
    for number, point in enumerate(printed.facts["points"], start=1):
        yield page.heading(f"{number}. {point['titre']}")
        yield from _point(page, point, is_hidden=point["point"] in printed.hidden)
    if printed.prose:
        yield page.heading(_("Débats et observations"))
        yield from page.markdown(printed.prose)
    yield page.heading(_("Signatures"))
    yield from _signed(page, printed.signatures)
    yield page.line(_("Empreinte SHA-256"), printed.sha256)
    yield page.line(_("Entrée au registre"), str(printed.register_seq))
    for one in printed.corrections:
        yield from _correction(page, one)


def _point(page: Sheet, point: dict, *, is_hidden: bool) -> Iterator:
    yield page.text(point["sens"])
    for one in point.get("changement", []):
        yield page.line(one["quoi"], one["texte"])
    yield from page.markdown(point["motif"] or "")
    yield from _figures(page, point)
    if is_hidden and point["bulletins"]:
        yield page.text(_("Bulletins nommés et désaccords : lus par le comité."))
    elif point["bulletins"]:
        rows = [[_voter(one), one["choix"], one["motif"] or "–"] for one in point["bulletins"]]
        yield page.table([_("Membre"), _("Bulletin"), _("Motif")], rows, [140, 80, 250])
    if not is_hidden:
        for one in point.get("desaccords", []):
            yield page.line(_("Désaccord : %(name)s", name=one["nom"]), one["texte"])
    if point["reserves"]:
        yield page.heading(_("Réserves"), 3)
        for one in point["reserves"]:
            yield page.listed(_condition(one))


def _voter(one: dict) -> str:
    name = one["nom"]
    return f"{name} {_('(par %(name)s)', name=one['par'])}" if one.get("par") else name


def _figures(page: Sheet, point: dict) -> Iterator:
    if point["prochaine_date"]:
        yield page.line(_("Prochaine date"), day_text(date.fromisoformat(point["prochaine_date"])))
    if point["deports"]:
        yield page.line(_("Se sont déportés"), ", ".join(point["deports"]))
    quorum, counts = point["quorum"], point["decompte"]
    if counts and quorum["requis"] is not None:
        yield page.line(_("Quorum"), quorum_text(quorum))
    for one in quorum.get("colleges", ()):
        yield page.listed(college_words.said(one))
    if counts:
        yield page.line(_("Décompte"), counts_text(counts))
    if point["dossier_sha256"]:
        yield page.line(_("Empreinte du dossier"), point["dossier_sha256"])


def held_text(facts: dict) -> str:
    """When the sitting really opened and closed, whatever the day it was called for."""
    if not facts.get("debut") or not facts.get("fin"):
        return ""
    opened, closed = (datetime.fromisoformat(facts[one]) for one in ("debut", "fin"))
    if opened.astimezone(PARIS).date() == closed.astimezone(PARIS).date():
        return _(
            "Séance ouverte le %(opened)s, close à %(closed)s.",
            opened=instant_text(opened),
            closed=hour_text(closed),
        )
    return _(
        "Séance ouverte le %(opened)s, close le %(closed)s.",
        opened=instant_text(opened),
        closed=instant_text(closed),
    )


def change_text(one: dict) -> str:
    """What entered or left the agenda after the convening, when, by whom and why."""
    return _(
        "%(title)s, %(what)s le %(when)s par %(who)s. Motif : %(why)s",
        title=one["titre"],
        what=one["quoi"],
        when=instant_text(datetime.fromisoformat(one["le"])),
        who=one["par"] or _("le portail"),
        why=one["motif"],
    )


def quorum_text(quorum: dict) -> str:
    """The quorum before and after, in a sentence."""
    return _(
        "%(there)s à l’ouverture, %(cast)s à la clôture ; %(needed)s requis sur %(members)s",
        there=plural(quorum["presents"], "présent", "présents"),
        cast=plural(quorum["votants"], "bulletin", "bulletins"),
        needed=quorum["requis"],
        members=plural(quorum["membres"], "membre", "membres"),
    )


def counts_text(counts: dict) -> str:
    """The count, in a sentence."""
    return _(
        "poursuivre %(g)s, sursis %(p)s, arrêter %(n)s, abstention %(a)s",
        g=counts["go"],
        p=counts["provisional"],
        n=counts["no_go"],
        a=counts["abstain"],
    )


def _condition(one: dict) -> str:
    day = day_text(date.fromisoformat(one["pour_le"]), "d MMMM y")
    return _(
        "%(what)s : %(who)s, pour le %(day)s. Preuve attendue : %(proof)s",
        what=one["quoi"],
        who=one["qui"],
        day=day,
        proof=one["preuve"],
    )


def _signed(page: Sheet, signatures: tuple[Signature, ...]) -> Iterator:
    for label, one in zip((_("Présidence"), _("Secrétariat")), signatures, strict=True):
        yield page.line(label, f"{one.name}, {instant_text(one.at)}")


def _correction(page: Sheet, one: Correction) -> Iterator:
    yield page.heading(_("Rectificatif n° %(number)s", number=one.number))
    yield from page.markdown(one.body)
    yield page.line(_("Motif"), one.motive)
    yield from _signed(page, one.signatures)
    yield page.line(_("Empreinte SHA-256"), one.sha256)
    yield page.line(_("Entrée au registre"), str(one.register_seq))
