"""The ten lines of the sponsor's grid, in their three parts."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class GridLine(Word):
    """One line, marked out of five."""

    POSITION = "position", _l("Positionnement")
    USE = "use", _l("Utilisable, utile, utilisé")
    TARGETS = "targets", _l("Objectifs tenus")
    COST = "cost", _l("Coût pour un effet")
    NEXT_TARGETS = "next_targets", _l("Objectifs proposés")
    NEXT_COST = "next_cost", _l("Coût projeté")
    PRIORITIES = "priorities", _l("Priorités")
    RESOURCES = "resources", _l("Moyens cohérents avec le besoin")
    IMPACT_LED = "impact_led", _l("Équipe conduite par l’impact")
    AGILITY = "agility", _l("Agilité")


PARTS = (
    (_l("Les six derniers mois"), tuple(GridLine)[:4]),
    (_l("Les six prochains"), tuple(GridLine)[4:7]),
    (_l("Les besoins"), tuple(GridLine)[7:]),
)
MOST = 5
