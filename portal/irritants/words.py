"""The coded words of irritants and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class IrritantState(Word):
    """Where an irritant stands."""

    DRAFT = "draft", _l("brouillon")
    SUBMITTED = "submitted", _l("déposé")
    RETURNED = "returned", _l("à compléter")
    QUALIFIED = "qualified", _l("qualifié")
    SELECTED = "selected", _l("retenu")
    INVESTIGATING = "investigating", _l("en investigation")
    ANSWERED = "answered", _l("a donné naissance à une startup")
    INCONCLUSIVE = "inconclusive", _l("sans suite après investigation")
    MERGED = "merged", _l("réuni à un autre")
    REDIRECTED = "redirected", _l("orienté ailleurs")
    PARKED = "parked", _l("mis en réserve")
    DECLINED = "declined", _l("non retenu")
    WITHDRAWN = "withdrawn", _l("retiré")


OPEN_STATES = frozenset({IrritantState.SUBMITTED, IrritantState.RETURNED, IrritantState.QUALIFIED})
"""An answer is owed."""

NEGATIVE_EXITS = frozenset(
    {IrritantState.MERGED, IrritantState.REDIRECTED, IrritantState.PARKED, IrritantState.DECLINED}
)
"""The incubator's answers that carry a motive, where it goes, and when it is looked at again."""

ENDED_STATES = NEGATIVE_EXITS | {
    IrritantState.ANSWERED,
    IrritantState.INCONCLUSIVE,
    IrritantState.WITHDRAWN,
}
"""Nothing more is expected, unless it is reopened."""

ANSWERED_STATES = (ENDED_STATES - {IrritantState.WITHDRAWN}) | {
    IrritantState.SELECTED,
    IrritantState.INVESTIGATING,
}
"""The author has an answer: the clock of the promise has stopped."""


class IrritantVerb(Word):
    """What moves an irritant from a state to another; labels are the words of the buttons."""

    SUBMIT = "submit", _l("Déposer")
    RETURN = "return", _l("Demander de compléter")
    COMPLETE = "complete", _l("Renvoyer complété")
    QUALIFY = "qualify", _l("Qualifier")
    SELECT = "select", _l("Retenir")
    INVESTIGATE = "investigate", _l("Prendre en investigation")
    RELEASE = "release", _l("Sortir de l’investigation")
    ANSWER = "answer", _l("Donner naissance à une startup")
    CONCLUDE = "conclude", _l("Conclure sans suite")
    MERGE = "merge", _l("Réunir à un autre irritant")
    UNMERGE = "unmerge", _l("Séparer à nouveau")
    REDIRECT = "redirect", _l("Orienter ailleurs")
    PARK = "park", _l("Mettre en réserve")
    DECLINE = "decline", _l("Ne pas retenir")
    WITHDRAW = "withdraw", _l("Retirer")
    REOPEN = "reopen", _l("Rouvrir")


class DeclineMotive(Word):
    """Why an irritant is not taken further."""

    OUT_OF_SCOPE = "out_of_scope", _l("hors du champ de l’incubateur")
    NOT_DIGITAL = "not_digital", _l("le numérique n’y changerait rien")
    EXISTING_SERVICE = "existing_service", _l("relève de l’amélioration d’un service existant")
    EXISTING_SOLUTION = "existing_solution", _l("une solution existe déjà")
    TOO_SMALL = "too_small", _l("trop peu de personnes ou de temps en jeu")
    NO_EVIDENCE = "no_evidence", _l("le problème n’est pas encore établi")
    NO_CARRIER = "no_carrier", _l("personne pour le porter aujourd’hui")
    DUPLICATE = "duplicate", _l("déjà déposé")
    OTHER = "other", _l("autre motif")


class ReturnMotive(Word):
    """What the author is asked to complete."""

    INCOMPLETE = "incomplete", _l("il manque des précisions")
    NO_FIGURES = "no_figures", _l("il manque des chiffres")
    SOLUTION_ONLY = "solution_only", _l("une solution est décrite, le problème pas encore")
    SEVERAL = "several", _l("plusieurs problèmes sont mêlés")
    PERSONAL_DATA = "personal_data", _l("le texte nomme des personnes")


class UserType(Word):
    """Who suffers; codes are those that the programme publishes."""

    INDIVIDUAL = "particulier", _l("Particuliers")
    STATE = "etat", _l("Agents de l’État")
    LOCAL_AUTHORITY = "collectivite-territoriale", _l("Collectivités territoriales")
    PARLIAMENT = "parlement", _l("Parlement")
    BUSINESS = "entreprise", _l("Entreprises")
    ASSOCIATION = "association", _l("Associations")
    SCHOOL = "etablissement-scolaire", _l("Établissements scolaires")


class Audience(Word):
    """Whether users or agents meet the irritant."""

    USERS = "users", _l("Des usagers du service public")
    INTERNAL = "internal", _l("Des agents, dans leur travail")


class Frequency(Word):
    """How often one person meets it."""

    DAILY = "daily", _l("chaque jour")
    WEEKLY = "weekly", _l("chaque semaine")
    MONTHLY = "monthly", _l("chaque mois")
    YEARLY = "yearly", _l("chaque année")
    ONCE = "once", _l("une fois, mais cela compte")


class Visibility(Word):
    """Who may read it inside the administration."""

    AGENTS = "agents", _l("tous les agents")
    CONFIDENTIAL = "confidential", _l("confidentiel")


class TransferState(Word):
    """An offer to another incubator."""

    OFFERED = "offered", _l("proposé")
    ACCEPTED = "accepted", _l("accepté")
    RETURNED = "returned", _l("rendu")
    EXPIRED = "expired", _l("resté sans réponse")


class Carrying(Word):
    """Whether the author wishes to work on it."""

    NO = "no", _l("Non, je signale le problème")
    HELP = "help", _l("Oui, pour témoigner ou tester")
    LEAD = "lead", _l("Oui, pour porter la suite moi-même")


class Sorting(Word):
    """In which order a list is read."""

    NEWEST = "recents", _l("Les plus récents")
    SUPPORTED = "soutenus", _l("Les plus soutenus")
    OLDEST = "anciens", _l("Les plus anciens")


class Figure(Word):
    """What one may count beside « moi aussi »."""

    PEOPLE = "personnes", _l("personnes concernées")
    HOURS = "heures", _l("heures perdues par mois")


class QueueView(Word):
    """What an officer looks at in the triage."""

    DUE = "a-repondre", _l("À répondre")
    MINE = "miens", _l("Pris en charge par moi")
    FREE = "libres", _l("Pris en charge par personne")
    RETURNED = "a-completer", _l("Chez l’auteur, à compléter")
    SELECTED = "retenus", _l("Retenus, en attente d’investigation")
    REVIEW = "a-relire", _l("À relire à une date")
    REVIEWED = "reexamens", _l("Réexamens demandés")
    OFFERED = "offerts", _l("Proposés à mon incubateur")
    UNROUTED = "a-orienter", _l("Sans incubateur")
    OPEN = "en-cours", _l("En cours : la réponse est due")
    ALL = "tous", _l("Tous, répondus compris")


class Age(Word):
    """For how long an irritant has waited since its deposit, or that its promise has passed."""

    UNDER_16 = "0-15", _l("15 jours ou moins")
    UNDER_31 = "16-30", _l("de 16 à 30 jours")
    UNDER_61 = "31-60", _l("de 31 à 60 jours")
    OLDER = "61", _l("plus de 60 jours")
    LATE = "retard", _l("délai de réponse passé")


class Kept(Word):
    """What became of a promise of an answer; codes are those of the address."""

    IN_TIME = "a-temps", _l("répondu à temps")
    LATE = "en-retard", _l("répondu en retard")
    WAITING = "en-attente", _l("délai passé, sans réponse")


class Readers(Word):
    """Whom a comment is for, besides whoever wrote it; chosen once."""

    AGENTS = "agents", _l("tous les agents")
    AUTHOR = "author", _l("l’auteur de l’irritant et l’incubateur")
    DESK = "desk", _l("l’incubateur seulement")


class CoAuthorState(Word):
    """Where a colleague stands, who was asked to tell it together."""

    INVITED = "invited", _l("invité")
    ACTIVE = "active", _l("co-auteur")
    DECLINED = "declined", _l("ne participe pas")
    LEFT = "left", _l("n’est plus co-auteur")
    REMOVED = "removed", _l("retiré de la liste")


class ReviewState(Word):
    """Where a request for review stands."""

    ASKED = "asked", _l("en cours de réexamen")
    UPHELD = "upheld", _l("réponse maintenue")
    REOPENED = "reopened", _l("irritant rouvert")


class ReviewOutcome(Word):
    """What the person who looks again decides."""

    UPHELD = "upheld", _l("Maintenir la réponse")
    REOPENED = "reopened", _l("Rouvrir l’irritant, avec un nouveau délai de réponse")


class FlagOutcome(Word):
    """What became of a flagged comment."""

    MASKED = "masked", _l("masqué")
    KEPT = "kept", _l("gardé")
    WITHDRAWN = "withdrawn", _l("retiré par son auteur")
