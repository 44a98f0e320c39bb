"""The cost of the impact as a dossier told it: by what each half-year brought, or, before the
third version, by the last figure known; what was frozen is said again in its own words."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.committees import dossier_says as says
from portal.startups import cost_says, series, sheet_says
from portal.startups.costs import Cost, Obtained
from portal.startups.sheet_words import Nature, NoCost
from portal.web.filters import euros

Read = dict[str, Any]
# The first version that divides by what the half-year brought.
BY_HALF_YEAR = 3


def shown(told: Read | None, version: int) -> Read | None:
    """Rows, picture and rule, ready for the page; why there is none, when that was told."""
    if not told:
        return None
    if not told["serie"]:
        why = told.get("pourquoi")
        return {"rows": [], "why": NoCost(why).label} if why else None
    figures = [(date.fromisoformat(one["au"]), Decimal(one["chacun"])) for one in told["serie"]]
    known = _known(told) if version >= BY_HALF_YEAR else _before(told)
    return told | known | {"lien": says.safe(told["lien"]), "picture": series.series(figures)}


def _known(told: Read) -> Read:
    nature = Nature(told["nature"])
    found = [_cost(one, nature) for one in reversed(told["serie"])]
    rows = [
        {
            "au": one.on,
            "cout": sheet_says.cost(one.each),
            "paye": (cost_says.paid(one), cost_says.span(one)),
            "chiffre": (cost_says.obtained(one, told["unite"]), cost_says.detail(one)),
        }
        for one in found
    ]
    what, name = cost_says.label(nature), told["nom"]
    said = {"what": what, "column": _("Obtenu"), "rule": cost_says.rule(nature)}
    said["chart"] = _("%(what)s, en euros : %(name)s", what=what, name=name)
    return said | {"rows": rows, "moves": cost_says.moves(found[::-1])}


def _cost(one: Read, nature: Nature) -> Cost:
    value, known, periods = Decimal(one["obtenu"]), one["connus"], one["periodes"]
    on, since = date.fromisoformat(one["le"]), says.day_of(one["depuis"])
    return Cost(
        on=date.fromisoformat(one["au"]),
        half_year=date.fromisoformat(one["semestre"]),
        months=one["mois"],
        paid=one["paye"],
        nature=nature,
        obtained=Obtained(value, on, since, known, periods),
        each=Decimal(one["chacun"]),
    )


def _before(told: Read) -> Read:
    rows = [
        {
            "au": date.fromisoformat(one["au"]),
            "cout": sheet_says.cost(Decimal(one["chacun"])),
            "paye": (euros(one["paye"]), says.half(one["semestre"])),
            "chiffre": (
                says.amount(one["valeur"], told["unite"]),
                says.day_in_words(says.day_of(one["le"])),
            ),
        }
        for one in reversed(told["serie"])
    ]
    rule = _(
        "Les paiements réels du dernier semestre achevé, divisés par le dernier chiffre connu ce jour-là."
    )
    said = {"what": _("Coût pour une unité"), "column": _("Chiffre"), "rule": rule}
    said["chart"] = _("Euros pour une unité : %(name)s", name=told["nom"])
    return said | {"rows": rows, "moves": ""}
