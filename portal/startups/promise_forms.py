"""What is filled in about objectives, standards and the logbook."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.startups.sheet_forms import SheetChangeForm, SheetForm
from portal.startups.sheet_words import Kept
from portal.startups.words import StandardLevel
from portal.web.input import Day, LongText, Pick, Radio, Text

_DAY = _l("Écrivez une date, par exemple 04/12/2026.")


class ObjectiveForm(SheetForm):
    """A promise for a half-year."""

    half_year = Pick(_l("Semestre"), ask=_l("Choisissez le semestre."))
    statement = Text(
        _l("Ce que l’équipe promet"), most=300, ask=_l("Dites ce que l’équipe promet.")
    )
    baseline = Text(_l("Où l’on en est"), most=120, ask=_l("Dites d’où l’on part."))
    target = Text(_l("Cible"), most=120, ask=_l("Dites ce qui sera atteint."))
    measure = Pick(_l("Mesure qui le dira"), needed=False)


class SettleForm(SheetChangeForm):
    """What became of it."""

    kept = Radio(_l("Qu’en est-il ?"), words=Kept, ask=_l("Dites ce qu’il en est."))
    result = Text(
        _l("Ce qui est observé"),
        most=300,
        ask=_l("Dites ce qui est observé, ou pourquoi l’objectif est retiré."),
        description=_l("Un chiffre et son jour ; pour un objectif retiré, pourquoi."),
    )

    source = Text(
        _l("Source"),
        most=300,
        needed=False,
        description=_l("D’où vient ce qui est observé. Le comité le lira."),
    )
    link = Text(_l("Lien vers la source"), most=500, needed=False)

    def offer(self) -> "SettleForm":
        """What may be said: all but that it is still open."""
        self.kept.choices = [(one.value, one.label) for one in Kept if one is not Kept.OPEN]
        return self


class StandardForm(SheetForm):
    """How far a standard is met."""

    level = Radio(_l("Où en est-on ?"), words=StandardLevel, ask=_l("Dites où l’on en est."))
    on = Day(_l("Constaté le"), ask=_DAY)
    proof = LongText(
        _l("Preuve, ou explication"),
        most=1000,
        needed=False,
        description=_l(
            "Obligatoire si c’est atteint ou sans objet : ce qui le montre, ou pourquoi."
        ),
    )
    link = Text(_l("Lien vers la preuve"), most=500, needed=False)


class LogbookForm(SheetForm):
    """A line of the logbook."""

    on = Day(_l("Jour"), ask=_DAY)
    body = LongText(
        _l("Ce qui s’est passé"),
        most=5000,
        ask=_l("Écrivez ce qui s’est passé."),
        description=_l("Markdown accepté. Sans nom ni coordonnées d’usagers."),
    )
    is_public = BooleanField(_l("Lisible par tous, sans se connecter"))
