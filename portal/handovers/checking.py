"""The health check of a service that left: what is seen of it, and what should be done."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.handovers import queries, rules
from portal.handovers.models import HealthCheck
from portal.handovers.words import HealthState, StandardsKept
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor

_TOLD = (
    *("state", "usage", "source", "satisfaction", "runner", "incidents", "standards", "advice"),
)


def record(
    session: Session,
    actor: Actor,
    check: HealthCheck,
    *,
    state: HealthState,
    usage: str,
    source: str,
    satisfaction: str,
    runner: str,
    incidents: str,
    standards: StandardsKept | None,
    advice: str,
    now: datetime,
) -> HealthCheck:
    """Say how the service fares. Told again, it is a correction: the journal keeps both."""
    policy.require(actor, Act.HANDOVER_CHECK, check)
    today = paris_day(now)
    rules.check_of_last_exit(queries.is_of_last_exit(check), check.done_on is not None)
    rules.check_opened(check.due_on, today)
    rules.check_told(state is HealthState.CLOSED, usage, source, runner)
    before = _as_told(check) if check.done_on else None
    check.state, check.done_on = state, check.done_on or today
    check.usage, check.source, check.satisfaction = usage, source, satisfaction
    check.runner, check.incidents, check.standards = runner, incidents, standards
    check.advice, check.by_id = advice, actor.person_id
    session.flush()
    told = {"before": before, "after": {"months": check.months} | _as_told(check)}
    journal.record(session, actor, Act.HANDOVER_CHECK, check, now=now, **told)
    session.flush()
    return check


def _as_told(check: HealthCheck) -> dict:
    return {name: getattr(check, name) for name in _TOLD}
