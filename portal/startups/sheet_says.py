"""What a startup measures, promises and spends, said in French."""

from datetime import date
from decimal import Decimal

from flask_babel import format_decimal, gettext as _
from markupsafe import Markup

from portal.kernel.text import NBSP
from portal.startups.crossing_models import Pivot
from portal.startups.measure_models import Measure, Reading
from portal.startups.money_models import Paper
from portal.startups.sheet_words import Kept
from portal.startups.words import StandardLevel
from portal.web import filters

# How each is drawn; the word always says it too.
KEPT_BADGES = {
    Kept.OPEN: "info",
    Kept.KEPT: "success",
    Kept.PARTLY: "warning",
    Kept.MISSED: "error",
    Kept.WITHDRAWN: "none",
}
LEVEL_BADGES = {
    StandardLevel.UNMET: "error",
    StandardLevel.PARTIAL: "warning",
    StandardLevel.MET: "success",
    StandardLevel.NOT_APPLICABLE: "none",
    # Nobody stated anything.
    None: "none",
}


def figure(value: Decimal, unit: str = "") -> str:
    """« 1 240 dossiers », « 87 % »."""
    return f"{format_decimal(value)}{NBSP}{unit}" if unit else format_decimal(value)


def turn(pivot: Pivot) -> str:
    """« changement de cap, 4 mars 2026 », upon a picture."""
    return _("changement de cap, %(on)s", on=on(pivot.on))


def last(measure: Measure) -> str:
    """The last figure of a measure; « pas encore relevé » without any."""
    return figure(measure.last.value, measure.unit) if measure.last else _("pas encore relevé")


def asked(reading: Reading) -> str:
    """How many answered and how they were asked, for satisfaction; else nothing."""
    if reading.sample is None:
        return ""
    count = filters.plural(reading.sample, "réponse", "réponses")
    return _("%(count)s. %(method)s", count=count, method=reading.method)


def on(day: date) -> str:
    """« 4 décembre 2026 », without marks, for the name of a button."""
    return filters.day_text(day, "d MMMM y")


def counted(met: int, asked: int, unseen: int = 0) -> str:
    """« 3 atteints sur 8 demandés à ce stade, 2 pas encore constatés »."""
    if unseen == asked > 0:
        words = filters.plural(asked, "demandé", "demandés")
        return _("%(asked)s à ce stade, rien d’encore constaté", asked=words)
    met_words = filters.plural(met, "atteint", "atteints")
    told = _("%(met)s sur %(asked)s demandés à ce stade", met=met_words, asked=asked)
    if not unseen:
        return told
    left = filters.plural(unseen, "pas encore constaté", "pas encore constatés")
    return _("%(told)s, %(left)s", told=told, left=left)


def level(stated: StandardLevel | None) -> str:
    """« en partie »; what nobody stated is « pas encore constaté »."""
    return str(stated.label) if stated else _("pas encore constaté")


def half_year(first: date) -> str:
    """« 1er semestre 2026 »."""
    half = _("1er semestre") if first.month == 1 else _("2e semestre")
    return _("%(half)s %(year)s", half=half, year=first.year)


def move(measure: Measure) -> Markup | str:
    """From the first figure to the last, whichever way it went; nothing with fewer than two."""
    told = measure.series
    if len(told) < 2:
        return ""
    first, latest = told[0], told[-1]
    return _(
        "De %(first)s à %(last)s entre le %(from)s et le %(to)s.",
        first=figure(first.value, measure.unit),
        last=figure(latest.value, measure.unit),
        **{
            "from": filters.day_text(first.on, "d MMMM y"),
            "to": filters.day_text(latest.on, "d MMMM y"),
        },
    )


def paper(found: Paper) -> str:
    """« Convention du 1er mars 2026 »."""
    kind = str(found.kind.label)
    on = filters.day_text(found.starts_on, "d MMMM y")
    return _("%(kind)s du %(on)s", kind=kind[:1].upper() + kind[1:], on=on)


def cost(each: Decimal) -> str:
    """« 12,40 € »."""
    return _("%(amount)s\u00a0€", amount=format_decimal(each))
