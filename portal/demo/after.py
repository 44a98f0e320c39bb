"""What follows two stops of the demonstration: a take-over that is sought, a lesson that is told."""

from sqlalchemy import select

from portal.demo.stage import Stage, Story
from portal.organisations.models import Organisation
from portal.startups import lessons, takeovers, technical
from portal.startups.after_words import TechnicalState, TechnicalTopic

NAVETTE, CARNET = "navette-marches", "carnet-atelier"
_TECHNICAL = (
    (TechnicalTopic.REPOSITORY, "Dépôt public ; l’équipe et l’incubateur y écrivent.", None),
    (TechnicalTopic.HOSTING, "Hébergement partagé de l’incubateur, 40 euros par mois.", None),
    (TechnicalTopic.DOMAINS, "Un nom, tenu par l’incubateur.", 140),
    (TechnicalTopic.LICENCE, "Code sous licence libre, contenus sous licence ouverte.", None),
    (TechnicalTopic.SECRETS, "Le responsable technique de l’incubateur les détient.", None),
)


def stories(stage: Stage) -> list[Story]:
    """Both of them."""
    return [_taken_over(stage), _learned(stage)]


def _taken_over(stage: Stage) -> Story:
    yield stage.at(-6, 10)
    startup = stage.things[NAVETTE]
    stage.do(
        "loic",
        takeovers.seek,
        startup,
        amount=90_000,
        wants_sponsor=True,
        wants_host=False,
        body="La navette est deux fois plus remplie qu’avant. Nous cherchons qui la paierait "
        "pendant un an, le temps que les communes s’organisent.",
        helpers="Les directions des transports des départements voisins.",
    )
    for topic, body, ends in _TECHNICAL:
        told = {"state": TechnicalState.KNOWN, "body": body}
        ends_on = stage.day(ends) if ends else None
        stage.do("loic", technical.tell, startup, topic, ends_on=ends_on, **told)
    yield stage.at(-3, 15)
    county = select(Organisation).where(Organisation.name == "Département du Haut-Vernois")
    stage.do(
        "sponsor",
        takeovers.offer,
        startup,
        organisation_ref=stage.session.scalars(county).one().ref,
        receiving_ref=None,
        amount=80_000,
        carrier="La direction des mobilités du département",
        message="Nous gardons l’équipe et ouvrons la navette à deux autres cantons.",
        holds_until=stage.day(40),
    )


def _learned(stage: Stage) -> Story:
    yield stage.at(-5, 9)
    startup = stage.things[CARNET]
    stage.do(
        "paulin",
        lessons.write,
        startup,
        learned="Annoncer un atelier ne le remplit pas. Les personnes viennent quand quelqu’un "
        "de connu les y accompagne la première fois.",
        why="Le carnet était bien tenu, et les ateliers n’étaient pas plus remplis au bout d’un an.",
        advice="Commencer par l’accompagnement : payer une heure d’animateur avant une ligne de "
        "code. Mesurer les venues dès le premier mois.",
        aftermath="Les maisons de quartier gardent leurs annonces en ligne. Les comptes ont été "
        "fermés et les données effacées.",
        figures=[],
        motive="",
    )
    yield stage.at(-4, 11)
    stage.do("directrice", lessons.publish, startup, lessons.of(stage.session, startup))
