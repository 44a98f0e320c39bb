"""The coded words of handovers and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Scenario(Word):
    """Where a service goes when it leaves (domain §2.2)."""

    OPERATED = "operated", _l("opéré dans le réseau")
    PRODUCT = "product", _l("transféré, en mode produit")
    PROJECT = "project", _l("transféré, en mode projet")
    MAINTENANCE = "maintenance", _l("transféré, en maintenance")

    @property
    def is_operated(self) -> bool:
        """Whether the network keeps it; the others leave it."""
        return self is Scenario.OPERATED


class ExitStep(Word):
    """The steps of a consolidation, in their order."""

    LAUNCH = "launch", _l("lancement")
    VISION = "vision", _l("vision")
    ORGANISATION = "organisation", _l("organisation")
    IMPLEMENTATION = "implementation", _l("mise en œuvre")


class ExitLine(Word):
    """What must be ready before the exit, in the order in which it is read."""

    STANDARDS = "standards", _l("Les standards demandés sont atteints")
    DOMAIN = "domain", _l("Le service a son propre nom de domaine")
    BUDGET_LINE = "budget_line", _l("Une ligne budgétaire est ouverte dans la structure d’accueil")
    MARKET = "market", _l("Un marché ou un contrat prend la suite")
    DOCS = "docs", _l("La documentation est complète")
    CODE_AUDIT = "code_audit", _l("Le code est audité")
    ACCESS_AUDIT = "access_audit", _l("L’accessibilité est auditée")
    RECORD = "record", _l("Le registre des traitements est tenu")
    APPROVAL = "approval", _l("Le service est homologué")
    TRAINING = "training", _l("L’équipe d’accueil est formée")


# These are told once, on the page of standards, and only read here.
FROM_STANDARDS = frozenset(
    {ExitLine.STANDARDS, ExitLine.ACCESS_AUDIT, ExitLine.RECORD, ExitLine.APPROVAL}
)
KEPT_LINES = tuple(line for line in ExitLine if line not in FROM_STANDARDS)
"""The lines that the plan itself keeps."""


class LineState(Word):
    """Where a line of the list stands."""

    TODO = "todo", _l("à faire")
    DOING = "doing", _l("en cours")
    DONE = "done", _l("fait")
    NOT_APPLICABLE = "not_applicable", _l("sans objet")


SETTLED = frozenset({LineState.DONE, LineState.NOT_APPLICABLE})


class HealthState(Word):
    """How a service fares after its exit. Closed is a result, as the two others are."""

    ALIVE = "alive", _l("bien vivant")
    FRAGILE = "fragile", _l("fragile")
    CLOSED = "closed", _l("fermé")


class StandardsKept(Word):
    """Whether the standards of the programme still hold after the exit."""

    YES = "yes", _l("oui")
    PARTLY = "partly", _l("en partie")
    NO = "no", _l("non")
    UNKNOWN = "unknown", _l("on ne le sait pas")


class CheckStanding(Word):
    """Where a health check stands."""

    LATE = "late", _l("en retard")
    COMING = "coming", _l("à venir")
    DONE = "done", _l("fait")


class Reminder(Word):
    """What is told of a health check, once each."""

    DUE = "due", _l("à faire")
    LATE = "late", _l("en retard")
