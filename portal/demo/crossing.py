"""A startup that two incubators carry together, another that is offered. All is invented."""

from portal.demo.stage import Stage, Story
from portal.startups import carrying
from portal.startups.words import CarryKind


def stories(stage: Stage) -> list[Story]:
    """One accepted, one that waits for its answer."""
    return [_together(stage), _offered(stage)]


def _together(stage: Stage) -> Story:
    yield stage.at(-40, 10)
    made = stage.do(
        "directrice",
        carrying.offer,
        stage.things["bail-en-clair"],
        kind=CarryKind.TOGETHER,
        incubator=stage.things["fabrique"].ref,
        motive="Les agences départementales du logement sont de leur ressort.",
        share="La Forge accompagne le produit ; la Fabrique le déploie dans les agences.",
        wanted_on=None,
    )
    yield stage.at(-36, 15)
    stage.do("directeur2", carrying.accept, made)


def _offered(stage: Stage) -> Story:
    yield stage.at(-4, 11)
    stage.do(
        "directeur2",
        carrying.offer,
        stage.things["cantine-lisible"],
        kind=CarryKind.MOVE,
        incubator=stage.things["forge"].ref,
        motive="Ses prochaines communes sont toutes dans votre département.",
        share="",
        wanted_on=stage.day(30),
    )
