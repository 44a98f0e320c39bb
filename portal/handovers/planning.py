"""Writing the plan of an exit: where, when, by which steps, and what is ready."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.handovers import queries, rules
from portal.handovers.models import Handover, HandoverLine, HandoverStep
from portal.handovers.words import KEPT_LINES, LineState, Scenario
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.policy import Act, Actor
from portal.startups import sheet_rules
from portal.startups.models import Startup
from portal.startups.sheet import begin
from portal.startups.words import Phase

_TOLD = (*("scenario", "fallback", "host_ref", "contact_id", "contact_role", "final_on", "vision"),)


def save_plan(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    scenario: Scenario,
    fallback: Scenario | None,
    host: Organisation | None,
    contact: Person | None,
    contact_role: str,
    final_on: date | None,
    vision: str,
    now: datetime,
) -> Handover:
    """Say where the service goes; the first time, with the usual steps and the whole list.

    Raises Refused for another scenario than the one that a committee adopted.
    """
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    rules.check_scenarios(scenario, fallback)
    plan, made = queries.plan_of(session, startup.ref), {}
    if plan is None:
        plan, made = _begun(session, startup, scenario, now), {"made": True}
    _check_adopted(plan, scenario, fallback)
    before = _as_told(plan)
    plan.scenario, plan.fallback = scenario, fallback
    plan.host_ref = host.ref if host else None
    plan.contact_id = contact.id if contact else None
    plan.contact_role, plan.final_on, plan.vision = contact_role, final_on, vision
    _record(session, actor, plan, now, before=before, after=made | _as_told(plan))
    session.expire(plan, ["host", "contact_person"])
    return plan


def expect(
    session: Session,
    actor: Actor,
    startup: Startup,
    step: HandoverStep,
    *,
    expected_on: date | None,
    done_on: date | None,
    now: datetime,
) -> None:
    """Say when a step should be over, or when it was."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    if done_on is not None:
        sheet_rules.check_past(done_on, paris_day(now), field="done_on")
    before = {"expected_on": step.expected_on, "done_on": step.done_on}
    step.expected_on, step.done_on = expected_on, done_on
    after = {"step": step.step, "expected_on": expected_on, "done_on": done_on}
    _record(session, actor, queries.plan(session, startup.ref), now, before=before, after=after)


def tick(
    session: Session,
    actor: Actor,
    startup: Startup,
    line: HandoverLine,
    *,
    state: LineState,
    on: date,
    proof: str,
    link: str,
    now: datetime,
) -> None:
    """Say where a line of the list stands, with what proves it."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    sheet_rules.check_past(on, paris_day(now))
    sheet_rules.check_link(link)
    rules.check_proof(state, proof, link)
    before = {"state": line.state, "proof": line.proof}
    line.state, line.on, line.proof, line.link = state, on, proof, link
    line.by_id = actor.person_id
    after = {"line": line.line, "state": state, "on": on, "proof": proof}
    _record(session, actor, queries.plan(session, startup.ref), now, before=before, after=after)


def _begun(session: Session, startup: Startup, scenario: Scenario, now: datetime) -> Handover:
    first = _consolidation(startup) or paris_day(now)
    plan = Handover(
        ref=new_ref("sor"),
        startup_ref=startup.ref,
        scenario=scenario,
        begins_on=first,
        made_at=now,
    )
    for step, expected_on in rules.usual_ends(first).items():
        plan.steps.append(HandoverStep(step=step, expected_on=expected_on))
    for line in KEPT_LINES:
        plan.lines.append(HandoverLine(line=line))
    session.add(plan)
    session.flush()
    return plan


def _consolidation(startup: Startup) -> date | None:
    """The day on which the consolidation began, from which its steps are counted."""
    found = [one.starts_on for one in startup.periods if one.phase is Phase.CONSOLIDATION]
    return found[-1] if found else None


def _check_adopted(plan: Handover, scenario: Scenario, fallback: Scenario | None) -> None:
    if plan.adopted_on and (scenario, fallback) != (plan.scenario, plan.fallback):
        raise Refused(
            _("Un comité a adopté ce scénario : seule une autre décision le change."),
            field="scenario",
        )


def _as_told(plan: Handover) -> dict:
    return {name: getattr(plan, name) for name in _TOLD}


def _record(session: Session, actor: Actor, plan: Handover, now: datetime, **told: dict) -> None:
    session.flush()
    journal.record(session, actor, Act.STARTUP_EDIT, plan, now=now, **told)
    session.flush()
