"""The coded words of what a startup measures, promises, spends and shares."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word
from portal.startups.words import Phase, StandardFamily


class Better(Word):
    """Which way a measure should go."""

    UP = "up", _l("plus c’est haut, mieux c’est")
    DOWN = "down", _l("plus c’est bas, mieux c’est")


class Nature(Word):
    """What each figure of a measure says."""

    PER_MONTH = "per_month", _l("une quantité par mois")
    PER_QUARTER = "per_quarter", _l("une quantité par trimestre")
    PER_HALF_YEAR = "per_half_year", _l("une quantité par semestre")
    PER_YEAR = "per_year", _l("une quantité par an")
    TOTAL = "total", _l("un total depuis le début")
    STATE = "state", _l("un état à une date")
    RATE = "rate", _l("un taux ou une note")

    @property
    def months(self) -> int:
        """How long the period of a quantity lasts; 0 for what is no quantity of a period."""
        return _MONTHS.get(self, 0)


_MONTHS = {
    Nature.PER_MONTH: 1,
    Nature.PER_QUARTER: 3,
    Nature.PER_HALF_YEAR: 6,
    Nature.PER_YEAR: 12,
}


class NoCost(Word):
    """Why nothing is said of what one unit of impact costs."""

    STAR = "star", _l("Aucune mesure n’est suivie : il n’y a rien à compter.")
    NATURE = "nature", _l("On ne sait pas encore ce que dit chaque chiffre de cette mesure.")
    RATE = "rate", _l("Un taux ou une note ne se compte pas : il n’a pas de coût pour une unité.")
    DOWN = "down", _l("Cette mesure doit baisser : elle n’a pas de coût pour une unité.")
    PAYMENTS = "payments", _l("Il manque les paiements réels d’un semestre achevé.")
    FIGURES = (
        "figures",
        _l(
            "Il manque des chiffres dans un semestre achevé et payé : la moitié de ses mois au moins ou, pour un total, un relevé vers la fin de deux semestres de suite."
        ),
    )


class Kept(Word):
    """What became of an objective."""

    OPEN = "open", _l("à tenir")
    KEPT = "kept", _l("tenu")
    PARTLY = "partly", _l("tenu en partie")
    MISSED = "missed", _l("pas tenu")
    WITHDRAWN = "withdrawn", _l("retiré")


class Activity(Word):
    """What money is spent on."""

    BUILD = "build", _l("concevoir et développer")
    RUN = "run", _l("héberger et maintenir")
    DEPLOY = "deploy", _l("déployer et faire connaître")
    SUPPORT = "support", _l("aider les usagers")
    COMPLY = "comply", _l("sécurité, accessibilité, audits")
    STEER = "steer", _l("coacher et piloter")


class Resource(Word):
    """What the money pays."""

    STAFF = "staff", _l("agents publics")
    CONTRACTORS = "contractors", _l("prestataires")
    HOSTING = "hosting", _l("hébergement et outils")
    TRAVEL = "travel", _l("déplacements")
    OTHER = "other", _l("autres achats")

    @property
    def is_internal(self) -> bool:
        """Whether the administration pays its own people."""
        return self is Resource.STAFF


PRESENTATION = {
    "mission": _l("Mission"),
    "body": _l("Présentation"),
    "link": _l("Adresse du site"),
    "repository": _l("Adresse du code source"),
    "stats_url": _l("Page de statistiques publique"),
    "budget_url": _l("Budget publié"),
    "accessibility": _l("Accessibilité du service"),
    "user_types": _l("Qui s’en sert"),
    "themes": _l("Thématiques"),
}
"""What a person tells of a startup, by column, in the order of the form. Its name is not there:
a change of course gives another."""

ADDRESSES = ("link", "repository", "stats_url", "budget_url")


class ComponentKind(Word):
    """What a startup makes that others can take."""

    BRICK = "brick", _l("brique réutilisable")
    API = "api", _l("API")


class PaperKind(Word):
    """What binds a startup and those who carry it."""

    MISSION_LETTER = "mission_letter", _l("lettre de mission")
    AGREEMENT = "agreement", _l("convention")
    AMENDMENT = "amendment", _l("avenant")


class Standard(Word):
    """What the programme asks of a service."""

    COMMITTEES = "committees", _l("Un comité au moins tous les six mois")
    INTRAPRENEUR = "intrapreneur", _l("Un intrapreneur à mi-temps au moins")
    MENTION = "mention", _l("La mention d’accessibilité est affichée")
    STATS = "stats", _l("Une page publique de statistiques")
    BUDGET = "budget", _l("Le budget est publié")
    WATCH = "watch", _l("Le service est suivi par un outil de veille (DashLord)")
    LEGAL = "legal", _l("Mentions légales et conditions d’usage publiées")
    PRIVACY_STUDY = "privacy_study", _l("Analyse d’impact sur la vie privée, si le service l’exige")
    ACCESS_PLAN = "access_plan", _l("Un plan pour rendre le service accessible (RGAA)")
    LIVE_STATS = "live_stats", _l("Les statistiques se mettent à jour seules")
    RISKS = "risks", _l("Un atelier sur les risques de sécurité")
    SECURITY_LEAD = "security_lead", _l("Le responsable de la sécurité est associé")
    ACCESS_AUDIT = "access_audit", _l("Un audit d’accessibilité (RGAA)")
    APPROVAL = "approval", _l("L’homologation de sécurité")
    DESIGN = "design", _l("Le système de conception de l’État")
    OPEN_DATA = "open_data", _l("Données ouvertes ou API")
    RECORD = "record", _l("Le registre des traitements est tenu")


FAMILY_OF = {
    Standard.COMMITTEES: StandardFamily.IMPACT,
    Standard.INTRAPRENEUR: StandardFamily.TEAM,
    Standard.MENTION: StandardFamily.ACCESSIBILITY,
    Standard.STATS: StandardFamily.TRANSPARENCY,
    Standard.BUDGET: StandardFamily.TRANSPARENCY,
    Standard.WATCH: StandardFamily.SOFTWARE,
    Standard.LEGAL: StandardFamily.TRANSPARENCY,
    Standard.PRIVACY_STUDY: StandardFamily.PRIVACY,
    Standard.ACCESS_PLAN: StandardFamily.ACCESSIBILITY,
    Standard.LIVE_STATS: StandardFamily.IMPACT,
    Standard.RISKS: StandardFamily.SECURITY,
    Standard.SECURITY_LEAD: StandardFamily.SECURITY,
    Standard.ACCESS_AUDIT: StandardFamily.ACCESSIBILITY,
    Standard.APPROVAL: StandardFamily.SECURITY,
    Standard.DESIGN: StandardFamily.DESIGN,
    Standard.OPEN_DATA: StandardFamily.TRANSPARENCY,
    Standard.RECORD: StandardFamily.PRIVACY,
}
STANDARDS_BY_PHASE = {
    Phase.CONSTRUCTION: (
        *(Standard.COMMITTEES, Standard.INTRAPRENEUR, Standard.MENTION, Standard.STATS),
        *(Standard.BUDGET, Standard.WATCH, Standard.LEGAL, Standard.PRIVACY_STUDY),
    ),
    Phase.ACCELERATION: (
        *(Standard.ACCESS_PLAN, Standard.LIVE_STATS, Standard.RISKS, Standard.SECURITY_LEAD),
    ),
    Phase.CONSOLIDATION: (
        *(Standard.ACCESS_AUDIT, Standard.APPROVAL, Standard.DESIGN, Standard.OPEN_DATA),
        Standard.RECORD,
    ),
}
"""The phase from which each standard is asked, in order."""
