"""Named reads of comments."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.irritants import coauthor_queries, family
from portal.irritants.comment_models import Comment, Flag, Mask, Mention, Wording
from portal.irritants.models import Irritant
from portal.irritants.words import Readers
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Kind, Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The comments for this actor, of irritants that they read; `policy.reads_comment`, in SQL."""
    about = aliased(Irritant)
    looks_over = actor.has(Role.PROGRAMME) or actor.kind is Kind.AUDITOR
    mine = about.incubator_ref.in_(actor.scopes(Role.DIRECTOR, Role.OFFICER))
    at_desk = true() if looks_over else mine
    writes = coauthor_queries.written_by(actor, about)
    for_me = or_(
        and_(Comment.readers == Readers.AUTHOR, or_(writes, at_desk)),
        and_(Comment.readers == Readers.DESK, at_desk, ~writes),
    )
    return or_(
        Comment.readers == Readers.AGENTS,
        Comment.person_id == actor.person_id,
        exists().where(about.id == Comment.irritant_id, for_me),
    )


def of_irritant(actor: Actor, irritant: Irritant) -> Select[tuple[Comment]]:
    """The comments for this actor of an irritant and of those merged into it, oldest first."""
    return (
        select(Comment)
        .where(family.has(Comment.irritant_id, irritant), visible_to(actor))
        .options(
            joinedload(Comment.person),
            joinedload(Comment.irritant).joinedload(Irritant.author),
            selectinload(Comment.masks),
            selectinload(Comment.mentions).joinedload(Mention.person),
        )
        .order_by(Comment.id)
    )


def together(
    session: Session, actor: Actor, irritant: Irritant, most: int, after: int
) -> tuple[list[Comment], int]:
    """So many comments after the first ones, and how many there are in all, for this actor."""
    total = _count(actor, irritant).correlate(None).scalar_subquery()
    query = of_irritant(actor, irritant).add_columns(total).limit(most).offset(after)
    found = session.execute(query).unique().all()
    if not found and after:
        return [], count(session, actor, irritant)
    return [row[0] for row in found], found[0][1] if found else 0


def _count(actor: Actor, irritant: Irritant) -> Select[tuple[int]]:
    found = family.has(Comment.irritant_id, irritant)
    return select(func.count(Comment.id)).where(found, visible_to(actor))


def count(session: Session, actor: Actor, irritant: Irritant) -> int:
    """How many there are for this actor, those withdrawn or masked included."""
    return session.scalar(_count(actor, irritant)) or 0


def place(session: Session, actor: Actor, comment: Comment) -> int:
    """Its rank from 1 in the thread of its irritant, for this actor."""
    query = _count(actor, comment.irritant).where(Comment.id <= comment.id)
    return session.scalar(query) or 1


def by_ref(session: Session, actor: Actor, irritant: Irritant, ref: str) -> Comment:
    """This comment of this irritant, or Missing for whom it is not."""
    query = (
        of_irritant(actor, irritant)
        .where(Comment.ref == ref, Comment.irritant_id == irritant.id)
        .options(selectinload(Comment.flags))
    )
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def mask(session: Session, comment: Comment, ref: str) -> Mask:
    """This mask, still on this comment, or Missing."""
    query = select(Mask).where(
        Mask.comment_id == comment.id, Mask.ref == ref, Mask.lifted_at.is_(None)
    )
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, comment: Comment) -> None:
    """Hold the comment until the end of the transaction, and read again what it says."""
    session.flush()
    session.execute(select(Comment.id).where(Comment.id == comment.id).with_for_update())
    session.refresh(comment)


def wordings(session: Session, comment: Comment) -> list[Wording]:
    """Its earlier wordings, oldest first."""
    query = select(Wording).where(Wording.comment_id == comment.id)
    return list(session.scalars(query.order_by(Wording.number)))


def flagged_by(session: Session, actor: Actor, comment_ids: list[int]) -> set[int]:
    """Which of these comments this person flagged."""
    if actor.person_id is None or not comment_ids:
        return set()
    query = select(Flag.comment_id).where(
        Flag.person_id == actor.person_id, Flag.comment_id.in_(comment_ids)
    )
    return set(session.scalars(query))


def to_examine(actor: Actor) -> Select[tuple[Comment]]:
    """Flagged comments that this person is to examine, the first flagged first."""
    refs = actor.scopes(Role.DIRECTOR, Role.OFFICER)
    mine = Irritant.incubator_ref.in_(refs)
    if actor.has(Role.PROGRAMME):
        mine = or_(mine, Irritant.incubator_ref.is_(None))
    flagged = exists().where(Flag.comment_id == Comment.id, Flag.outcome.is_(None))
    return (
        select(Comment)
        .join(Irritant, Irritant.id == Comment.irritant_id)
        .where(
            flagged,
            mine,
            visible_to(actor),
            Comment.person_id != actor.person_id,
            ~coauthor_queries.written_by(actor),
        )
        .options(joinedload(Comment.irritant))
        .order_by(Comment.id)
    )


def flagged_count(session: Session, actor: Actor, irritant: Irritant) -> int:
    """How many of its comments for this actor were flagged and wait to be examined."""
    flagged = exists().where(Flag.comment_id == Comment.id, Flag.outcome.is_(None))
    return session.scalar(_count(actor, irritant).where(flagged)) or 0


def moderators(session: Session, irritant: Irritant, today: date) -> list[Person]:
    """Who moderates it: its incubator, or the programme while it has none."""
    if irritant.incubator_ref is None:
        return people.holders(session, None, today, Role.PROGRAMME)
    desk = (Role.DIRECTOR, Role.OFFICER)
    return people.holders(session, irritant.incubator_ref, today, *desk)


def last_at(session: Session, actor: Actor, irritant_ids: list[int]) -> dict[int, datetime]:
    """When each of these irritants was last commented, as far as this actor reads."""
    query = (
        select(Comment.irritant_id, func.max(Comment.at))
        .where(Comment.irritant_id.in_(irritant_ids), visible_to(actor))
        .group_by(Comment.irritant_id)
    )
    return dict(row for row in session.execute(query))
