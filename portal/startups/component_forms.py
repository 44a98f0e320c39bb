"""What is filled in about components."""

from flask_babel import lazy_gettext as _l

from portal.startups.sheet_forms import SheetForm
from portal.startups.sheet_words import ComponentKind
from portal.web.input import Day, Pick, Radio, Text


class OfferForm(SheetForm):
    """A component that others may take."""

    kind = Radio(_l("Ce que c’est"), words=ComponentKind, ask=_l("Dites ce que c’est."))
    name = Text(_l("Nom"), most=120, ask=_l("Donnez-lui un nom."))
    purpose = Text(_l("À quoi cela sert"), most=300, ask=_l("Dites à quoi cela sert."))
    link = Text(_l("Lien vers le code ou la documentation"), most=500, needed=False)


class TakeForm(SheetForm):
    """A component that is taken."""

    component = Pick(_l("Composant d’une autre startup"), needed=False)
    name = Text(
        _l("Ou le nom d’un composant fait ailleurs"),
        most=120,
        needed=False,
        description=_l("Remplissez l’un ou l’autre."),
    )
    link = Text(_l("Son adresse"), most=500, needed=False)
    since = Day(_l("Repris depuis le"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
