"""The list before the exit: lines that the plan keeps, beside those that the standards tell."""

from datetime import date

from sqlalchemy.orm import Session

from portal.handovers import queries
from portal.handovers.models import Handover, HandoverLine
from portal.handovers.summary import Summary, Told, handover_summary
from portal.handovers.words import ExitLine, LineState
from portal.kernel.text import plural
from portal.startups import standards
from portal.startups.models import Startup
from portal.startups.sheet_words import Standard
from portal.startups.standards import State
from portal.startups.words import StandardLevel

STANDARD_OF = {
    ExitLine.ACCESS_AUDIT: Standard.ACCESS_AUDIT,
    ExitLine.RECORD: Standard.RECORD,
    ExitLine.APPROVAL: Standard.APPROVAL,
}
_LEVELS = {
    StandardLevel.UNMET: LineState.TODO,
    StandardLevel.PARTIAL: LineState.DOING,
    StandardLevel.MET: LineState.DONE,
    StandardLevel.NOT_APPLICABLE: LineState.NOT_APPLICABLE,
}


def told(session: Session, startup: Startup, plan: Handover) -> list[Told]:
    """Every line as it stands, in the order in which it is read."""
    marks = {one.standard: one for one in standards.states(session, startup)}
    kept = {one.line: one for one in plan.lines}
    return [_told(line, kept.get(line), marks) for line in ExitLine]


def summarised(plan: Handover, lines: list[Told], today: date) -> Summary:
    """What the plan says in short, its lines being told."""
    return handover_summary(
        plan,
        lines,
        host=plan.host.name if plan.host else "",
        steps=plan.steps,
        stays=[one.stay for one in plan.present],
        today=today,
    )


def summary_of(session: Session, startup: Startup, today: date) -> Summary | None:
    """The same for a startup, whose dossier an exit committee reads; None without a plan."""
    plan = queries.plan_of(session, startup.ref)
    return summarised(plan, told(session, startup, plan), today) if plan else None


def _told(line: ExitLine, kept: HandoverLine | None, marks: dict[Standard, State]) -> Told:
    if kept is not None:
        return Told(line, kept.state, kept.proof, kept.link, kept.on, kept.by_id)
    if line is ExitLine.STANDARDS:
        return _counted(list(marks.values()))
    one = marks[STANDARD_OF[line]]
    if one.mark is None:
        return Told(line, LineState.TODO)
    mark = one.mark
    return Told(line, _LEVELS[mark.level], mark.proof, mark.link, mark.on, mark.by_id)


def _counted(states: list[State]) -> Told:
    """All that the last phase asks, whatever the phase: an exit is asked everything."""
    asked = [one for one in states if one.level is not StandardLevel.NOT_APPLICABLE]
    met = sum(one.level is StandardLevel.MET for one in asked)
    state = LineState.DONE if met == len(asked) else LineState.DOING if met else LineState.TODO
    told = f"{plural(met, 'atteint', 'atteints')} / {len(asked)}"
    unseen = sum(one.level is None for one in asked)
    if unseen:
        told += f", {plural(unseen, 'pas encore constaté', 'pas encore constatés')}"
    return Told(ExitLine.STANDARDS, state, told)
