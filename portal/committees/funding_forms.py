"""What is filled in about the money of a decision."""

from flask_babel import lazy_gettext as _l

from portal.committees.words import LineAnswer
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import LongText, Pick, Radio, Text, Whole

MOST = 10**9


class LineForm(VersionedForm):
    """What a sponsor says of its line; the names are those of the line, to compare them."""

    state = Radio(_l("Votre réponse"), words=LineAnswer, ask=_l("Choisissez votre réponse."))
    amount = Whole(
        _l("Montant confirmé, en euros"),
        most=MOST,
        needed=False,
        description=_l("Celui qui est demandé, ou un autre."),
    )
    imputation = Text(
        _l("Imputation"),
        most=200,
        needed=False,
        description=_l("Programme, action, centre de coûts. Elle figure sur la note d’achat."),
    )
    motive = LongText(
        _l("Motif"),
        most=1000,
        needed=False,
        description=_l("Si le montant change, si vous ne financez pas, ou pour corriger."),
    )


class NameForm(PageForm):
    """One more sponsor."""

    organisation = Pick(_l("Organisation"), ask=_l("Choisissez l’organisation."))
    asked = Whole(
        _l("Montant demandé, en euros"),
        least=1,
        most=MOST,
        ask=_l("Écrivez un montant en euros, par exemple 150000."),
    )


class SendForm(PageForm):
    """The note goes to purchasing."""

    sent_to = Text(
        _l("Transmise à"),
        most=200,
        ask=_l("Écrivez à qui vous l’avez transmise."),
        description=_l("Un service ou une personne, par exemple : bureau des achats."),
    )


class TakeBackForm(PageForm):
    """The note is taken back."""

    motive = LongText(_l("Motif"), most=1000, ask=_l("Écrivez le motif : il reste au journal."))
