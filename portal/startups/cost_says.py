"""What one unit of impact costs, said in French: from what was paid and what was obtained."""

from flask_babel import gettext as _

from portal.startups import sheet_says
from portal.startups.costs import YEAR, Cost
from portal.startups.sheet_words import Nature
from portal.web import filters


def label(nature: Nature | None) -> str:
    """What the euros stand for."""
    if nature is Nature.STATE:
        return _("Coût d’un semestre pour une unité en place à sa fin")
    return _("Coût pour une unité obtenue")


def rule(nature: Nature | None) -> str:
    """How it is computed, in one sentence."""
    if nature is Nature.STATE:
        return _(
            "Les paiements réels d’un semestre achevé, divisés par ce qui était en place à son dernier relevé."
        )
    if nature is Nature.PER_YEAR:
        return _(
            "Les paiements réels d’une année achevée, divisés par ce qui a été obtenu dans cette même année."
        )
    told = _(
        "Les paiements réels d’un semestre achevé, divisés par ce qui a été obtenu dans ce même semestre."
    )
    if nature is Nature.TOTAL or nature is Nature.PER_HALF_YEAR:
        return told
    missing = _("Quand des chiffres manquent, seule la même part des paiements est comptée.")
    return f"{told} {missing}"


def span(one: Cost) -> str:
    """« 1er semestre 2026 », or « année 2026 » for yearly figures."""
    if one.months == YEAR:
        return _("année %(year)s", year=one.half_year.year)
    return sheet_says.half_year(one.half_year)


def paid(one: Cost) -> str:
    """« 130 000 € », and the part of it that is counted when some figures are missing."""
    if one.obtained.known == one.obtained.periods:
        return filters.euros(one.paid)
    counted = filters.euros(round(one.counted))
    return _("%(counted)s sur %(paid)s", counted=counted, paid=filters.euros(one.paid))


def obtained(one: Cost, unit: str) -> str:
    """« 5 510 rendez-vous », « 12 communes »."""
    return sheet_says.figure(one.obtained.value, unit)


def detail(one: Cost) -> str:
    """From which readings: « sur 4 mois connus sur 6 », « du 30 juin au 31 décembre 2026 »."""
    got, on = one.obtained, sheet_says.on(one.obtained.measured_on)
    if got.since is not None:
        return _("gagnés du %(since)s au %(on)s", since=sheet_says.on(got.since), on=on)
    if one.nature is Nature.STATE:
        return _("au %(on)s", on=on)
    if got.known < got.periods:
        known = _periods(one.nature, got.known)
        return _("sur %(known)s sur %(all)s", known=known, all=got.periods)
    return _("dernier chiffre : %(on)s", on=on)


def moves(found: list[Cost]) -> str:
    """Whether the impact costs less than in the half-year that was told before."""
    former = [one for one in found if one.half_year != found[-1].half_year]
    if not former:
        return ""
    before, last = former[-1], found[-1]
    told = {
        "before": f"{sheet_says.cost(before.each)} ({span(before)})",
        "last": f"{sheet_says.cost(last.each)} ({span(last)})",
    }
    if last.each < before.each:
        return _("Le coût baisse : de %(before)s à %(last)s.", **told)
    if last.each > before.each:
        return _("Le coût monte : de %(before)s à %(last)s.", **told)
    return _("Le coût ne bouge pas : %(last)s.", **told)


def _periods(nature: Nature, known: int) -> str:
    if nature is Nature.PER_MONTH:
        return filters.plural(known, "mois connu", "mois connus")
    return filters.plural(known, "trimestre connu", "trimestres connus")
