"""Each irritant's story, from the first words to where it stands today."""

from collections.abc import Iterator
from datetime import datetime

from portal.demo.stage import Stage, Story
from portal.demo.tales import TALES
from portal.irritants import actions
from portal.irritants.words import DeclineMotive, ReturnMotive

# Who says « moi aussi », on which irritant, how many days before today.
_VOICES = (
    ("handicap", "membre2", -17, "Mon fils, trois fois le même certificat."),
    ("handicap", "odile", -15, ""),
    ("handicap", "yvette", -14, "Les familles viennent pleurer au guichet de la mairie."),
    ("handicap", "agent2", -12, ""),
    ("handicap", "mireille", -8, "Vrai aussi pour les médecins de l’agence."),
    ("delais", "agent", -40, "C’est la moitié de mes appels."),
    ("delais", "odile", -37, ""),
    ("delais", "rachid", -33, ""),
    ("delais", "paulin", -31, "En mairie aussi."),
    ("delais", "simon", -20, ""),
    ("delais", "intra", -11, ""),
    ("cartes", "agent", -8, ""),
    ("adresse", "agent2", -60, ""),
    ("adresse", "leila", -58, ""),
    ("stages", "agent", -27, "Deux collèges de mon arrondissement."),
    ("stages", "yvette", -24, ""),
    ("bruit", "agent2", -22, ""),
    ("veterans", "agent", -48, "Ma mère, et je travaille à l’accueil."),
    ("veterans", "fatou", -45, ""),
    ("veterans", "odile", -41, ""),
    ("logement", "leila", -75, ""),
    ("logement", "agent2", -70, "Même chose à Sainte-Ombre."),
    ("titres", "rachid", -238, ""),
    ("titres", "agent2", -236, "Deux personnes par jour à mon guichet."),
    ("titres", "fatou", -230, ""),
    ("titres", "yvette", -221, ""),
    ("titres", "simon", -214, ""),
    ("guichet", "agent", -219, ""),
    ("guichet", "agent2", -216, ""),
    ("naissance", "membre2", -226, "Vécu deux fois."),
    ("naissance", "agent", -220, ""),
)


def stories(stage: Stage) -> list[Story]:
    """All of them."""
    told = [_draft(stage), _returned(stage), _offered(stage), _accepted(stage)]
    told += [_fresh(stage, *one) for one in _FRESH]
    told += [_taken(stage), _overdue(stage), _merged(stage), _qualified(stage), *_parked(stage)]
    told += [_declined(stage), _reviewed(stage), _oriented(stage), _withdrawn(stage)]
    told += [_selected(stage, *one) for one in _SELECTED]
    return told + [_voice(stage, *one) for one in _VOICES]


def deposited(stage: Stage, name: str, offset: int, hour: int = 9) -> Iterator[datetime]:
    """Written in the morning, deposited twenty minutes later."""
    tale = TALES[name]
    yield stage.at(offset, hour)
    house = stage.things[tale.house].ref if tale.house else None
    told = {"key": f"demonstration-{name}", "values": tale.answers(house), "version": 0}
    stage.things[name] = stage.do(tale.author, actions.save_draft, **told)
    yield stage.at(offset, hour, 20)
    stage.do(tale.author, actions.submit, stage.things[name])


# What some of them count where they work: people, hours a month, département.
_COUNTED = {
    ("handicap", "yvette"): (140, 25, "63"),
    ("handicap", "mireille"): (900, 60, "15"),
    ("delais", "agent"): (320, 90, "63"),
    ("delais", "rachid"): (1800, None, "43"),
    ("delais", "paulin"): (75, 12, "63"),
}


def _voice(stage: Stage, name: str, who: str, offset: int, context: str) -> Story:
    yield stage.at(offset, 15)
    people, hours, place = _COUNTED.get((name, who), (None, None, ""))
    told = {"context": context, "people": people, "hours": hours, "territory": place}
    stage.do(who, actions.support, stage.things[name], **told)


def _draft(stage: Stage) -> Story:
    yield stage.at(-1, 17)
    tale = TALES["convocations"]
    told = tale.answers(stage.things["forge"].ref)
    stage.do(tale.author, actions.save_draft, key="demonstration", values=told, version=0)


_FRESH = (("badges", -2), ("barrieres", -4), ("astreintes", -6), ("haies", -3), ("recurrents", -5))


def _fresh(stage: Stage, name: str, offset: int) -> Story:
    yield from deposited(stage, name, offset)


def _taken(stage: Stage) -> Story:
    yield from deposited(stage, "cartes", -9)
    yield stage.at(-7, 11)
    stage.do("directrice", actions.take, stage.things["cartes"])


def _overdue(stage: Stage) -> Story:
    yield from deposited(stage, "delais", -43)


def _merged(stage: Stage) -> Story:
    yield from deposited(stage, "rappels", -24)
    yield stage.at(-22, 10)
    stage.do("mireille", actions.support, stage.things["rappels"], context="Aussi par courriel.")
    yield stage.at(-21, 16)
    said = "Un simple accusé de réception suffirait déjà."
    stage.do("odile", actions.comment, stage.things["rappels"], body=said)
    yield stage.at(-16, 11)
    head = stage.things["delais"]
    stage.do("directrice", actions.merge, stage.things["rappels"], head=head)


def _returned(stage: Stage) -> Story:
    yield from deposited(stage, "subventions", -21)
    yield stage.at(-13, 14)
    stage.do(
        "directrice",
        actions.ask_completion,
        stage.things["subventions"],
        motive_code=ReturnMotive.NO_FIGURES,
        motive="Combien d’associations attendent, et depuis combien de temps ? Un ordre de grandeur suffit : une année, un service.",
    )


def _qualified(stage: Stage) -> Story:
    yield from deposited(stage, "handicap", -19)
    yield stage.at(-13, 16)
    stage.do("directrice", actions.take, stage.things["handicap"])
    yield stage.at(-11, 10)
    stage.do("directrice", actions.qualify, stage.things["handicap"])


def _parked(stage: Stage) -> list[Story]:
    due = "Le logiciel est remplacé au printemps : nous relirons cet irritant avec les contrôleurs une fois le nouveau en place."
    ahead = "Un déménagement du site est prévu ; le nombre de salles va doubler, et le problème peut disparaître."
    return [
        _park(stage, "logiciel", -96, -80, due, -2),
        _park(stage, "salles", -52, -38, ahead, 64, supports=6),
    ]


def _park(
    stage: Stage,
    name: str,
    offset: int,
    answered: int,
    motive: str,
    review: int,
    supports: int | None = None,
) -> Story:
    yield from deposited(stage, name, offset)
    yield stage.at(answered, 11)
    told = {"motive": motive, "review_on": stage.day(review), "review_supports": supports}
    stage.do("directrice", actions.park, stage.things[name], **told)


def _declined(stage: Stage) -> Story:
    yield from deposited(stage, "adresse", -64)
    yield stage.at(-50, 9)
    stage.do(
        "directrice",
        actions.decline,
        stage.things["adresse"],
        motive_code=DeclineMotive.EXISTING_SOLUTION,
        motive="Une déclaration unique existe déjà pour six de ces neuf administrations. Nous transmettons votre témoignage à l’équipe qui la porte, pour les trois autres.",
        destination="L’équipe de la déclaration unique de changement d’adresse",
        review_on=stage.day(130),
    )


def _reviewed(stage: Stage) -> Story:
    yield from deposited(stage, "colis", -31)
    yield stage.at(-20, 10)
    stage.do(
        "simon",
        actions.decline,
        stage.things["colis"],
        motive_code=DeclineMotive.TOO_SMALL,
        motive="Trois colis par mois, d’après ce qui est écrit : trop peu pour qu’une équipe y travaille aujourd’hui.",
        review_on=stage.day(150),
    )
    yield stage.at(-3, 14)
    reasons = "Trois colis par mois et par service, et nous sommes quatre-vingts services : l’unité manquait dans mon texte."
    stage.do("fatou", actions.ask_review, stage.things["colis"], reasons=reasons)


def _oriented(stage: Stage) -> Story:
    yield from deposited(stage, "devis", -48)
    yield stage.at(-35, 15)
    stage.do(
        "directrice",
        actions.orient,
        stage.things["devis"],
        destination="Le service des achats du ministère",
        motive="La règle dépend d’une note interne que le service des achats peut changer sans outil numérique ; il en a été saisi.",
        review_on=stage.day(60),
    )


def _withdrawn(stage: Stage) -> Story:
    yield from deposited(stage, "cantine", -40)
    yield stage.at(-33, 12)
    motive = "Le menu est affiché depuis lundi."
    stage.do("agent2", actions.withdraw, stage.things["cantine"], motive=motive)


def _offered(stage: Stage) -> Story:
    yield from deposited(stage, "bruit", -23, 14)
    yield stage.at(-5, 11)
    motive = (
        "Les plaintes passent par les mairies : la Fabrique travaille déjà avec onze d’entre elles."
    )
    told = {"incubator_ref": stage.things["fabrique"].ref, "motive": motive}
    stage.do("directrice", actions.redirect, stage.things["bruit"], **told)


def _accepted(stage: Stage) -> Story:
    yield from deposited(stage, "bus", -34)
    yield stage.at(-27, 10)
    motive = "Le transport scolaire relève du département, que la Fabrique accompagne."
    told = {"incubator_ref": stage.things["fabrique"].ref, "motive": motive}
    stage.do("directrice", actions.redirect, stage.things["bus"], **told)
    yield stage.at(-22, 10)
    stage.do("directeur2", actions.accept_redirect, stage.things["bus"])
    yield stage.at(-18, 10)
    stage.do("directeur2", actions.qualify, stage.things["bus"])


# Kept for an investigation: deposited, qualified, selected.
_SELECTED = (
    ("stages", -30, -25, -24),
    ("veterans", -50, -44, -36),
    ("eau", -72, -60, -52),
    ("logement", -84, -76, -70),
    ("relances", -80, -74, -69),
    ("titres", -243, -235, -228),
    ("guichet", -224, -218, -212),
    ("naissance", -231, -222, -215),
)


def _selected(stage: Stage, name: str, offset: int, qualified: int, selected: int) -> Story:
    yield from deposited(stage, name, offset)
    yield stage.at(qualified, 10)
    stage.do("directrice", actions.qualify, stage.things[name])
    yield stage.at(selected, 16)
    stage.do("directrice", actions.select, stage.things[name])
