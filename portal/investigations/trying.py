"""Solutions tried with users: what, with how many, what was observed, kept or dropped."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.investigations import learning, queries, rules
from portal.investigations.desk_models import Solution, Trial
from portal.investigations.models import Investigation
from portal.investigations.words import HypothesisState
from portal.kernel.refs import new_ref
from portal.policy import Actor


def add_solution(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    what: str,
    hypotheses: list[str],
    now: datetime,
) -> Solution:
    """Say what will be tried, and which hypotheses (by reference) it puts to the test."""
    learning.begin(session, actor, investigation)
    tested = [queries.hypothesis(session, investigation, ref) for ref in hypotheses]
    made = Solution(ref=new_ref("sol"), investigation_id=investigation.id, what=what)
    made.tries += [Trial(hypothesis_id=one.id) for one in tested]
    session.add(made)
    learning.record(session, actor, investigation, now, solution=made.ref)
    return made


def conclude_solution(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    solution: Solution,
    *,
    users: int,
    observed: str,
    state: HypothesisState,
    now: datetime,
) -> None:
    """Keep it or drop it, and say with how many users and what was observed. It may be said anew."""
    learning.begin(session, actor, investigation)
    rules.check_conclusion(state, observed, field="observed")
    solution.users, solution.observed, solution.state = users, observed, state
    learning.record(session, actor, investigation, now, tried=solution.ref, now_is=state)
