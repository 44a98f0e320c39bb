"""What people fill in around minutes. Shapes only: sense is for the rules."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import PageForm, VersionedForm
from portal.web.input import LongText


class DissentForm(PageForm):
    """A dissent, in the words of whoever dissents."""

    body = LongText(
        _l("Votre désaccord, tel qu’il sera écrit"),
        most=4000,
        needed=False,
        description=_l("Laissez vide pour retirer ce que vous aviez demandé d’écrire."),
    )


class CorrigendumForm(VersionedForm):
    """A correction of sealed minutes."""

    body = LongText(
        _l("Ce qu’il faut lire, et à la place de quoi"),
        most=10000,
        ask=_l("Écrivez ce qu’il faut lire, et à la place de quoi."),
    )
    motive = LongText(
        _l("Motif du rectificatif"),
        most=1000,
        ask=_l("Dites pourquoi le procès-verbal est rectifié."),
    )


class ReviewForm(PageForm):
    """Putting a decision to the vote again."""

    motive = LongText(
        _l("Ce qui a changé depuis la décision"),
        most=4000,
        ask=_l("Dites ce qui a changé : le comité le lira avant de voter."),
    )
