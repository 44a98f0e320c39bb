"""What both sides of a condition fill in: what is done, and what is answered to it."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import PageForm
from portal.web.input import Either, LongText, Text


class SettleForm(PageForm):
    """A condition lifted, or waived."""

    how = Either(
        _l("Cette réserve est"),
        choices=[("lifted", _l("levée")), ("waived", _l("abandonnée"))],
        default="lifted",
    )
    settlement = LongText(
        _l("Preuve, ou motif de l’abandon"),
        most=1000,
        ask=_l("Écrivez la preuve constatée, ou pourquoi la réserve est abandonnée."),
    )


class ReviewForm(SettleForm):
    """The same once a proof is handed in: it may be sent back too."""

    how = Either(
        _l("Cette réserve est"),
        choices=[
            ("lifted", _l("levée")),
            ("revised", _l("à revoir : la preuve ne suffit pas encore")),
            ("waived", _l("abandonnée")),
        ],
        default="lifted",
    )
    settlement = LongText(
        _l("Preuve constatée, ce qui manque, ou motif de l’abandon"),
        most=1000,
        ask=_l(
            "Écrivez la preuve constatée, ce qui manque, ou pourquoi la réserve est abandonnée."
        ),
    )


class HandInForm(PageForm):
    """What was done for a condition, and where it is seen."""

    done = LongText(_l("Ce qui a été fait"), most=2000, ask=_l("Dites ce qui a été fait."))
    link = Text(_l("Lien vers la preuve"), most=500, needed=False)
