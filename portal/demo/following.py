"""What two startups of the demonstration measure, promise, spend and share. All is invented."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from portal.demo.stage import Stage, Story
from portal.kernel.periods import add_months, half_year_of
from portal.organisations.models import Organisation
from portal.startups import (
    backing,
    components,
    logbook,
    measuring,
    presenting,
    promises,
    spending,
    standards,
)
from portal.startups.measure_models import Measure
from portal.startups.sheet_words import (
    Activity,
    Better,
    ComponentKind,
    Kept,
    Nature,
    PaperKind,
    Resource,
    Standard,
)
from portal.startups.words import Rung, StandardLevel

TENU, COMMUN, BAIL = "rendez-vous-tenu", "dossier-en-commun", "bail-en-clair"
_BEGUN = -93
_STATS = "https://rendez-vous-tenu.demo.gouv.example/stats"


def stories(stage: Stage) -> list[Story]:
    """What the team follows, what its director keeps, what goes from one startup to the other."""
    told = [_followed(stage), _kept_up(stage), _promised(stage)]
    return [*told, _spent(stage), _shared(stage), _told(stage), _presented(stage)]


# Measures: name, rung, unit, which way, what each figure says; then day and figure.
_MEASURES = (
    (("Rendez-vous sauvés par mois", Rung.IMPACTFUL, "rendez-vous", Nature.PER_MONTH), ()),
    (
        ("Vérifications par mois", Rung.USED, "vérifications", Nature.PER_MONTH),
        ((-400, 620), (-300, 1150), (-200, 2100), (-95, 2900)),
    ),
    (
        ("Facilité d’usage", Rung.USABLE, "sur 5", Nature.RATE),
        ((-300, Decimal("3.9")), (-95, Decimal("4.4"))),
    ),
    (
        ("La liste de pièces est jugée claire", Rung.USEFUL, "%", Nature.RATE),
        ((-300, 78), (-95, 91)),
    ),
    (
        ("Rendez-vous perdus", Rung.IMPACTFUL, "%", Nature.RATE),
        ((-400, 31), (-200, 19), (-120, 12)),
    ),
)
_DOWN, _ASKED_OF = "Rendez-vous perdus", "La liste de pièces est jugée claire"
# The North Star, month after month of each half-year counted from the current one; one is missing.
_SAVED = {
    -2: (None, 210, 300, 390, 480, 560),
    -1: (660, 760, 840, 920, 980, 1040),
    0: (1090, 1130, 1180, 1240, 1310, 1350),
}
_ASKED = {"sample": 1208, "method": "Une question à la fin de chaque vérification."}


def _followed(stage: Stage) -> Story:
    yield stage.at(_BEGUN, 10)
    for told, figures in _MEASURES:
        measure = _define(stage, *told)
        for on, value in figures:
            _record(stage, measure, stage.day(on), value)
    saved, checked = _two(stage)
    months = _months(stage)
    for on, value in [one for one in months if one[0] <= stage.day(_BEGUN)]:
        _record(stage, saved, on, value)
    yield from _mended(stage)
    yield stage.at(-32, 17)
    _record(stage, checked, stage.day(-32), 3300)
    yield stage.at(-2, 17)
    _record(stage, checked, stage.day(-2), 3450)


def _kept_up(stage: Stage) -> Story:
    """The figure of each month, the day after it ends."""
    for on, value in _months(stage):
        ago = (on - stage.today).days
        if _BEGUN < ago < 0:
            yield stage.at(ago + 1, 8)
            _record(stage, _two(stage)[0], on, value)


def _mended(stage: Stage) -> Story:
    yield stage.at(-60, 11)
    startup = stage.things[TENU]
    words = _words("Appels au standard", Rung.USED, "", Nature.PER_MONTH)
    calls = stage.do("odile", measuring.define, startup, **words)
    reading = _record(stage, calls, stage.day(-70), 380)
    yield stage.at(-59, 9)
    told = {
        "value": Decimal(308),
        "sample": None,
        "method": "",
        "motive": "Deux jours comptés deux fois.",
    }
    stage.do("odile", measuring.correct, startup, reading, **told)


def _months(stage: Stage) -> list[tuple[date, int]]:
    """The last day of each month, and what it saved."""
    current = half_year_of(stage.today)
    told = []
    for shift, values in _SAVED.items():
        for number, value in enumerate(values, 6 * shift + 1):
            if value is not None:
                told.append((add_months(current, number) - timedelta(days=1), value))
    return told


def _words(name: str, rung: Rung, unit: str, nature: Nature) -> dict:
    satisfaction = name == _ASKED_OF
    source = "Enquête en fin de démarche" if satisfaction else "Statistiques publiques du service"
    return {
        "name": name,
        "rung": rung,
        "unit": unit,
        "better": Better.DOWN if name == _DOWN else Better.UP,
        "nature": nature,
        "source": source,
        "link": _STATS,
        "is_satisfaction": satisfaction,
    }


def _define(stage: Stage, *told) -> Measure:
    made = stage.do("odile", measuring.define, stage.things[TENU], **_words(*told))
    stage.things[f"mesure {told[0]}"] = made
    return made


def _two(stage: Stage) -> list[Measure]:
    return [stage.things[f"mesure {told[0]}"] for told, _figures in _MEASURES[:2]]


def _record(stage: Stage, measure: Measure, on: date, value):
    asked = _ASKED if measure.is_satisfaction else {"sample": None, "method": ""}
    told = {"on": on, "value": Decimal(value), "note": ""} | asked
    return stage.do("odile", measuring.record, stage.things[TENU], measure, **told)


# Promises and standards

_OBJECTIVES = (
    ("Équiper deux sous-préfectures", "aucune", "2", Kept.KEPT, "2 sous-préfectures équipées"),
    (
        "Un rendez-vous perdu sur dix au plus",
        "19 %",
        "10 %",
        Kept.PARTLY,
        "12 % à Sainte-Ombre, 14 % ailleurs",
    ),
    ("Sauver deux mille rendez-vous par mois", "1 040", "2 000", None, ""),
)
_NEXT = (
    ("Équiper les cinq sous-préfectures", "2", "5"),
    ("Un relais formé dans chaque sous-préfecture", "1", "5"),
)
_MARKS = (
    (Standard.COMMITTEES, StandardLevel.MET, "Trois comités en dix-neuf mois."),
    (Standard.INTRAPRENEUR, StandardLevel.MET, "Lettre de mission : 60 % du temps."),
    (Standard.MENTION, StandardLevel.MET, "« Partiellement conforme », au pied de chaque page."),
    (Standard.STATS, StandardLevel.PARTIAL, "En ligne, mise à jour chaque mois à la main."),
    (Standard.STATS, StandardLevel.MET, "En ligne, chaque nuit."),
    (Standard.LEGAL, StandardLevel.PARTIAL, "Mentions publiées ; conditions d’usage en relecture."),
    (Standard.PRIVACY_STUDY, StandardLevel.NOT_APPLICABLE, "Aucune pièce n’est gardée."),
    (Standard.RISKS, StandardLevel.MET, "Atelier d’une journée avec la préfecture."),
)


def _promised(stage: Stage) -> Story:
    yield stage.at(_BEGUN, 14)
    startup, half = stage.things[TENU], half_year_of(stage.day(_BEGUN))
    made = []
    followed = _two(stage)[0]
    for statement, baseline, target, _kept, result in _OBJECTIVES:
        told = {"statement": statement, "baseline": baseline, "target": target}
        told["measure"] = None if result else followed
        made.append(stage.do("odile", promises.promise, startup, half_year=half, **told))
    for number, (standard, level, proof) in enumerate(_MARKS):
        yield stage.at(_BEGUN + 2 + number, 11)
        told = {"level": level, "on": stage.day(_BEGUN + 2 + number), "proof": proof, "link": ""}
        stage.do("odile", standards.mark, startup, standard, **told)
    yield stage.at(-12, 16)
    for one, (*_words, kept, result) in zip(made, _OBJECTIVES, strict=True):
        if kept:
            told = {"source": "Registre de la préfecture", "link": _STATS}
            stage.do("odile", promises.settle, startup, one, kept=kept, result=result, **told)
    following = add_months(half_year_of(stage.day(-12)), 6)
    for statement, baseline, target in _NEXT:
        told = {"statement": statement, "baseline": baseline, "target": target, "measure": None}
        stage.do("odile", promises.promise, startup, half_year=following, **told)


# Money: half-years from the current one, activity, resource, planned and paid, in thousands.

_LINES = (
    (-3, Activity.BUILD, Resource.CONTRACTORS, 95, 92),
    (-2, Activity.BUILD, Resource.CONTRACTORS, 130, 118),
    (-2, Activity.STEER, Resource.STAFF, 30, 30),
    (-1, Activity.BUILD, Resource.CONTRACTORS, 120, 96),
    (-1, Activity.STEER, Resource.STAFF, 30, 30),
    (-1, Activity.RUN, Resource.HOSTING, 6, 4),
    (0, Activity.BUILD, Resource.CONTRACTORS, 90, None),
    (0, Activity.DEPLOY, Resource.TRAVEL, 8, 3),
    (0, Activity.STEER, Resource.STAFF, 35, None),
    (0, Activity.RUN, Resource.HOSTING, 6, None),
    (1, Activity.BUILD, Resource.CONTRACTORS, 80, None),
    (1, Activity.DEPLOY, Resource.CONTRACTORS, 24, None),
    (1, Activity.STEER, Resource.STAFF, 38, None),
)


def _spent(stage: Stage) -> Story:
    yield stage.at(_BEGUN, 17)
    startup, current = stage.things[TENU], half_year_of(stage.today)
    for shift, activity, resource, planned, paid in _LINES:
        amounts = {"planned_commitment": planned * 1000, "planned_payment": planned * 1000}
        amounts |= {"real_commitment": planned * 1000 if paid else None}
        amounts |= {"real_payment": paid * 1000 if paid else None}
        told = {"half_year": add_months(current, 6 * shift), "activity": activity}
        stage.do("directrice", spending.plan, startup, resource=resource, **told, **amounts)
    _paper(stage, PaperKind.MISSION_LETTER, "Gérald Astruquin\nOdile Brancourt", -560, 60)
    parties = "Préfecture du Haut-Vernois\nMinistère des services de proximité"
    money = {"amount": 480_000, "reinvoiced": 120_000}
    _paper(stage, PaperKind.AGREEMENT, parties, -345, 38, **money)
    shares = {one.organisation_ref: 70 for one in startup.sponsorships}
    stage.do("directrice", spending.share, startup, shares)


def _paper(stage: Stage, kind: PaperKind, parties: str, starts: int, ends: int, **money):
    told: dict[str, date | int | str | None] = {"parties": parties, "link": ""}
    told |= {"starts_on": stage.day(starts), "ends_on": stage.day(ends)}
    told |= {"amount": None, "reinvoiced": None} | money
    startup = stage.things[TENU]
    return stage.do("directrice", spending.file, startup, kind=kind, amends=None, **told)


# Components and logbook


def _shared(stage: Stage) -> Story:
    yield stage.at(-80, 10)
    told = {"kind": ComponentKind.BRICK, "name": "Liste de pièces", "link": ""}
    told |= {"purpose": "Dire à chacun les pièces que demande sa situation."}
    brick = stage.do("odile", components.offer, stage.things[TENU], **told)
    yield stage.at(-70, 15)
    told = {"component": brick.ref, "name": "", "link": "", "since": stage.day(-72)}
    stage.do("simon", components.take, stage.things[COMMUN], **told)
    told = {"component": "", "name": "Adresses officielles (API)", "since": stage.day(-90)}
    link = "https://adresses.demo.gouv.example"
    stage.do("odile", components.take, stage.things[TENU], link=link, **told)


def _presented(stage: Stage) -> Story:
    """A team completes its sheet, and a sponsor that came leaves."""
    yield stage.at(-86, 11)
    startup = stage.things[BAIL]
    query = select(Organisation).where(Organisation.source_id == "mairie-pont-aubier")
    town = stage.session.scalars(query).one()
    told = {"share": 20, "since": stage.day(-90)}
    stage.do("directrice", backing.add, startup, town, **told)
    yield stage.at(-40, 11)
    told = {"last_on": stage.day(-41), "motive": "La mairie finance désormais son propre guichet."}
    stage.do("directrice", backing.end, startup, town.ref, **told)
    yield stage.at(-39, 15)
    link = "https://bail-en-clair.demo.gouv.example/budget"
    stage.do("mireille", presenting.tell, startup, budget_url=link)


_LOGGED = (
    (
        -88,
        True,
        "**Sainte-Ombre** garde la liste de pièces après l’essai : 12 % de rendez-vous perdus.",
    ),
    (
        -51,
        False,
        "Le prestataire d’hébergement change en janvier : prévoir une semaine de bascule.",
    ),
    (
        -20,
        True,
        "Les trois dernières sous-préfectures ont signé. Formation des relais en décembre.",
    ),
    (-6, True, "Pic de 180 vérifications dans la journée, sans ralentissement."),
)


def _told(stage: Stage) -> Story:
    for on, is_public, body in _LOGGED:
        yield stage.at(on, 18)
        told = {"on": stage.day(on), "body": body, "is_public": is_public}
        stage.do("odile", logbook.write, stage.things[TENU], **told)
