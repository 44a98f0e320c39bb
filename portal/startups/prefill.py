"""What the sheet already knows, ready for whoever prepares a committee: dated, sourced, read only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.startups import measure_queries, money_queries, promises, standards
from portal.startups.costs import Cost
from portal.startups.measure_queries import LastFigure
from portal.startups.models import Startup
from portal.startups.promise_models import Objective
from portal.startups.standards import State
from portal.startups.words import Rung


@dataclass(frozen=True, slots=True)
class Prefill:
    """What was promised last, the last figure of each rung, what the impact costs, the standards."""

    promised: list[Objective]
    figures: dict[Rung, LastFigure | None]
    costs: list[Cost]
    standards: list[State]

    @property
    def missing_rungs(self) -> list[Rung]:
        """The rungs that no figure tells."""
        return [rung for rung, figure in self.figures.items() if figure is None]


def prefill(session: Session, startup: Startup, today: date) -> Prefill:
    """Everything at once. Costs speak of the budget: show them to those who read it."""
    return Prefill(
        promised=promises.last_promised(session, startup, today),
        figures=measure_queries.last_figures(session, startup),
        costs=money_queries.cost_series(session, startup, today),
        standards=standards.states(session, startup),
    )
