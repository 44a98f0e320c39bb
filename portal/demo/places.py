"""Incubators and startups: the sheets are read by the import itself; then grants and teams."""

import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from portal.demo.stage import Stage, Story
from portal.exchange import actions as exchange, readers
from portal.kernel.periods import paris_day
from portal.organisations.models import Incubator
from portal.people import actions as people
from portal.policy import MACHINE, Act, Role
from portal.startups import actions as startups
from portal.startups.models import Startup

SHEETS = Path(__file__).parent / "sheets"
HOUSES, LATER = -410, -100
INCUBATORS = {"forge": "forge-proximites", "fabrique": "fabrique-vernois"}
_TRIAGE = (
    ("directrice", Role.DIRECTOR, "forge"),
    ("directeur2", Role.DIRECTOR, "fabrique"),
    ("simon", Role.OFFICER, "forge"),
)
_DAY = re.compile(r"<J([+-]\d+)>")


def stories(stage: Stage) -> list[Story]:
    """The incubators first, the startups of before, then what is recorded about them."""
    return [_houses(stage), _startups(stage), *(_granted(stage, *one) for one in _GRANTS)]


def _houses(stage: Stage) -> Story:
    yield stage.at(HOUSES, 9)
    _import(stage, ("_organisations", "_incubators", "_fasts"))
    for key, slug in INCUBATORS.items():
        query = select(Incubator).where(Incubator.source_id == slug)
        stage.things[key] = stage.session.scalars(query).one()
    yield stage.at(HOUSES, 11)
    for who, role, key in _TRIAGE:
        told = {"starts_on": stage.day(HOUSES), "act": Act.MANDATE_GRANT}
        scope = stage.things[key].ref
        stage.do("programme", people.appoint, stage.people[who], role, scope, **told)


def _startups(stage: Stage) -> Story:
    yield stage.at(LATER, 9)
    _import(stage, ("_startups",))
    for one in stage.session.scalars(select(Startup).where(Startup.source_id.is_not(None))):
        stage.things[one.source_id] = one
    yield stage.at(LATER, 14)
    for who, role, slug in _TEAMS:
        startup = stage.things[slug]
        director = "directrice" if startup.incubator_refs[0] == stage.things["forge"].ref else None
        told = {"starts_on": stage.day(LATER), "act": Act.STARTUP_TEAM, "thing": startup}
        told["quality"] = "intrapreneur" if role is Role.TEAM else ""
        who_acts = director or "directeur2"
        stage.do(who_acts, people.appoint, stage.people[who], role, startup.ref, **told)


def _import(stage: Stage, folders: tuple[str, ...]) -> None:
    with TemporaryDirectory() as written:
        for name in folders:
            _write(stage, name, Path(written) / "content" / name)
        (Path(written) / "content" / "_organisations").mkdir(exist_ok=True)
        known = exchange.known(stage.session)
        batch = readers.read(written, as_of=paris_day(stage.now), known=known)
    exchange.import_batch(stage.session, MACHINE, batch, now=stage.now)


def _write(stage: Stage, name: str, target: Path) -> None:
    target.mkdir(parents=True)
    for sheet in (SHEETS / name).glob("*.md"):
        told = _DAY.sub(lambda found: stage.day(int(found[1])).isoformat(), sheet.read_text())
        (target / sheet.name).write_text(told)


_TEAMS = (
    ("odile", Role.TEAM, "rendez-vous-tenu"),
    ("coach", Role.COACH, "rendez-vous-tenu"),
    ("sponsor", Role.SPONSOR, "rendez-vous-tenu"),
    ("simon", Role.TEAM, "dossier-en-commun"),
    ("leila", Role.TEAM, "trajets-solidaires"),
    ("coach", Role.COACH, "trajets-solidaires"),
    ("sponsor", Role.SPONSOR, "trajets-solidaires"),
    ("loic", Role.SPONSOR, "trajets-solidaires"),
    ("paulin", Role.TEAM, "carnet-atelier"),
    ("mireille", Role.TEAM, "bail-en-clair"),
    ("coach", Role.COACH, "bail-en-clair"),
    ("fatou", Role.TEAM, "signal-accessible"),
    ("gaspard", Role.TEAM, "guichet-saisonniers"),
    ("sponsor", Role.SPONSOR, "guichet-saisonniers"),
    ("loic", Role.TEAM, "cantine-lisible"),
    ("loic", Role.TEAM, "navette-marches"),
    ("coach", Role.COACH, "navette-marches"),
)

# Startup, who states it, when, the day it was granted, its term, and the euros.
_GRANTS = (
    ("rendez-vous-tenu", "directrice", -97, -166, 21, 240_000),
    ("dossier-en-commun", "directrice", -96, -155, 34, 120_000),
    ("trajets-solidaires", "directrice", -95, -195, -5, 160_000),
    ("carnet-atelier", "directrice", -94, -188, 2, 80_000),
    ("navette-marches", "directrice", -93, -186, 4, 90_000),
    ("signal-accessible", "directeur2", -58, -62, 121, 260_000),
    ("guichet-saisonniers", "directeur2", -92, -206, -22, 110_000),
)


def _granted(stage, slug: str, who: str, on: int, granted: int, term: int, amount: int) -> Story:
    yield stage.at(on, 16)
    told = {"granted_on": stage.day(granted), "term_on": stage.day(term), "amount": amount}
    ends_on = stage.day(term) + timedelta(days=90)
    startup = stage.things[slug]
    stage.do(who, startups.record_current_grant, startup, money_ends_on=ends_on, **told)
