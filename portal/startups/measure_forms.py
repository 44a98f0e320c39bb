"""What is filled in about a measure and its figures."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.startups.sheet_forms import SheetChangeForm, SheetForm
from portal.startups.sheet_words import Better, Nature
from portal.startups.words import Rung
from portal.web.input import Day, LongText, Radio, Select, Text, Whole
from portal.web.numbers import Number

_DECIMAL = _l("Un nombre seul, par exemple 1200 ou 4,5.")


class MeasureForm(SheetChangeForm):
    """One thing that is followed."""

    name = Text(_l("Ce que l’on mesure"), most=120, ask=_l("Dites ce que l’on mesure."))
    rung = Select(_l("Échelon"), words=Rung, ask=_l("Choisissez l’échelon de la matrice d’impact."))
    unit = Text(
        _l("Unité"), most=40, needed=False, description=_l("Par exemple : dossiers, jours, %.")
    )
    better = Radio(_l("Sens"), words=Better, ask=_l("Dites vers où ce chiffre doit aller."))
    nature = Select(
        _l("Ce que dit chaque chiffre"),
        words=Nature,
        ask=_l("Dites ce que dit chaque chiffre."),
        description=_l(
            "Par exemple : 40 appels dans le mois, 900 comptes depuis le début, 12 communes équipées ce jour-là, 87 %. Le coût de l’impact en dépend."
        ),
    )
    source = Text(
        _l("Source"),
        most=300,
        ask=_l("Dites d’où vient le chiffre."),
        description=_l("D’où vient le chiffre : un outil, une enquête, un relevé."),
    )
    link = Text(_l("Lien vers la source"), most=500, needed=False)
    is_satisfaction = BooleanField(
        _l(
            "C’est la satisfaction des usagers : chaque chiffre dira combien ont répondu, et comment"
        )
    )


class ReadingForm(SheetForm):
    """One figure."""

    on = Day(
        _l("Jour du relevé, ou dernier jour de la période"),
        ask=_l("Écrivez une date, par exemple 04/12/2026."),
    )
    value = Number(_l("Chiffre"), ask=_l("Écrivez le chiffre relevé."), description=_DECIMAL)
    sample = Whole(_l("Combien de personnes ont répondu"), most=10**9, needed=False)
    method = LongText(
        _l("Comment elles ont été interrogées"),
        most=500,
        needed=False,
        description=_l("Par exemple : une question en fin de démarche, tout le mois d’octobre."),
    )
    note = LongText(_l("Remarque"), most=500, needed=False)


class CorrectionForm(SheetForm):
    """The right figure of a day, and why the other was wrong."""

    value = Number(_l("Chiffre juste"), ask=_l("Écrivez le chiffre juste."), description=_DECIMAL)
    sample = Whole(_l("Combien de personnes ont répondu"), most=10**9, needed=False)
    method = LongText(_l("Comment elles ont été interrogées"), most=500, needed=False)
    motive = LongText(
        _l("Pourquoi le chiffre change"),
        most=500,
        ask=_l("Dites pourquoi le chiffre change : les deux restent visibles."),
        description=_l("L’ancien chiffre et ce motif restent visibles."),
    )
