"""What the sheet of a startup says on each line of the grid: dated, sourced, ready to freeze.

Facts are plain values (codes, amounts as text, days as ISO) so that they can be frozen as they are
and said in any language; `dossier_says` turns them into words.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.committees.dossier_words import Told, Vacancy
from portal.committees.grid_words import GridLine
from portal.policy import Role
from portal.startups import money_queries, standards
from portal.startups.measure_models import Measure
from portal.startups.measure_queries import LastFigure
from portal.startups.models import Startup
from portal.startups.prefill import Prefill
from portal.startups.promise_models import Objective
from portal.startups.sheet_words import Kept
from portal.startups.words import Rung, TeamRole

Fact = dict[str, Any]


def lines(
    startup: Startup, known: Prefill, mandates: list, conditions: list, today: date
) -> dict[GridLine, list[Fact]]:
    """Every line of the grid, empty where the sheet knows nothing."""
    told = {
        GridLine.POSITION: _position(startup),
        GridLine.USE: _figures(known, Rung.USABLE, Rung.USEFUL, Rung.USED),
        GridLine.TARGETS: _kept(known.promised),
        GridLine.COST: _costs(known),
        GridLine.NEXT_TARGETS: [_promise(one) for one in known.coming],
        GridLine.NEXT_COST: _planned(known, today),
        GridLine.PRIORITIES: [*_conditions(conditions), *_standards(known)],
        GridLine.RESOURCES: [*_team(mandates), *_internal(known), *_agreement(known)],
        GridLine.IMPACT_LED: _impact(known),
    }
    return {line: told.get(line, []) for line in GridLine}


def fact(about: Told, **told: Any) -> Fact:
    """One fact; what is not known is left out."""
    return {"quoi": about.value} | {name: value for name, value in told.items() if value}


def figure(one: LastFigure) -> Fact:
    """A figure with its day, its source and its link."""
    return fact(
        Told.FIGURE,
        nom=one.measure,
        valeur=plain(one.value),
        unite=one.unit,
        le=one.on.isoformat(),
        source=one.source,
        lien=one.link,
        n=one.sample,
        methode=one.method,
    )


def plain(value: Any) -> str:
    """A number in digits, whichever the database gave: « 40 », « 87.5 »."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _position(startup: Startup) -> list[Fact]:
    told = [fact(Told.MISSION, texte=startup.mission, lien=startup.link)] if startup.mission else []
    if startup.current_phase is None:
        return told
    since = startup.phase_started_on.isoformat() if startup.phase_started_on else None
    return [*told, fact(Told.PHASE, mot=startup.current_phase.value, le=since)]


def _figures(known: Prefill, *rungs: Rung) -> list[Fact]:
    found = [known.figures[rung] for rung in rungs]
    return [figure(one) for one in found if one is not None]


def _kept(promised: list[Objective]) -> list[Fact]:
    if not promised:
        return []
    kept = sum(one.kept is Kept.KEPT for one in promised)
    half = promised[0].half_year.isoformat()
    return [{"quoi": Told.KEPT.value, "tenus": kept, "sur": len(promised), "semestre": half}]


def _costs(known: Prefill) -> list[Fact]:
    return [
        fact(
            Told.COST,
            chacun=plain(one.each),
            unite=known.star.unit if known.star else "",
            au=one.on.isoformat(),
            semestre=one.half_year.isoformat(),
            nature=one.nature.value,
            source=known.star.source if known.star else "",
            lien=known.star.link if known.star else "",
        )
        for one in known.costs[-2:]
    ]


def _promise(one: Objective) -> Fact:
    return fact(
        Told.PROMISE,
        texte=one.statement,
        depart=one.baseline,
        cible=one.target,
        semestre=one.half_year.isoformat(),
    )


def _planned(known: Prefill, today: date) -> list[Fact]:
    coming = sorted({one.half_year for one in known.budget if one.half_year > today})
    sums = ((half, [one for one in known.budget if one.half_year == half]) for half in coming)
    totals = ((half, money_queries.totals(found).planned_payment) for half, found in sums)
    return [
        fact(Told.PLANNED, montant=amount, semestre=half.isoformat()) for half, amount in totals
    ]


def _conditions(conditions: list) -> list[Fact]:
    return [
        fact(Told.CONDITION, texte=one.what, avant=one.due_on.isoformat()) for one in conditions
    ]


def _standards(known: Prefill) -> list[Fact]:
    met, asked, unseen = standards.counts(known.standards)
    told = {"quoi": Told.STANDARDS.value, "tenus": met, "sur": asked, "a_constater": unseen}
    return [told] if asked else []


def _team(mandates: Iterable) -> list[Fact]:
    held = [(one.role, one.quality) for one in mandates]
    is_there = {
        Vacancy.INTRAPRENEUR: (Role.TEAM, TeamRole.INTRAPRENEUR.value) in held,
        Vacancy.COACH: any(role is Role.COACH for role, _quality in held),
    }
    return [fact(Told.VACANT, mot=who.value) for who, there in is_there.items() if not there]


def _internal(known: Prefill) -> list[Fact]:
    """The share of what is really paid that pays public agents, in whole percents."""
    paid = sum(one.real_payment or 0 for one in known.budget)
    if not paid:
        return []
    inside = sum(one.real_payment or 0 for one in known.budget if one.resource.is_internal)
    return [{"quoi": Told.INTERNAL.value, "part": round(100 * inside / paid)}]


def _agreement(known: Prefill) -> list[Fact]:
    ends_on = known.agreement_ends_on
    return [fact(Told.AGREEMENT, jusqu_au=ends_on.isoformat())] if ends_on else []


def _impact(known: Prefill) -> list[Fact]:
    """How the North Star moved, and the last impact if it is another measure."""
    star = known.star.name if known.star else ""
    others = [one for one in _figures(known, Rung.IMPACTFUL) if one["nom"] != star]
    return [*_move(known.star), *others]


def _move(star: Measure | None) -> list[Fact]:
    """From the first figure of the North Star to its last."""
    series = star.series if star else []
    if len(series) < 2:
        return [_star(star)] if series else []
    first, last = series[0], series[-1]
    return [
        fact(
            Told.MOVE,
            nom=star.name,
            unite=star.unit,
            de=plain(first.value),
            depuis=first.on.isoformat(),
            a=plain(last.value),
            le=last.on.isoformat(),
            source=star.source,
            lien=star.link,
        )
    ]


def _star(star: Measure) -> Fact:
    from_last = star.last
    return fact(
        Told.FIGURE,
        nom=star.name,
        valeur=plain(from_last.value),
        unite=star.unit,
        le=from_last.on.isoformat(),
        source=star.source,
        lien=star.link,
    )
