"""Named reads of what a team tried, whom it met, and what its coach and director think."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.investigations.desk_models import Opinion, Solution, Trial
from portal.investigations.models import Investigation, LogEntry
from portal.investigations.words import EntryKind, Met
from portal.kernel.errors import Missing
from portal.policy import Actor


def solutions(session: Session, investigation: Investigation) -> list[Solution]:
    """What was tried, in the order of trying, with the hypotheses put to the test."""
    query = select(Solution).where(Solution.investigation_id == investigation.id)
    tests = selectinload(Solution.tries).joinedload(Trial.hypothesis)
    return list(session.scalars(query.options(tests).order_by(Solution.id)))


def solution(session: Session, investigation: Investigation, ref: str) -> Solution:
    """One of them as it now stands, or Missing."""
    query = select(Solution).where(
        Solution.investigation_id == investigation.id, Solution.ref == ref
    )
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def met(session: Session, investigation: Investigation) -> list[tuple[Met | None, int]]:
    """How many people were met, by what they are to the problem; the most met first."""
    count = func.sum(func.coalesce(LogEntry.persons, 1))
    query = (
        select(LogEntry.met, count)
        .where(LogEntry.investigation_id == investigation.id, LogEntry.kind == EntryKind.INTERVIEW)
        .group_by(LogEntry.met)
    )
    found = [(kind, int(number)) for kind, number in session.execute(query)]
    return sorted(found, key=lambda one: (-one[1], one[0] or ""))


def opinions(session: Session, investigation: Investigation) -> list[Opinion]:
    """What each now thinks: the last of each author, the last given first."""
    last = (
        select(func.max(Opinion.id))
        .where(Opinion.investigation_id == investigation.id)
        .group_by(Opinion.author_id)
    )
    query = select(Opinion).where(Opinion.id.in_(last))
    query = query.options(joinedload(Opinion.author), selectinload(Opinion.lines))
    return list(session.scalars(query.order_by(Opinion.id.desc())))


def last_number(session: Session, actor: Actor, investigation: Investigation) -> int:
    """How many times this person gave theirs."""
    query = select(func.max(Opinion.number)).where(
        Opinion.investigation_id == investigation.id, Opinion.author_id == actor.person_id
    )
    return session.scalar(query) or 0
