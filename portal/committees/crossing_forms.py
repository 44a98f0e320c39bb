"""What people fill in about a change of course or a merger."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Either, LongText, Pick, Text


class CourseForm(VersionedForm):
    """The mission that is put to the vote."""

    mission = LongText(
        _l("La mission nouvelle"),
        most=2000,
        ask=_l("Écrivez la mission nouvelle : c’est elle qui est votée."),
    )
    title = Text(
        _l("Le nom nouveau, s’il change"),
        needed=False,
        description=_l("L’ancien nom reste lisible sur la fiche, et la recherche le trouve."),
    )
    kept = LongText(
        _l("Ce qui est gardé, ce qui est abandonné"),
        most=4000,
        ask=_l("Dites ce qui est gardé et ce qui est abandonné."),
    )


class ReceiverForm(VersionedForm):
    """The startup that receives, among those found."""

    receiver = Pick(_l("La startup qui accueille"), ask=_l("Choisissez la startup qui accueille."))
    leftover = LongText(
        _l("Ce que devient l’argent qui reste"),
        most=2000,
        ask=_l("Dites ce que devient l’argent qui reste."),
        description=_l("Rien n’est accordé à la startup qui accueille : son comité en décidera."),
    )


class AgreementForm(PageForm):
    """What the receiver answers."""

    agrees = Either(
        _l("Votre réponse"),
        choices=[("yes", _l("Nous acceptons de l’accueillir")), ("no", _l("Non, pas ainsi"))],
        ask=_l("Répondez oui ou non."),
    )
    motive = LongText(
        _l("Pourquoi"),
        most=1000,
        needed=False,
        description=_l("Nécessaire pour un non : l’équipe qui demande le lira."),
    )
