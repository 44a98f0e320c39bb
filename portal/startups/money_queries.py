"""Reading what a startup spends, what it costs for its impact, and the papers that bind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Missing
from portal.startups import costs, measure_queries
from portal.startups.measure_models import Measure
from portal.startups.models import Startup
from portal.startups.money_models import BudgetLine, Paper
from portal.startups.sheet_words import Better, NoCost, PaperKind
from portal.startups.words import EventKind


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in whole euros; a real one is None as long as no line knows it."""

    planned_commitment: int
    real_commitment: int | None
    planned_payment: int
    real_payment: int | None


def totals(lines: Iterable[BudgetLine]) -> Totals:
    """The sums of these lines."""
    lines = list(lines)
    return Totals(
        sum(one.planned_commitment for one in lines),
        _known(one.real_commitment for one in lines),
        sum(one.planned_payment for one in lines),
        _known(one.real_payment for one in lines),
    )


def _known(amounts: Iterable[int | None]) -> int | None:
    told = [one for one in amounts if one is not None]
    return sum(told) if told else None


def budget(session: Session, startup: Startup) -> list[BudgetLine]:
    """Its lines: the latest half-year first, then by activity and resource."""
    query = select(BudgetLine).where(BudgetLine.startup_id == startup.id)
    query = query.order_by(
        BudgetLine.half_year.desc(), BudgetLine.activity, BudgetLine.resource, BudgetLine.id
    )
    return list(session.scalars(query))


def line(session: Session, startup: Startup, ref: str) -> BudgetLine:
    """One line of this startup, read anew, or Missing."""
    query = select(BudgetLine).where(BudgetLine.startup_id == startup.id, BudgetLine.ref == ref)
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def cost_series(
    session: Session, startup: Startup, today: date, measure: Measure | None = None
) -> list[costs.Cost]:
    """Cost per impact at each committee and today, by the North Star or this measure.

    Empty when there is none, or when less is better: euros for one unit would then say nothing.
    """
    if measure is None:
        known = measure_queries.measures(session, startup)
        measure = next((one for one in known if one.is_north_star), None)
    if measure is None or measure.better is Better.DOWN:
        return []
    figures = [(one.on, one.value) for one in measure.series]
    euros = paid(budget(session, startup))
    return costs.costs(decided_on(startup, today), euros, figures, measure.nature)


def no_cost(
    measure: Measure | None, found: list[costs.Cost], lines: Iterable[BudgetLine]
) -> NoCost | None:
    """Why the cost by this measure is not known; None when it is."""
    if measure is None:
        return NoCost.STAR
    return costs.no_cost(found, measure.nature, measure.better, paid(lines))


def paid(lines: Iterable[BudgetLine]) -> dict[date, int]:
    """Euros really paid in each half-year that has any."""
    told: dict[date, int] = {}
    for one in lines:
        if one.real_payment:
            told[one.half_year] = told.get(one.half_year, 0) + one.real_payment
    return told


def decided_on(startup: Startup, today: date) -> list[date]:
    """The days of its committees and of its grants, none of the future, and today."""
    days = {one.on for one in startup.events if one.name == EventKind.COMMITTEE}
    days |= {one.decided_on for one in startup.grants}
    return sorted({day for day in days if day <= today} | {today})


def papers(session: Session, startup: Startup) -> list[Paper]:
    """Its papers in the order of their first day."""
    query = select(Paper).where(Paper.startup_id == startup.id)
    return list(session.scalars(query.order_by(Paper.starts_on, Paper.id)))


def paper(session: Session, startup: Startup, ref: str) -> Paper:
    """One paper of this startup, read anew, or Missing."""
    query = select(Paper).where(Paper.startup_id == startup.id, Paper.ref == ref)
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def agreement_ends_on(agreement: Paper, others: Iterable[Paper]) -> date | None:
    """The last day of an agreement, as the last of its amendments that says one moved it."""
    end = agreement.ends_on
    for one in others:
        if one.kind is PaperKind.AMENDMENT and one.amends_id == agreement.id and one.ends_on:
            end = one.ends_on
    return end


def agreement_runs_until(session: Session, startup: Startup) -> date | None:
    """The last day of the agreement that runs longest; None without any that says one."""
    found = papers(session, startup)
    ends = [agreement_ends_on(one, found) for one in found if one.kind is PaperKind.AGREEMENT]
    return max((end for end in ends if end), default=None)
