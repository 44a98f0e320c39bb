"""The coded words of committees and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word
from portal.startups.words import Rung, StopReason


class CommitteeMode(Word):
    """Who decides."""

    COLLEGIAL_VOTE = "collegial_vote", _l("vote collégial")
    SPONSOR_DECIDES = "sponsor_decides", _l("le sponsor décide, les membres donnent un avis")


class CommitteeKind(Word):
    """Whether a committee lasts, or is made for one purpose."""

    STANDING = "standing", _l("permanent")
    AD_HOC = "ad_hoc", _l("ad hoc, pour un seul objet")


class SeatQuality(Word):
    """In what quality a person sits."""

    CHAIR = "chair", _l("présidence")
    DEPUTY = "deputy", _l("présidence suppléante")
    SPONSOR = "sponsor", _l("sponsor")
    INCUBATOR = "incubator", _l("responsable d’incubateur")
    PROGRAMME = "programme", _l("direction du programme")
    DIRECTORATE = "directorate", _l("direction concernée")
    USER = "user", _l("usager")
    EXPERT = "expert", _l("personnalité qualifiée")
    SECRETARY = "secretary", _l("secrétariat")


class College(Word):
    """A group of voting seats, whose own quorum a committee may ask for."""

    SPONSORS = "sponsors", _l("sponsors")
    INCUBATOR = "incubator", _l("incubateur")
    PROGRAMME = "programme", _l("programme")


class SeatVoice(Word):
    """Whether a seat votes."""

    VOTING = "voting", _l("voix délibérative")
    ADVISORY = "advisory", _l("voix consultative")


class SittingState(Word):
    """Where a sitting stands."""

    PLANNED = "planned", _l("prévue")
    CONVENED = "convened", _l("convoquée")
    IN_SESSION = "in_session", _l("ouverte")
    CLOSED = "closed", _l("close")
    MINUTED = "minuted", _l("PV signé")
    CANCELLED = "cancelled", _l("annulée")


class SittingVerb(Word):
    """What moves a sitting; labels are the words of the buttons."""

    CONVENE = "convene", _l("Convoquer")
    OPEN = "open", _l("Ouvrir la séance")
    CLOSE = "close", _l("Clore la séance")
    SIGN = "sign", _l("Signer le procès-verbal")
    CANCEL = "cancel", _l("Annuler la séance")


class ItemState(Word):
    """Where an agenda item stands."""

    LISTED = "listed", _l("inscrit")
    OPEN = "open", _l("vote ouvert")
    CLOSED = "closed", _l("vote clos")
    PROCLAIMED = "proclaimed", _l("proclamé")
    PUBLISHED = "published", _l("publié")
    VOIDED = "voided", _l("vote annulé, point renvoyé")
    NO_QUORUM = "no_quorum", _l("quorum non atteint")
    DEFERRED = "deferred", _l("reporté")


SETTLED_STATES = frozenset(
    {
        ItemState.PROCLAIMED,
        ItemState.PUBLISHED,
        ItemState.VOIDED,
        ItemState.NO_QUORUM,
        ItemState.DEFERRED,
    }
)
"""An item in any other state prevents the closing of its sitting."""

UNFINISHED_STATES = frozenset({ItemState.VOIDED, ItemState.NO_QUORUM, ItemState.DEFERRED})
"""Ends that lead to a new listing, and have a recorded motive."""


class ItemVerb(Word):
    """What moves an item; labels are the words of the buttons."""

    OPEN = "open", _l("Ouvrir le vote")
    CANCEL = "cancel", _l("Revenir avant le vote")
    CLOSE = "close", _l("Clore le vote")
    PROCLAIM = "proclaim", _l("Proclamer")
    PUBLISH = "publish", _l("Publier")
    VOID = "void", _l("Annuler le vote et renvoyer le point")
    MISS_QUORUM = "miss_quorum", _l("Constater l’absence de quorum")
    DEFER = "defer", _l("Reporter")


class ItemOrigin(Word):
    """Why an item is on the agenda."""

    TERM = "term", _l("échéance")
    CONDITION = "condition", _l("réserve à examiner")
    DEFERRAL = "deferral", _l("report")
    NO_QUORUM = "no_quorum", _l("seconde convocation")
    REFERRAL = "referral", _l("renvoi d’un autre comité")
    REQUEST = "request", _l("demande")


class SubjectKind(Word):
    """What a decision is about."""

    INVESTIGATION = "investigation", _l("investigation")
    STARTUP = "startup", _l("startup d’État")


class Direction(Word):
    """Where the proposal goes if it is adopted."""

    LAUNCH = "launch", _l("lancer une startup")
    CONTINUE = "continue", _l("poursuivre")
    PIVOT = "pivot", _l("changer de cap")
    MAINTENANCE = "maintenance", _l("maintenir en l’état")
    NEXT_PHASE = "next_phase", _l("passer à la phase suivante")
    TRANSFER = "transfer", _l("transférer")
    OPERATE = "operate", _l("opérer dans le réseau")
    MERGE = "merge", _l("fusionner")


DIRECTIONS = {
    SubjectKind.INVESTIGATION: (Direction.LAUNCH,),
    SubjectKind.STARTUP: tuple(
        direction for direction in Direction if direction != Direction.LAUNCH
    ),
}
"""The directions that a proposal may take, by kind of subject."""


KEEPING = frozenset({Direction.LAUNCH, Direction.CONTINUE, Direction.PIVOT, Direction.MAINTENANCE})
"""Directions that name no phase."""


class Side(Word):
    """Who speaks for the startup that receives another."""

    TEAM = "team", _l("équipe")
    DIRECTOR = "director", _l("responsable d’incubateur")


class Choice(Word):
    """What a ballot answers: does funding go on as proposed?"""

    GO = "go", _l("poursuivre")
    PROVISIONAL = "provisional", _l("sursis")
    NO_GO = "no_go", _l("arrêter")
    ABSTAIN = "abstain", _l("s’abstenir")


class Outcome(Word):
    """What the ballots give."""

    GO = "go", _l("poursuite")
    PROVISIONAL = "provisional", _l("sursis")
    NO_GO = "no_go", _l("arrêt")
    DEFERRED = "deferred", _l("report")


class DeferralCause(Word):
    """Why the ballots gave no decision."""

    TOO_FEW = "too_few", _l("moins de deux suffrages exprimés")
    TIE = "tie", _l("partage des voix sans bulletin de la présidence pour le trancher")
    NO_SPONSOR_WORD = "no_sponsor_word", _l("le sponsor ne s’est pas prononcé")


SAFEGUARDED = frozenset({StopReason.NO_FUNDING, StopReason.NO_SPONSOR})
"""Reasons that do not speak against the service: somebody may take it over."""


class EffectKind(Word):
    """What proclaiming a decision does to its subject."""

    CREATE_STARTUP = "create_startup", _l("une startup naît")
    MOVE_PLANNED_END = "move_planned_end", _l("la fin prévue est repoussée")
    INCONCLUSIVE = "inconclusive", _l("l’investigation est close sans suite")
    NEW_GRANT = "new_grant", _l("la phase est gardée, un financement est accordé")
    CHANGE_PHASE = "change_phase", _l("la phase change, un financement est accordé")
    PROVISIONAL_GRANT = "provisional_grant", _l("la phase est gardée, un sursis est financé")
    END_STATE = "end_state", _l("l’accompagnement prend fin")
    STOP = "stop", _l("la startup s’arrête")
    SAFEGUARD = "safeguard", _l("la startup est mise en sauvegarde")
    RETURN_TO_AGENDA = "return_to_agenda", _l("la phase est gardée, le point revient")
    NOTHING = "nothing", _l("rien ne change, le point revient")


class Attendance(Word):
    """How a member takes part."""

    PRESENT = "present", _l("en salle")
    REMOTE = "remote", _l("à distance")
    REPRESENTED = "represented", _l("représenté")
    ABSENT = "absent", _l("absent")
    EXCUSED = "excused", _l("excusé")


class RecusalCause(Word):
    """Why a member withdraws; it is never written in the minutes."""

    TEAM = "team", _l("membre de l’équipe")
    COACH = "coach", _l("coach")
    INVESTIGATION = "investigation", _l("a mené l’investigation")
    AUTHOR = "author", _l("auteur de l’irritant")
    DECLARED = "declared", _l("intérêt déclaré")
    IMPOSED = "imposed", _l("décidé par la présidence")


class ConditionState(Word):
    """What became of a condition (réserve)."""

    OPEN = "open", _l("à lever")
    LIFTED = "lifted", _l("levée")
    WAIVED = "waived", _l("abandonnée par écrit")


class LineState(Word):
    """A funding line, which its own sponsor confirms."""

    TO_CONFIRM = "to_confirm", _l("financement à confirmer")
    CONFIRMED = "confirmed", _l("financement confirmé")
    DECLINED = "declined", _l("non financé")


class LineAnswer(Word):
    """What a sponsor says of its own line; the codes are those of `LineState`."""

    CONFIRMED = "confirmed", _l("nous finançons cette ligne")
    DECLINED = "declined", _l("nous ne finançons pas cette ligne")


class FundingState(Word):
    """Where the money of a decision stands, all its lines together."""

    TO_CONFIRM = "to_confirm", _l("financement à confirmer")
    INCOMPLETE = "incomplete", _l("financement incomplet")
    CONFIRMED = "confirmed", _l("financement confirmé")


class BudgetMove(Word):
    """The amount beside that of the grant before."""

    INCREASE = "increase", _l("en hausse")
    SAME = "same", _l("identique")
    DECREASE = "decrease", _l("en baisse")
    NONE = "none", _l("sans financement")


RUNG_QUESTIONS = {
    Rung.USABLE: _l("Facilité d’usage : une note, par exemple 4,2 sur 5"),
    Rung.USED: _l("Usagers actifs, démarches menées, part du public visé"),
    Rung.USEFUL: _l("Satisfaction des premiers usagers, avec le nombre de réponses"),
    Rung.IMPACTFUL: _l("Effet produit : temps, droits ou euros gagnés"),
    Rung.EFFICIENT: _l("Coût pour un effet : budget annuel rapporté à l’effet"),
}
