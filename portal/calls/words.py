"""The coded words of calls for problems and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class CallState(Word):
    """Where a call stands; computed from its days, never stored."""

    DRAFT = "draft", _l("en préparation")
    OPEN = "open", _l("ouvert")
    CLOSED = "closed", _l("clos, dossiers à l’étude")
    ANSWERED = "answered", _l("chacun a sa réponse")


class QuestionKind(Word):
    """How a question of a call is answered."""

    SHORT = "short", _l("une ligne")
    LONG = "long", _l("un paragraphe")
    CHOICE = "choice", _l("un choix dans une liste")
    YES_NO = "yes_no", _l("oui ou non")


class YesNo(Word):
    """The answer to a question that asks no more."""

    YES = "yes", _l("oui")
    NO = "no", _l("non")


class Part(Word):
    """What a named person is asked to do in a call."""

    PREJURY = "prejury", _l("pré-jury : lit et note les dossiers")
    JURY = "jury", _l("jury : écoute les présentations")


class EntryState(Word):
    """Where an irritant stands within a call."""

    ENTERED = "entered", _l("déposé dans l’appel")
    SHORTLISTED = "shortlisted", _l("sur la liste courte")
    PITCHED = "pitched", _l("présenté au jury")
    LAUREATE = "laureate", _l("lauréat")
    NOT_KEPT = "not_kept", _l("non lauréat, suit son cours")
    WITHDRAWN = "withdrawn", _l("retiré de l’appel")


WAITING_STATES = (EntryState.ENTERED, EntryState.SHORTLISTED, EntryState.PITCHED)
"""An answer is owed to whoever entered it."""


class EntryVerb(Word):
    """What moves an entry from a state to another."""

    ENTER = "enter", _l("Déposer à nouveau")
    WITHDRAW = "withdraw", _l("Retirer de l’appel")
    SHORTLIST = "shortlist", _l("Mettre sur la liste courte")
    PITCH = "pitch", _l("Présenter au jury")
    AWARD = "award", _l("Désigner lauréat")
    ANSWER = "answer", _l("Répondre")


class Verdict(Word):
    """What a reader of the pre-jury would do with a file."""

    KEEP = "keep", _l("à garder")
    UNSURE = "unsure", _l("j’hésite")
    DROP = "drop", _l("à laisser")


class PitchVerdict(Word):
    """What a member of the jury would do after a pitch."""

    KEEP = "keep", _l("oui, lauréat")
    DROP = "drop", _l("non")


class Criterion(Word):
    """A line of the grid, marked from 0 to 10."""

    PROBLEM = "problem", _l("Le problème : son intensité et le nombre de personnes")
    STRATEGY = "strategy", _l("La stratégie : ce que l’on peut apprendre en six mois")
    LEGITIMACY = "legitimacy", _l("La légitimité de l’État à agir")
    CARRIER = "carrier", _l("La personne qui porte")


class Stage(Word):
    """The steps of the funnel; the code stands in the address of its list."""

    DEPOSITED = "deposes", _l("Déposés")
    READ = "lus", _l("Lus par le pré-jury")
    SHORTLIST = "liste-courte", _l("Liste courte")
    PITCHED = "presentes", _l("Présentés au jury")
    LAUREATES = "laureats", _l("Lauréats")
