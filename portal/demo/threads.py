"""What is said of irritants, who follows them, and a comment that waits for its moderator."""

from portal.demo.stage import Stage, Story
from portal.irritants import actions
from portal.irritants.words import Readers

# The irritant, who says it, how many days before today, at what hour.
_SAID = (
    ("handicap", "yvette", -14, 16, "Nous tenons un cahier : **41 familles** depuis la rentrée."),
    (
        "handicap",
        "agent2",
        -12,
        11,
        "Même chose à Sainte-Ombre. Ce qui bloque :\n\n- le certificat est demandé trois fois\n"
        "- personne ne sait où en est le dossier",
    ),
    ("handicap", "agent", -9, 10, "Le formulaire de mars a supprimé une des trois demandes."),
    ("delais", "odile", -36, 9, "Je peux fournir le relevé des appels de septembre."),
    ("delais", "directrice", -20, 14, "Volontiers : par semaine, si vous l’avez ainsi."),
    ("stages", "yvette", -23, 10, "Les collèges demandent la liste dès octobre."),
)


def stories(stage: Stage) -> list[Story]:
    """All of them."""
    said = [_said(stage, *one) for one in _SAID]
    return [
        *said,
        _named(stage),
        _for_few(stage),
        _withdrawn(stage),
        *(_follows(stage, *one) for one in _FOLLOWS),
    ]


def _said(stage: Stage, name: str, who: str, offset: int, hour: int, body: str) -> Story:
    yield stage.at(offset, hour, 30)
    stage.do(who, actions.comment, stage.things[name], body=body)


def _named(stage: Stage) -> Story:
    """A passage already masked, answered; then a comment flagged, which waits."""
    yield stage.at(-19, 15)
    irritant = stage.things["delais"]
    said = stage.do(
        "rachid",
        actions.comment,
        irritant,
        body="Demandez à Mme Ravelin, guichet 4 : elle a appelé onze fois.",
    )
    yield stage.at(-18, 9)
    motive = "Une usagère est nommée : son nom n’a pas à être lu par tous les agents."
    told = {"passage": "Mme Ravelin", "motive": motive}
    mask = stage.do("directrice", actions.mask, said, **told)
    yield stage.at(-18, 11)
    stage.do("rachid", actions.answer_mask, said, mask, answer="C’est juste, merci.")
    yield stage.at(-3, 10)
    other = stage.do(
        "paulin", actions.comment, irritant, body="Le standard est fermé, voilà tout. Inutile."
    )
    yield stage.at(-2, 9)
    stage.do("agent", actions.flag, other, reason="Le ton décourage ceux qui appellent.")


def _for_few(stage: Stage) -> Story:
    """A word to the author alone, then one to the desk, which asks for the director's attention."""
    yield stage.at(-17, 10)
    irritant = stage.things["delais"]
    body = "Pourriez-vous dire quels jours manquent dans le relevé ?"
    stage.do(
        "directrice", actions.comment, irritant, body=body, readers=Readers.AUTHOR, told="auteur"
    )
    yield stage.at(-16, 10)
    body = "Deux guichets de la même direction sont concernés : à voir avant de répondre."
    asked = stage.people["directrice"].ref
    stage.do("rachid", actions.comment, irritant, body=body, readers=Readers.DESK, told=asked)


def _withdrawn(stage: Stage) -> Story:
    yield stage.at(-11, 9)
    said = stage.do(
        "simon", actions.comment, stage.things["handicap"], body="Je me trompe de dossier."
    )
    yield stage.at(-11, 9, 5)
    stage.do("simon", actions.withdraw_comment, said)


_FOLLOWS = (
    ("handicap", "agent", -10),
    ("delais", "agent", -30),
    ("titres", "agent", -200),
    ("stages", "coach", -21),
    ("delais", "programme", -25),
)


def _follows(stage: Stage, name: str, who: str, offset: int) -> Story:
    yield stage.at(offset, 17)
    stage.do(who, actions.follow, stage.things[name])
