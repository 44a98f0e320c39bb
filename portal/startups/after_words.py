"""The coded words of what follows a stop."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word
from portal.startups.words import Phase


class OfferState(Word):
    """What becomes of an offer to take a service over."""

    MADE = "made", _l("à examiner")
    ACCEPTED = "accepted", _l("portée devant un comité")
    TAKEN = "taken", _l("reprise décidée")
    NOT_TAKEN = "not_taken", _l("non suivie par le comité")
    DECLINED = "declined", _l("déclinée")
    WITHDRAWN = "withdrawn", _l("retirée")
    LAPSED = "lapsed", _l("arrivée à son terme")


class OfferVerb(Word):
    """What is done with an offer."""

    ACCEPT = "accept", _l("porter devant un comité")
    TAKE = "take", _l("décider la reprise")
    LEAVE = "leave", _l("ne pas suivre")
    DECLINE = "decline", _l("décliner")
    WITHDRAW = "withdraw", _l("retirer")
    LAPSE = "lapse", _l("laisser arriver à son terme")


class Reminder(Word):
    """What is told of a safeguard period, and when."""

    HALF = "half", _l("à mi-parcours")
    LAST = "last", _l("avant la fin")


class TechnicalTopic(Word):
    """What whoever takes a service over must find, in the order in which it is asked."""

    REPOSITORY = "repository", _l("Code source")
    HOSTING = "hosting", _l("Hébergement")
    DOMAINS = "domains", _l("Noms de domaine")
    DATA = "data", _l("Données et durée de garde")
    SECRETS = "secrets", _l("Comptes et secrets")
    CONTRACTS = "contracts", _l("Contrats en cours")
    LICENCE = "licence", _l("Licence")
    DOCUMENTATION = "documentation", _l("Documentation")
    USERS = "users", _l("Usagers à prévenir")


HINTS = {
    TechnicalTopic.REPOSITORY: _l("L’adresse du dépôt, et qui peut y écrire (un rôle)."),
    TechnicalTopic.HOSTING: _l("Chez qui, sous quel compte, et ce que cela coûte par mois."),
    TechnicalTopic.DOMAINS: _l("Chaque nom, et le jour où il expire."),
    TechnicalTopic.DATA: _l("Lesquelles, où, et jusqu’à quand on les garde."),
    TechnicalTopic.SECRETS: _l("Le rôle de qui les détient. Jamais un secret ni un mot de passe."),
    TechnicalTopic.CONTRACTS: _l("Avec qui, jusqu’à quand, et comment y mettre fin."),
    TechnicalTopic.LICENCE: _l("Celle du code et celle des contenus."),
    TechnicalTopic.DOCUMENTATION: _l("Où elle est, et ce qui lui manque."),
    TechnicalTopic.USERS: _l("Combien, par quel moyen, et ce qu’on leur dira."),
}
"""What each answer should say."""


class TechnicalState(Word):
    """Where one answer of the technical file stands."""

    KNOWN = "known", _l("renseigné")
    PARTLY = "partly", _l("en partie")
    NOT_APPLICABLE = "not_applicable", _l("sans objet")


TAUGHT = frozenset({Phase.STOPPED, Phase.DORMANT})
"""Ends after which one says what was learned; an investigation has its own report."""
