"""A startup whose sheet says everything that a dossier takes over, made by the real actions."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.startups import measuring, promises, spending, standards
from portal.startups.sheet_words import Activity, Better, Nature, PaperKind, Resource, Standard
from portal.startups.words import Rung, StandardLevel
from tests.committees.world import World

LINK = "https://exemple.gouv.fr/chiffres"


def fill(session: Session, world: World) -> None:
    """Two figures, two promises, a budget, an agreement and a standard."""
    team, director = world.actor(session, "team"), world.actor(session, "director")
    startup, now = world.startup(session), world.now
    trips = _measure(session, world, "Pièces évitées", Rung.USED, "pièces")
    _read(session, world, trips, date(2026, 3, 2), "400")
    _read(session, world, trips, date(2026, 11, 2), "1240")
    measuring.lead(session, team, startup, trips, now=now)
    pleased = _measure(session, world, "Satisfaction", Rung.USEFUL, "%", is_satisfaction=True)
    _read(session, world, pleased, date(2026, 11, 3), "88", sample=143, method="Enquête par SMS")
    for half, statement in (
        (date(2026, 7, 1), "Dix communes"),
        (date(2027, 1, 1), "Vingt communes"),
    ):
        told = {"statement": statement, "baseline": "3", "target": "13", "measure": trips}
        promises.promise(session, team, startup, half_year=half, **told, now=now)
    for half, paid in ((date(2026, 1, 1), 80_000), (date(2027, 1, 1), None)):
        told = {"activity": Activity.BUILD, "resource": Resource.STAFF, "real_commitment": paid}
        told |= {"planned_commitment": 90_000, "planned_payment": 90_000, "real_payment": paid}
        spending.plan(session, director, startup, half_year=half, **told, now=now)
    told = {"parties": "A et B", "amount": 100, "reinvoiced": 40, "link": "", "amends": None}
    told |= {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    spending.file(session, director, startup, kind=PaperKind.AGREEMENT, **told, now=now)
    for level, on in (
        (StandardLevel.PARTIAL, date(2026, 4, 1)),
        (StandardLevel.MET, date(2026, 11, 1)),
    ):
        told = {"level": level, "on": on, "proof": "Page en ligne", "link": LINK}
        standards.mark(session, team, startup, Standard.STATS, **told, now=now)
    session.expire_all()


def _measure(session, world, name, rung, unit, *, is_satisfaction=False):
    told = {"name": name, "rung": rung, "unit": unit, "better": Better.UP, "link": LINK}
    told |= {"source": f"Relevé : {name}", "is_satisfaction": is_satisfaction}
    who, startup = world.actor(session, "team"), world.startup(session)
    nature = Nature.RATE if is_satisfaction else Nature.PER_HALF_YEAR
    return measuring.define(session, who, startup, nature=nature, **told, now=world.now)


def _read(session, world, measure, on, value, *, sample=None, method=""):
    told = {"on": on, "value": Decimal(value), "sample": sample, "method": method, "note": ""}
    who, startup = world.actor(session, "team"), world.startup(session)
    return measuring.record(session, who, startup, measure, **told, now=world.now)
