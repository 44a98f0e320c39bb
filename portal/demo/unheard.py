"""A point whose sitting was cancelled: its dossier was frozen, and is written again. All invented."""

from portal.committees import dossier_actions, sitting_actions
from portal.committees.words import Direction
from portal.demo import hearing
from portal.demo.dossiers import BAIL
from portal.demo.stage import Stage, Story
from portal.startups.words import Phase

_HELD = -18


def stories(stage: Stage) -> list[Story]:
    """The one."""
    return [_flooded(stage)]


def _flooded(stage: Stage) -> Story:
    held = stage.working(_HELD)
    yield stage.at(held - 16, 9)
    hearing.plan(stage, "flooded", stage.at(held, 14))
    yield stage.at(held - 15, 15)
    told = {"direction": Direction.NEXT_PHASE, "phase": Phase.CONSOLIDATION}
    hearing.send_startup(stage, "pnt-bail", "bail-en-clair", "mireille", **told)
    hearing.take_up(stage, "flooded", "pnt-bail")
    yield stage.at(held - 12, 11)
    hearing.write(stage, "pnt-bail", BAIL)
    hearing.convene(stage, "flooded")
    yield stage.at(held - 7, 0, 1)
    # What the clock does of itself.
    dossier_actions.freeze(stage.session, stage.item("pnt-bail"), stage.now)
    yield stage.at(held - 4, 10)
    told = "La troisième agence a signé ce matin : elle ouvre le mois prochain."
    hearing.add(stage, "pnt-bail", "mireille", told)
    yield stage.at(held - 1, 17)
    motive = "La salle des cartes a pris l’eau, et personne ne peut se joindre à distance."
    sitting = stage.things["flooded"]
    stage.do("secretaire", sitting_actions.cancel, sitting, motive=motive)
    yield stage.at(-2, 16)
    fresh = "Trois agences sont ouvertes. La dernière a repris la notice sans nous."
    hearing.write(stage, "pnt-bail", BAIL, body=fresh)
