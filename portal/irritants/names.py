"""How the author of an irritant is called, everywhere: pages, mails, histories, exports."""

import secrets

from portal.irritants.models import Irritant
from portal.people.models import Person
from portal.policy import Act, Actor, may

_TREES_AND_BIRDS = [
    "Acacia",
    "Alouette",
    "Aubépine",
    "Avocette",
    "Bouleau",
    "Bruant",
    "Cèdre",
    "Chardonneret",
    "Charme",
    "Châtaignier",
    "Chêne",
    "Cigogne",
    "Colombe",
    "Cormier",
    "Cyprès",
    "Érable",
    "Fauvette",
    "Figuier",
    "Frêne",
    "Genêt",
    "Geai",
    "Grive",
    "Héron",
    "Hêtre",
    "Hirondelle",
    "Houx",
    "Huppe",
    "Loriot",
    "Martinet",
    "Mélèze",
    "Merle",
    "Mésange",
    "Mûrier",
    "Noisetier",
    "Olivier",
    "Orme",
    "Osier",
    "Peuplier",
    "Pinson",
    "Platane",
    "Pouillot",
    "Roitelet",
    "Rossignol",
    "Rougegorge",
    "Sapin",
    "Saule",
    "Sorbier",
    "Sureau",
    "Tilleul",
    "Troglodyte",
    "Tourterelle",
    "Verdier",
]


def new_pseudonym() -> str:
    """A name for one irritant of one author, that tells nothing of them."""
    return f"Agent {secrets.choice(_TREES_AND_BIRDS)} {10 + secrets.randbelow(90)}"


def knows_author(actor: Actor, irritant: Irritant) -> bool:
    """The author; agents when the author shows their name; officers once they unmasked it."""
    if actor.person_id is not None and actor.person_id == irritant.author_id:
        return True
    if irritant.identity_shown:
        return actor.signed_in
    return irritant.unmasked_at is not None and may(actor, Act.IRRITANT_UNMASK, irritant)


def author_name(actor: Actor, irritant: Irritant) -> str:
    """The author's name for this reader: the true one, or the pseudonym of this irritant."""
    return irritant.author.name if knows_author(actor, irritant) else irritant.pseudonym


def name_of(actor: Actor, irritant: Irritant, person: Person) -> str:
    """Anybody's name around this irritant, its author's as `author_name` says it."""
    return author_name(actor, irritant) if person.id == irritant.author_id else person.name


def author_unit(actor: Actor, irritant: Irritant) -> str:
    """Where the author works, for those who know their name; empty for the others."""
    return irritant.author.unit if knows_author(actor, irritant) else ""
