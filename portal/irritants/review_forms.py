"""Asking for a review, and answering it."""

from flask_babel import lazy_gettext as _l

from portal.irritants.words import ReviewOutcome
from portal.web.forms import PageForm
from portal.web.input import LongText, Radio


class AskReviewForm(PageForm):
    """Why it should be looked at again."""

    reasons = LongText(
        _l("Pourquoi relire cette réponse ?"),
        most=2000,
        ask=_l("Dites ce qui a été mal compris, ou ce qui est nouveau."),
    )


class ReviewForm(PageForm):
    """What comes of it."""

    outcome = Radio(
        _l("Après relecture"), words=ReviewOutcome, ask=_l("Choisissez l’une des deux suites.")
    )
    motive = LongText(
        _l("Votre message"),
        most=5000,
        ask=_l("Expliquez votre réponse : l’auteur et ses soutiens la liront."),
    )
