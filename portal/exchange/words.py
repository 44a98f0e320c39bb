"""What the programme's files say, in our codes, and what we say of them, in French."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Level(StrEnum):
    """How serious a finding is: `refused` keeps the sheet out, the others let it in."""

    REFUSED = "refused"
    DOUBT = "doubt"
    INFO = "info"


LEVEL_LABELS = {
    Level.REFUSED: _l("refusé"),
    Level.DOUBT: _l("à vérifier"),
    Level.INFO: _l("pour information"),
}

# Source word -> our code. The last four are former names that old exports still use.
PHASES = {
    "investigation": "investigation",
    "construction": "construction",
    "acceleration": "acceleration",
    "consolidation": "consolidation",
    "opere": "operated",
    "transfere": "transferred",
    "abandon-investigation": "inconclusive",
    "abandon": "stopped",
    "alumni": "stopped",
    "success": "operated",
    "transfer": "consolidation",
    "perennisation": "consolidation",
}
OLD_PHASES = frozenset({"alumni", "success", "transfer", "perennisation"})

# Rank breaks the tie between phases that begin on the same day.
PHASE_ORDER = (
    "investigation",
    "construction",
    "acceleration",
    "consolidation",
    "operated",
    "transferred",
    "inconclusive",
    "stopped",
)
INCUBATION = frozenset({"construction", "acceleration", "consolidation"})
STOPS = frozenset({"stopped", "inconclusive"})
ENDS = STOPS | {"operated", "transferred"}
UPCOMING = "upcoming"

EVENTS = frozenset(
    {"product_launch", "committee", "other", "national_impact", "end", "fast", "eig"}
)

USER_TYPES = (
    "particulier",
    "etat",
    "collectivite-territoriale",
    "parlement",
    "entreprise",
    "association",
    "etablissement-scolaire",
)

ACCESSIBILITY = ("totalement conforme", "partiellement conforme", "non conforme")

ORGANISATION_KINDS = (
    "administration-centrale",
    "service-deconcentre",
    "operateur",
    "securite-sociale",
    "collectivite-territoriale",
    "autre",
)
