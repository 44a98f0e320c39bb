"""What investigations and committees do to irritants. They hold the right; these keep the thread.

They tell nobody: one message by person, even for two irritants, is for whoever knows them all
(`queries.audience`).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.irritants import queries, rules
from portal.irritants.models import Irritant
from portal.irritants.moving import enter, record, today
from portal.irritants.words import IrritantState as State, IrritantVerb as Verb
from portal.policy import Act, Actor


def begin_investigation(
    session: Session, actor: Actor, irritant: Irritant, *, investigation_ref: str, now: datetime
) -> None:
    """Take it into an investigation; a second one may join while the first is under way.

    Raises Refused unless it is selected, or investigated already.
    """
    queries.lock(session, irritant)
    if irritant.state is not State.INVESTIGATING:
        after = rules.IRRITANT.after(irritant.state, Verb.INVESTIGATE)
        enter(irritant, after, now=now)
    irritant.investigation_ref = investigation_ref
    record(
        session,
        actor,
        Act.INVESTIGATION_OPEN,
        irritant,
        Verb.INVESTIGATE,
        now=now,
        investigation=investigation_ref,
    )


def leave_investigation(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Take it out of its investigation: it is selected again, and waits for another."""
    queries.lock(session, irritant)
    after = rules.check_move(irritant.state, Verb.RELEASE, today=today(now), motive=motive)
    enter(irritant, after, now=now)
    irritant.investigation_ref = None
    record(session, actor, Act.INVESTIGATION_OPEN, irritant, Verb.RELEASE, now=now, motive=motive)


def conclude(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    answered_by_ref: str | None,
    reason: str,
    decision_ref: str,
    now: datetime,
    title_of_answer: str = "",
) -> bool:
    """End the thread: answered by a startup, or inconclusive when there is none.

    Whether it changed anything: an irritant that another investigation ended keeps that end.
    """
    queries.lock(session, irritant)
    if irritant.state is not State.INVESTIGATING:
        return False
    verb = Verb.ANSWER if answered_by_ref else Verb.CONCLUDE
    enter(irritant, rules.IRRITANT.after(irritant.state, verb), now=now)
    irritant.answered_by_ref, irritant.motive = answered_by_ref, reason
    record(
        session,
        actor,
        Act.PROCLAIM,
        irritant,
        verb,
        now=now,
        motive=reason,
        decision=decision_ref,
        answered_by=answered_by_ref,
        title=title_of_answer,
    )
    return True
