"""What people fill in about the incubators that carry a startup."""

from flask_babel import lazy_gettext as _l

from portal.startups.words import CarryKind
from portal.web.forms import PageForm
from portal.web.input import Day, Either, LongText, Pick, Radio


class OfferForm(PageForm):
    """What another incubator is asked."""

    kind = Radio(_l("Que lui proposez-vous ?"), words=CarryKind, ask=_l("Choisissez une réponse."))
    incubator = Pick(_l("À quel incubateur ?"), ask=_l("Choisissez un incubateur."))
    motive = LongText(
        _l("Pourquoi"), most=1000, ask=_l("Dites pourquoi : l’autre incubateur le lira.")
    )
    share = LongText(
        _l("Qui fait quoi"),
        most=500,
        needed=False,
        description=_l("Pour porter ensemble : le partage se lit sur la fiche."),
    )
    wanted_on = Day(
        _l("À partir du"), needed=False, description=_l("Pour prendre le relais seulement.")
    )


class CarryingAnswerForm(PageForm):
    """What the incubator that was asked answers."""

    accepts = Either(
        _l("Votre réponse"),
        choices=[("yes", _l("Nous acceptons")), ("no", _l("Nous déclinons"))],
        ask=_l("Répondez oui ou non."),
    )
    motive = LongText(
        _l("Pourquoi"),
        id="answer-motive",
        most=1000,
        needed=False,
        description=_l("Nécessaire pour décliner : l’autre incubateur le lira."),
    )


class CarryingEndForm(PageForm):
    """Why it is no longer carried together."""

    motive = LongText(
        _l("Pourquoi"),
        id="end-motive",
        most=1000,
        ask=_l("Dites pourquoi : l’autre incubateur le lira."),
    )
