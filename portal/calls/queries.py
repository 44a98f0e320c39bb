"""Named reads of calls."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.calls.entry_models import Answer
from portal.calls.models import Call, CallMember, Question
from portal.calls.words import CallState, Part
from portal.kernel.errors import Missing
from portal.people.models import Person
from portal.policy import Act, Actor, Role, may


def by_ref(session: Session, ref: str) -> Call:
    """The call with its incubator, its people and its questions, or Missing."""
    query = select(Call).where(Call.ref == ref)
    found = session.scalars(
        query.options(
            joinedload(Call.incubator),
            selectinload(Call.members),
            selectinload(Call.questions),
        )
    ).first()
    if found is None:
        raise Missing
    return found


def readable(session: Session, actor: Actor, ref: str) -> Call:
    """The call, for whoever may read it: one in preparation stays with those who prepare it."""
    found = by_ref(session, ref)
    if found.published_at is None and not may(actor, Act.CALL_DESK, found):
        raise Missing
    return found


def lock(session: Session, call: Call) -> None:
    """Hold the row until the end of the transaction, and read again what it says."""
    session.flush()
    query = select(Call).where(Call.id == call.id).with_for_update(of=Call)
    session.scalars(query.execution_options(populate_existing=True)).one()
    session.expire(call, ["members", "questions"])


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Published calls are everybody's; those in preparation, of who prepares them."""
    return or_(Call.published_at.is_not(None), managed_by(actor))


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """Those that this person prepares; `Act.CALL_DESK`, in SQL."""
    if actor.has(Role.PROGRAMME):
        return Call.id.is_not(None)
    refs = actor.scopes(Role.DIRECTOR)
    return Call.incubator_ref.in_(refs) if refs else false()


def listing(actor: Actor, today: date, state: CallState | None = None) -> Select[tuple[Call]]:
    """Open calls first, the nearest end first; then those in preparation, closed, answered."""
    query = select(Call).where(visible_to(actor)).options(joinedload(Call.incubator))
    if state is not None:
        query = query.where(is_in(state, today))
    rank = case(
        (is_in(CallState.OPEN, today), 0),
        (is_in(CallState.DRAFT, today), 1),
        (is_in(CallState.CLOSED, today), 2),
        else_=3,
    )
    nearest = case((rank == 0, Call.closes_on), else_=None)
    return query.order_by(rank, nearest, Call.closes_on.desc(), Call.id.desc())


def is_in(state: CallState, today: date) -> ColumnElement[bool]:
    """`Call.state_on`, in SQL."""
    answered, public = Call.answered_at.is_not(None), Call.published_at.is_not(None)
    under_way = and_(public, ~answered)
    return {
        CallState.DRAFT: ~public,
        CallState.OPEN: and_(under_way, Call.closes_on >= today),
        CallState.CLOSED: and_(under_way, Call.closes_on < today),
        CallState.ANSWERED: answered,
    }[state]


def under_way(ref: str) -> Select[tuple[Call]]:
    """The calls of this incubator that are not concluded, oldest first."""
    query = select(Call).where(Call.incubator_ref == ref, Call.answered_at.is_(None))
    return query.order_by(Call.id)


def people_of(session: Session, call: Call, part: Part) -> list[Person]:
    """Who has this part today, by name."""
    query = (
        select(Person)
        .join(CallMember, CallMember.person_id == Person.id)
        .where(
            CallMember.call_id == call.id, CallMember.part == part, CallMember.ended_at.is_(None)
        )
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(query))


def member(session: Session, call: Call, person_id: int, part: Part) -> CallMember | None:
    """This person's part in this call, even one that ended."""
    query = select(CallMember).where(
        CallMember.call_id == call.id,
        CallMember.person_id == person_id,
        CallMember.part == part,
    )
    return session.scalars(query).first()


def question(session: Session, call: Call, ref: str) -> Question:
    """A question as it is asked today, or Missing."""
    query = select(Question).where(
        Question.call_id == call.id, Question.ref == ref, Question.replaced_at.is_(None)
    )
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def is_answered(session: Session, question: Question) -> bool:
    """Whether somebody answered this wording."""
    query = select(Answer.id).where(Answer.question_id == question.id).limit(1)
    return session.scalars(query).first() is not None
