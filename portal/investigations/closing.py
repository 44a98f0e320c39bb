"""What a proclaimed decision does to an investigation. Called by committees, which tells people.

No policy is asked here: proclaiming was required by the caller, and this is its consequence.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.investigations import queries, rules
from portal.investigations.finding import index
from portal.investigations.models import Investigation
from portal.investigations.words import InvestigationOutcome, InvestigationVerb
from portal.irritants import actions as irritants
from portal.journal import actions as journal
from portal.kernel.text import Word
from portal.policy import Act, Actor


def close_with_startup(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    startup_ref: str,
    title_of_answer: str,
    decision_ref: str,
    on: date,
    now: datetime,
) -> None:
    """The committee launched this startup: it answers every irritant behind the investigation."""
    _close(session, investigation, InvestigationVerb.LAUNCH, decision_ref, on)
    investigation.outcome = InvestigationOutcome.STARTUP
    investigation.startup_ref = startup_ref
    known = (decision_ref, title_of_answer, now)
    _conclude_irritants(session, actor, investigation, startup_ref, "", *known)
    _record(session, actor, investigation, now, startup=startup_ref, decision=decision_ref)


def close_inconclusive(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    reason: str,
    decision_ref: str,
    on: date,
    now: datetime,
) -> None:
    """The committee does not go on: what was learned is the answer, with the reason.

    `reason` is a word of the committee's or a sentence; people read its label.
    """
    told = str(reason.label) if isinstance(reason, Word) else reason
    _close(session, investigation, InvestigationVerb.CONCLUDE, decision_ref, on)
    investigation.outcome = InvestigationOutcome.INCONCLUSIVE
    investigation.reason = told
    index(session, investigation)
    _conclude_irritants(
        session,
        actor,
        investigation,
        None,
        told,
        decision_ref,
        investigation.title,
        now,
    )
    _record(session, actor, investigation, now, reason=reason, decision=decision_ref)


def move_planned_end(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    months: int,
    decided_on: date,
    decision_ref: str,
    now: datetime,
) -> date:
    """A provisional go: one or two months more, then the committee again. Returns the new end."""
    queries.lock(session, investigation)
    rules.check_log(investigation.state)
    before = investigation.planned_end_on
    investigation.planned_end_on = rules.moved_end(before, decided_on, months)
    investigation.sent_to_committee_ref = investigation.sent_at = None
    journal.record(
        session,
        actor,
        Act.PROCLAIM,
        investigation,
        now=now,
        before={"until": before},
        after={"until": investigation.planned_end_on, "decision": decision_ref},
    )
    session.flush()
    return investigation.planned_end_on


def _close(session, investigation: Investigation, verb, decision_ref: str, on: date) -> None:
    queries.lock(session, investigation)
    investigation.state = rules.INVESTIGATION.after(investigation.state, verb)
    investigation.decision_ref, investigation.closed_on = decision_ref, on


def _conclude_irritants(
    session, actor, investigation, answered_by_ref, reason, decision_ref, title, now
) -> None:
    for irritant in queries.irritants_of(session, investigation):
        irritants.conclude(
            session,
            actor,
            irritant,
            answered_by_ref=answered_by_ref,
            reason=reason,
            decision_ref=decision_ref,
            title_of_answer=title,
            now=now,
        )


def _record(session: Session, actor: Actor, investigation, now: datetime, **after) -> None:
    journal.record(session, actor, Act.PROCLAIM, investigation, now=now, after=after)
    session.flush()
