"""What a committee does to the exit of a startup: asked, adopted, left.

The caller has sent the point or proclaimed the decision, in the same transaction.
"""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.handovers import queries, rules
from portal.handovers.models import Handover, HealthCheck
from portal.handovers.words import Scenario
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import queries as startups
from portal.startups.models import Startup
from portal.startups.words import HANDED_OVER


def put(
    session: Session, actor: Actor, plan: Handover, *, scenario: Scenario, now: datetime
) -> None:
    """Keep what the committee is asked: the scenario of the plan, or its fallback."""
    if scenario not in (plan.scenario, plan.fallback):
        raise Refused(_("Choisissez le scénario du plan, ou son repli."), field="scenario")
    plan.put_scenario, plan.put_on = scenario, paris_day(now)
    plan.put_fallback = plan.fallback if scenario is plan.scenario else None
    session.flush()
    after = {"put": scenario}
    journal.record(session, actor, Act.STARTUP_SEND, plan, now=now, after=after)


def adopt(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    is_operated: bool,
    on: date,
    decision_ref: str,
    now: datetime,
) -> Handover | None:
    """Freeze the scenario that the committee adopted; None without a plan that says it.

    `is_operated`: the decision keeps the service in the network, or else transfers it. A plan that
    says the contrary is left as it is: what was voted is in the decision.
    """
    plan = queries.plan_of(session, startup.ref)
    scenario, fallback = asked(plan) if plan else (None, None)
    if plan is None or scenario is None or scenario.is_operated is not is_operated:
        return None
    plan.adopted_scenario, plan.adopted_fallback = scenario, fallback
    plan.adopted_on, plan.adopted_decision_ref = on, decision_ref
    session.flush()
    after = {"adopted": scenario, "decision": decision_ref, "on": on}
    journal.record(session, actor, Act.PROCLAIM, plan, now=now, after=after)
    return plan


def forget(session: Session, startup: Startup) -> None:
    """Another end came than the adoption: what was asked then says nothing of the next point."""
    plan = queries.plan_of(session, startup.ref)
    if plan is not None and plan.put_scenario is not None:
        plan.put_scenario = plan.put_fallback = plan.put_on = None
        session.flush()


def asked(plan: Handover) -> tuple[Scenario, Scenario | None]:
    """What a committee would adopt: what it was asked, else what the plan says."""
    if plan.put_scenario:
        return plan.put_scenario, plan.put_fallback
    return plan.scenario, plan.fallback


def leave(session: Session, startup: Startup, *, on: date) -> list[HealthCheck]:
    """Plan the health checks of a service that has just left: once for each exit, whoever asks."""
    return _planned(session, startup, rules.checks_due(on), on)


def follow(session: Session, actor: Actor, startup: Startup, *, now: datetime) -> list[HealthCheck]:
    """Plan those still to come of a service that left before the portal knew it."""
    startup = startups.lock(session, startup)
    policy.require(actor, Act.HANDOVER_CHECK, startup)
    if startup.current_phase not in HANDED_OVER or startup.ended_on is None:
        raise Refused(_("Ce service n’est pas sorti : il n’y a pas encore de bilan à prévoir."))
    today = paris_day(now)
    due = rules.checks_due(startup.ended_on)
    ahead = {months: on for months, on in due.items() if on >= today}
    if not ahead:
        raise Refused(_("Ce service est sorti depuis plus d’un an : plus aucun bilan n’est prévu."))
    made = _planned(session, startup, ahead, startup.ended_on)
    for one in made:
        after = {"health": "planned", "due_on": one.due_on}
        journal.record(session, actor, Act.HANDOVER_CHECK, one, now=now, after=after)
    return made


def _planned(
    session: Session, startup: Startup, due: dict[int, date], left_on: date
) -> list[HealthCheck]:
    told = {"startup_ref": startup.ref, "exit_ref": queries.exit_ref(startup), "left_on": left_on}
    every = queries.checks_of(session, startup.ref)
    known = {one.months for one in every if one.exit_ref == told["exit_ref"]}
    made = [
        HealthCheck(ref=new_ref("bil"), months=months, due_on=on, **told)
        for months, on in due.items()
        if months not in known
    ]
    session.add_all(made)
    session.flush()
    return made
