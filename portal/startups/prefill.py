"""What the sheet already knows, ready for whoever prepares a committee: dated, sourced, read only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.periods import add_months
from portal.startups import measure_queries, money_queries, promises, standards
from portal.startups.costs import Cost
from portal.startups.measure_models import Measure
from portal.startups.measure_queries import LastFigure
from portal.startups.models import Startup
from portal.startups.money_models import BudgetLine
from portal.startups.promise_models import Objective
from portal.startups.sheet_words import NoCost, Standard
from portal.startups.standards import State
from portal.startups.words import Rung, StandardLevel

LOOK_BACK_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Prefill:
    """What was promised last and for the suite, what is measured, spent and proven."""

    promised: list[Objective]
    coming: list[Objective]
    figures: dict[Rung, LastFigure | None]
    star: Measure | None
    satisfaction: LastFigure | None
    costs: list[Cost]
    # Why there is none.
    no_cost: NoCost | None
    budget: list[BudgetLine]
    agreement_ends_on: date | None
    standards: list[State]
    # As they stood six months before.
    levels_before: dict[Standard, StandardLevel]

    @property
    def missing_rungs(self) -> list[Rung]:
        """The rungs that no figure tells."""
        return [rung for rung, figure in self.figures.items() if figure is None]


def prefill(session: Session, startup: Startup, today: date) -> Prefill:
    """Everything at once. Costs speak of the budget: show them to those who read it."""
    measures = measure_queries.measures(session, startup)
    before = add_months(today, -LOOK_BACK_MONTHS)
    star = next((one for one in measures if one.is_north_star), None)
    by_rung = measure_queries.by_rung(measures)
    costs = money_queries.cost_series(session, startup, today, star) if star else []
    budget = money_queries.budget(session, startup)
    return Prefill(
        promised=promises.last_promised(session, startup, today),
        coming=promises.to_come(session, startup, today),
        figures={
            rung: measure_queries.last_figure(one) if one else None for rung, one in by_rung.items()
        },
        star=star,
        satisfaction=_satisfaction(measures),
        costs=costs,
        no_cost=money_queries.no_cost(star, costs, budget),
        budget=budget,
        agreement_ends_on=money_queries.agreement_runs_until(session, startup),
        standards=standards.states(session, startup),
        levels_before=standards.levels_on(session, startup, before),
    )


def _satisfaction(measures: list[Measure]) -> LastFigure | None:
    """The last satisfaction that says how many answered, and how they were asked."""
    asked = (one for one in measures if one.is_satisfaction and one.last and one.last.sample)
    return next((measure_queries.last_figure(one) for one in asked), None)
