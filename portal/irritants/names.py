"""How the author of an irritant is called, everywhere: pages, mails, histories, exports."""

import secrets

from portal.irritants.models import Irritant
from portal.kernel.text import listed
from portal.people.models import Person
from portal.policy import Act, Actor, may, writes

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
    """Those who tell it; agents when the author shows their name; officers once they unmasked it."""
    if irritant.identity_shown:
        return actor.signed_in
    if writes(actor, irritant):
        return True
    return irritant.unmasked_at is not None and may(actor, Act.IRRITANT_UNMASK, irritant)


def author_name(actor: Actor, irritant: Irritant) -> str:
    """The author's name for this reader: the true one, or the pseudonym of this irritant."""
    return irritant.author.name if knows_author(actor, irritant) else irritant.pseudonym


def author_unit(actor: Actor, irritant: Irritant) -> str:
    """Where the author works, for those who know their name; empty for the others."""
    return irritant.author.unit if knows_author(actor, irritant) else ""


def mask_of(irritant: Irritant, person_id: int | None) -> str:
    """The name for others of somebody who tells it, or told it, unseen; empty for anybody else."""
    if irritant.identity_shown or person_id is None:
        return ""
    if person_id == irritant.author_id:
        return irritant.pseudonym
    lines = (one for one in irritant.coauthors if one.person_id == person_id and one.joined_at)
    return next((one.pseudonym for one in lines), "")


def person_name(actor: Actor, irritant: Irritant, person: Person) -> str:
    """The name of somebody who did something on this irritant, for this reader."""
    mask = mask_of(irritant, person.id)
    return mask if mask and not knows_author(actor, irritant) else person.name


def person_unit(actor: Actor, irritant: Irritant, person: Person) -> str:
    """Where they work, for those who know their name."""
    is_hidden = mask_of(irritant, person.id) and not knows_author(actor, irritant)
    return "" if is_hidden else person.unit


def tellers(actor: Actor, irritant: Irritant) -> str:
    """The author and those who tell it together, for this reader."""
    together = [one for one in irritant.coauthors if one.person_id in irritant.coauthor_ids]
    names = [person_name(actor, irritant, one.person) for one in together]
    return listed([author_name(actor, irritant), *names])
