"""A service that prepares its exit, and one that left seven months ago. All is invented."""

from datetime import date

from sqlalchemy import select

from portal.demo.stage import Stage, Story
from portal.handovers import checking, leaving, planning, queries, staffing
from portal.handovers.words import (
    ExitLine,
    ExitStep,
    HealthState,
    LineState,
    Scenario,
    StandardsKept,
)
from portal.organisations.models import Organisation
from portal.startups import standards
from portal.startups.sheet_words import Standard
from portal.startups.words import StandardLevel

BENEVOLES, CHANTIER = "registre-benevoles", "allo-chantier"
_HOST = "prefecture-haut-vernois"


def stories(stage: Stage) -> list[Story]:
    """The plan half done, and what is seen after an exit."""
    return [_planned(stage), _left(stage)]


def _planned(stage: Stage) -> Story:
    yield stage.at(-92, 10)
    _plan(stage, vision="", final_on=None)
    yield stage.at(-90, 15)
    _step(stage, ExitStep.LAUNCH, -270, -262)
    _step(stage, ExitStep.VISION, -120, -98)
    _step(stage, ExitStep.ORGANISATION, -15, None)
    _step(stage, ExitStep.IMPLEMENTATION, 170, None)
    yield stage.at(-75, 11)
    _tick(stage, ExitLine.DOMAIN, LineState.DONE, "Ouvert par la préfecture.", -76)
    _tick(stage, ExitLine.DOCS, LineState.DOING, "Le guide d’exploitation reste à écrire.", -75)
    _mark(stage, Standard.APPROVAL, StandardLevel.MET, "Homologué pour trois ans.")
    _mark(stage, Standard.RECORD, StandardLevel.PARTIAL, "Deux traitements sur trois décrits.")
    yield stage.at(-60, 9)
    _welcome(stage, "cheffe du bureau de la vie associative", -58, 20)
    yield stage.at(-21, 14)
    _welcome(stage, "développeur du service du numérique", -20, 60)
    vision = "La préfecture décide. Deux agents et un prestataire font vivre le service ; le réseau garde l’hébergement un an."
    _plan(stage, vision=vision, final_on=stage.day(175))
    yield stage.at(-16, 10)
    _tick(stage, ExitLine.MARKET, LineState.NOT_APPLICABLE, "Le marché du réseau suffit.", -16)


def _plan(stage: Stage, *, vision: str, final_on: date | None) -> None:
    query = select(Organisation).where(Organisation.source_id == _HOST)
    told = {"scenario": Scenario.PRODUCT, "fallback": Scenario.MAINTENANCE, "vision": vision}
    told |= {"host": stage.session.scalars(query).one(), "final_on": final_on}
    told |= {"contact": stage.people["membre3"], "contact_role": "secrétariat général"}
    stage.do("directrice", planning.save_plan, stage.things[BENEVOLES], **told)


def _step(stage: Stage, step: ExitStep, expected: int, done: int | None) -> None:
    found = queries.step(queries.plan(stage.session, stage.things[BENEVOLES].ref), step)
    told = {"expected_on": stage.day(expected), "done_on": stage.day(done) if done else None}
    stage.do("directrice", planning.expect, stage.things[BENEVOLES], found, **told)


def _tick(stage: Stage, line: ExitLine, state: LineState, proof: str, on: int) -> None:
    found = queries.line(queries.plan(stage.session, stage.things[BENEVOLES].ref), line)
    told = {"state": state, "proof": proof, "on": stage.day(on), "link": ""}
    stage.do("directrice", planning.tick, stage.things[BENEVOLES], found, **told)


def _mark(stage: Stage, standard: Standard, level: StandardLevel, proof: str) -> None:
    told = {"level": level, "on": stage.day(-76), "proof": proof, "link": ""}
    stage.do("directrice", standards.mark, stage.things[BENEVOLES], standard, **told)


def _welcome(stage: Stage, who: str, starts: int, share: int) -> None:
    told = {"who": who, "starts_on": stage.day(starts), "ends_on": None, "share": share}
    stage.do("directrice", staffing.welcome, stage.things[BENEVOLES], **told)


def _left(stage: Stage) -> Story:
    yield stage.at(-94, 9)
    stage.do("directeur2", leaving.follow, stage.things[CHANTIER])
    yield stage.at(-26, 16)
    six = queries.checks_of(stage.session, stage.things[CHANTIER].ref)[0]
    told = {
        "state": HealthState.ALIVE,
        "usage": "2 300 riverains prévenus le mois dernier",
        "source": "Relevé de la direction des routes",
        "satisfaction": "Une réponse sur dix, presque toutes bonnes (n = 212)",
        "runner": "Direction des routes, deux agents et un prestataire",
        "incidents": "Une demi-journée sans envoi, en septembre.",
        "standards": StandardsKept.PARTLY,
        "advice": "Refaire l’audit d’accessibilité avant l’été.",
    }
    stage.do("directeur2", checking.record, six, **told)
