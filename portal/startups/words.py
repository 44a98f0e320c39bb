"""The coded words of startups and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Phase(Word):
    """The phases of a startup, then its ends; the order of the class is their rank."""

    INVESTIGATION = "investigation", _l("investigation")
    CONSTRUCTION = "construction", _l("construction")
    ACCELERATION = "acceleration", _l("accélération")
    CONSOLIDATION = "consolidation", _l("consolidation")
    REINTEGRATION = "reintegration", _l("ré-intégration")
    OPERATED = "operated", _l("opéré dans le réseau")
    TRANSFERRED = "transferred", _l("transféré")
    INCONCLUSIVE = "inconclusive", _l("investigation non concluante")
    STOPPED = "stopped", _l("arrêté")
    DORMANT = "dormant", _l("en dormance")
    MERGED = "merged", _l("fusionné")

    @property
    def rank(self) -> int:
        """Place in the order that settles two phases begun the same day."""
        return list(type(self)).index(self)

    @property
    def is_end(self) -> bool:
        """Whether no committee is expected any more."""
        return self in END_STATES


LIVE_PHASES = (
    Phase.INVESTIGATION,
    Phase.CONSTRUCTION,
    Phase.ACCELERATION,
    Phase.CONSOLIDATION,
    Phase.REINTEGRATION,
)
FUNDED_PHASES = LIVE_PHASES[1:]
"""The phases that a grant pays for and whose term is watched."""

END_STATES = frozenset(Phase) - frozenset(LIVE_PHASES)
HALTED = frozenset({Phase.STOPPED, Phase.INCONCLUSIVE})
HANDED_OVER = frozenset({Phase.OPERATED, Phase.TRANSFERRED})

THEMES = {
    "Administratif": _l("Administratif"),
    "Agriculture": _l("Agriculture"),
    "Collectivités": _l("Collectivités"),
    "Culture": _l("Culture"),
    "Démocratie": _l("Démocratie"),
    "Écologie": _l("Écologie"),
    "Éducation": _l("Éducation"),
    "Entreprises": _l("Entreprises"),
    "Formation": _l("Formation"),
    "Inclusion numérique": _l("Inclusion numérique"),
    "Jeunesse": _l("Jeunesse"),
    "Justice": _l("Justice"),
    "Logement": _l("Logement"),
    "Mer": _l("Mer"),
    "Open-Data": _l("Open-Data"),
    "Outil technique": _l("Outil technique"),
    "Patrimoine": _l("Patrimoine"),
    "Santé": _l("Santé"),
    "Sécurité informatique": _l("Sécurité informatique"),
    "Social": _l("Social"),
    "Sport": _l("Sport"),
    "Territoires": _l("Territoires"),
    "Transports": _l("Transports"),
    "Travail / Emploi": _l("Travail / Emploi"),
}
"""The themes that the programme's sheets offer, stored as they stand there; others are free."""

ACCESSIBILITY = {
    "totalement conforme": _l("totalement conforme"),
    "partiellement conforme": _l("partiellement conforme"),
    "non conforme": _l("non conforme"),
}
"""What a sheet may say of its accessibility."""


def told(words: dict, values: list[str]) -> list[str]:
    """These values as they are read: their word if they have one, else what was written."""
    return [str(words.get(value, value)) for value in values]


PUBLISHED_CODES = {
    "investigation": Phase.INVESTIGATION,
    "construction": Phase.CONSTRUCTION,
    "acceleration": Phase.ACCELERATION,
    "consolidation": Phase.CONSOLIDATION,
    "opere": Phase.OPERATED,
    "transfere": Phase.TRANSFERRED,
    "abandon-investigation": Phase.INCONCLUSIVE,
    "abandon": Phase.STOPPED,
}
"""The codes of the programme's public sheets."""

FORMER_CODES = {
    "alumni": Phase.STOPPED,
    "success": Phase.OPERATED,
    "transfer": Phase.CONSOLIDATION,
    "perennisation": Phase.CONSOLIDATION,
}
"""Older codes, met in histories; `alumni` right after an investigation means inconclusive."""


class TermState(Word):
    """Where the six-month clock stands."""

    ON_TIME = "on_time", _l("à temps")
    SOON = "soon", _l("bientôt")
    OVERDUE = "overdue", _l("échu sans décision")
    PRESUMED = "presumed", _l("présumé")
    NONE = "none", _l("aucun financement enregistré")
    ENDED = "ended", _l("terminé")


WATCHED_STATES = (
    TermState.OVERDUE,
    TermState.SOON,
    TermState.ON_TIME,
    TermState.PRESUMED,
    TermState.NONE,
)
"""The states of a startup that still waits for its committee, the most pressing first."""


class Order(Word):
    """How a list of startups is sorted."""

    TERM = "term", _l("par échéance")
    TITLE = "title", _l("par titre")


class StopReason(Word):
    """Why one stops."""

    NO_IMPACT = "no_impact", _l("pas d’impact constaté")
    NO_FUNDING = "no_funding", _l("plus de financement")
    NO_SPONSOR = "no_sponsor", _l("plus de sponsor")
    NO_INTRAPRENEUR = "no_intrapreneur", _l("plus d’intrapreneur")
    EXISTING_SOLUTION = "existing_solution", _l("une solution existe déjà")
    OUT_OF_SCOPE = "out_of_scope", _l("hors du champ du programme")


class TermNote(Word):
    """Why the committee's date is not the nominal term, or should worry."""

    MONEY = "money", _l("avancée à 45 jours de la fin des crédits")
    FREEZE = "freeze", _l("avancée avant la fermeture de fin d’année")
    TOO_CLOSE = "too_close", _l("date trop proche du début du financement, le terme est gardé")
    MONEY_SHORT = "money_short", _l("les crédits finissent avant le terme")


class Escalation(Word):
    """Who hears that a term is reached without decision."""

    SPONSOR = "sponsor", _l("sponsor")
    DIRECTOR = "director", _l("responsable d’incubateur")
    PROGRAMME = "programme", _l("direction du programme")


class GrantKind(Word):
    """What a grant rests on."""

    FULL = "full", _l("accordé par un comité")
    PROVISIONAL = "provisional", _l("sursis accordé par un comité")
    RECORDED = "recorded", _l("saisi par le responsable d’incubateur")


class PhaseSource(Word):
    """Where a phase's dates come from."""

    IMPORT = "import", _l("repris des fiches du programme")
    DECISION = "decision", _l("décidé par un comité")
    CORRECTION = "correction", _l("date corrigée")


class Surprise(Word):
    """What is unusual in an order of phases; it is shown and motivated, never blocked."""

    BACKWARD = "backward", _l("retour à une phase antérieure")
    SKIPPED = "skipped", _l("une phase est sautée")
    REOPENED = "reopened", _l("reprise après une fin")
    EARLY_EXIT = "early_exit", _l("sortie avant la consolidation")
    NO_INVESTIGATION = "no_investigation", _l("commence sans investigation")
    REPEATED = "repeated", _l("phase déjà commencée")
    GAP = "gap", _l("intervalle de plus de 31 jours entre deux phases")
    OVERLAP = "overlap", _l("deux phases se chevauchent")


class TeamRole(Word):
    """What a person does in a startup; all of them are recused from its vote."""

    INTRAPRENEUR = "intrapreneur", _l("intrapreneur")
    COACH = "coach", _l("coach")
    PRODUCT = "product", _l("produit")
    DEVELOPER = "developer", _l("développement")
    DESIGNER = "designer", _l("design")
    DEPLOYMENT = "deployment", _l("déploiement")
    OTHER = "other", _l("autre")


class MandateRole(Word):
    """What somebody is to a startup in the eyes of the rights; codes are those of mandates."""

    TEAM = "team", _l("membre de l’équipe")
    COACH = "coach", _l("coach")
    SPONSOR = "sponsor", _l("sponsor")


class EventKind(Word):
    """Dated events; codes are those that the programme publishes."""

    PRODUCT_LAUNCH = "product_launch", _l("lancement du produit")
    COMMITTEE = "committee", _l("comité")
    NATIONAL_IMPACT = "national_impact", _l("impact national majeur")
    FAST = "fast", _l("lauréat du FAST")
    EIG = "eig", _l("défi EIG")
    END = "end", _l("fin")
    PIVOT = "pivot", _l("changement de cap")
    MERGER = "merger", _l("fusion")
    CARRIER = "carrier", _l("changement d’incubateur")
    OTHER = "other", _l("autre")


DATED_HERE = frozenset({EventKind.PIVOT, EventKind.MERGER, EventKind.CARRIER})
"""What this portal dates by itself: an import never takes it away."""


class CarryKind(Word):
    """What another incubator is asked."""

    TOGETHER = "together", _l("porter ensemble")
    MOVE = "move", _l("prendre le relais")


class OfferState(Word):
    """Where an offer to another incubator stands."""

    OFFERED = "offered", _l("attend une réponse")
    AGREED = "agreed", _l("acceptée, attend son jour")
    DONE = "done", _l("acceptée")
    DECLINED = "declined", _l("déclinée")
    EXPIRED = "expired", _l("restée sans réponse")
    WITHDRAWN = "withdrawn", _l("retirée")


class Rung(Word):
    """The impact matrix, lowest rung first."""

    USABLE = "usable", _l("Utilisable")
    USED = "used", _l("Utilisé")
    USEFUL = "useful", _l("Utile")
    IMPACTFUL = "impactful", _l("Impactant")
    EFFICIENT = "efficient", _l("Efficient")


class StandardFamily(Word):
    """The families of standards that a startup is measured against."""

    ACCESSIBILITY = "accessibility", _l("Accessibilité")
    DESIGN = "design", _l("Design")
    IMPACT = "impact", _l("Impact")
    SUPPORT = "support", _l("Qualité du support")
    SOFTWARE = "software", _l("Qualité logicielle")
    SECURITY = "security", _l("Sécurité")
    TRANSPARENCY = "transparency", _l("Transparence")
    PRIVACY = "privacy", _l("Vie privée")
    TEAM = "team", _l("Équipe")


class StandardLevel(Word):
    """How far a standard is met."""

    UNMET = "unmet", _l("non atteint")
    PARTIAL = "partial", _l("en partie")
    MET = "met", _l("atteint")
    NOT_APPLICABLE = "not_applicable", _l("sans objet")
