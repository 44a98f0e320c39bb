"""What the desk of the demonstration keeps for itself: labels, a view, templates, notes."""

from portal.demo.stage import Stage, Story
from portal.irritants import labelling, noting, templating, viewing
from portal.irritants.desk_words import Shape
from portal.irritants.words import DeclineMotive

_LABELS = {"Juridique": Shape.STAR, "Guichet": Shape.ROUND, "Avant l’été": Shape.TRIANGLE}
_PLACED = (("handicap", "Juridique"), ("handicap", "Guichet"), ("delais", "Avant l’été"))
_OUT_OF_SCOPE = (
    "Bonjour, nous avons lu votre irritant {référence}, « {titre} ». Il relève d’une règle que nous"
    " ne pouvons pas changer d’ici ; nous l’avons signalé à ceux qui l’écrivent."
)
_MORE_FIGURES = (
    "Bonjour, pour répondre à « {titre} », il nous manque un ordre de grandeur : combien de"
    " personnes, combien de fois, et ce qui le montre ?"
)


def stories(stage: Stage) -> list[Story]:
    """All of them."""
    return [_tools(stage), _notes(stage)]


def _tools(stage: Stage) -> Story:
    yield stage.at(-10, 9)
    house = stage.things["forge"].ref
    made = {
        name: stage.do(
            "directrice", labelling.new_label, incubator_ref=house, name=name, shape=shape
        )
        for name, shape in _LABELS.items()
    }
    for name, gesture, code, body in (
        ("Hors de notre champ", "decliner", DeclineMotive.OUT_OF_SCOPE.value, _OUT_OF_SCOPE),
        ("Il manque des chiffres", "completer", "no_figures", _MORE_FIGURES),
    ):
        told = {"name": name, "gesture": gesture, "motive_code": code, "body": body}
        stage.do("directrice", templating.write_template, incubator_ref=house, **told)
    for irritant, name in _PLACED:
        stage.do("directrice", labelling.put_label, stage.things[irritant], made[name])
    asked = {"vue": "a-repondre", "age": "retard"}
    told = {"name": "Délai passé", "asked": asked, "incubator_ref": house}
    stage.do("directrice", viewing.keep_view, **told)


def _notes(stage: Stage) -> Story:
    yield stage.at(-9, 15)
    body = "Le service juridique relit la liste des pièces ; réponse promise pour la fin du mois."
    stage.do("directrice", noting.write_note, stage.things["handicap"], body=body)
