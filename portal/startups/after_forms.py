"""What is filled in about what follows a stop."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.startups.after_words import TechnicalState
from portal.startups.sheet_forms import SheetChangeForm, SheetForm
from portal.web.input import Day, LongText, Pick, PickSeveral, Radio, Text, Whole

MOST = 10**9


class SeekForm(SheetChangeForm):
    """What the service looks for."""

    amount = Whole(
        _l("Ce qu’il faut pour six mois, en euros"), most=MOST, needed=False, id="needed-amount"
    )
    wants_sponsor = BooleanField(_l("Nous cherchons un sponsor"))
    wants_host = BooleanField(_l("Nous cherchons une administration qui l’accueille"))
    body = LongText(
        _l("Ce que le service apporte, et ce qu’il faudrait pour le reprendre"),
        most=3000,
        ask=_l("Dites en quelques phrases ce que vous cherchez."),
        description=_l("Lisible par tous : sans nom ni coordonnées de personnes."),
    )
    helpers = LongText(
        _l("Qui peut aider, et comment"),
        most=1000,
        needed=False,
        description=_l("Lisible par tous : des fonctions et des services, plutôt que des noms."),
    )


class OfferForm(SheetForm):
    """An offer to take a service over."""

    organisation = Pick(_l("Organisation qui propose"), ask=_l("Choisissez l’organisation."))
    amount = Whole(
        _l("Montant apporté pour six mois, en euros"),
        most=MOST,
        ask=_l("Écrivez un montant en euros, par exemple 150000."),
    )
    carrier = Text(
        _l("Qui porterait le service"),
        most=300,
        ask=_l("Dites qui le porterait."),
        description=_l("Un service, une équipe, un incubateur."),
    )
    receiving = Pick(_l("Incubateur qui l’accueillerait, s’il change"), needed=False)
    message = LongText(_l("Ce que vous proposez"), most=3000, ask=_l("Dites ce que vous proposez."))
    holds_until = Day(
        _l("L’offre tient jusqu’au"), ask=_l("Écrivez une date, par exemple 04/12/2026.")
    )


class DeclineForm(SheetForm):
    """Why an offer is not followed."""

    answer = LongText(
        _l("Pourquoi cette offre n’est pas suivie"),
        most=1000,
        ask=_l("Dites pourquoi : la personne qui a fait l’offre le lira."),
    )


class TechnicalForm(SheetChangeForm):
    """One answer of the technical file."""

    state = Radio(_l("Où en est-on ?"), words=TechnicalState, ask=_l("Dites où l’on en est."))
    body = LongText(
        _l("Ce que le repreneur doit savoir"),
        most=2000,
        ask=_l("Écrivez ce que le repreneur doit savoir, ou pourquoi c’est sans objet."),
    )
    ends_on = Day(
        _l("Expire le"),
        needed=False,
        description=_l("Pour un nom de domaine, un contrat, une garde de données."),
    )


class LessonForm(SheetChangeForm):
    """What was learned."""

    learned = LongText(
        _l("Ce que nous avons appris"), most=5000, ask=_l("Dites ce qui a été appris.")
    )
    why = LongText(
        _l("Pourquoi le service s’arrête"), most=3000, ask=_l("Dites pourquoi il s’arrête.")
    )
    advice = LongText(
        _l("À qui voudrait recommencer"),
        most=3000,
        ask=_l("Dites ce que vous conseillez à qui voudrait recommencer."),
    )
    aftermath = LongText(
        _l("Ce que deviennent les usagers et les données"),
        most=3000,
        ask=_l("Dites ce que deviennent les usagers et les données."),
    )
    figures = PickSeveral(_l("Chiffres atteints, à joindre"), needed=False)
    motive = Text(
        _l("Pourquoi le texte change"),
        most=300,
        needed=False,
        description=_l("Le journal garde les deux textes."),
    )
