"""Named reads of comments."""

from datetime import date, datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.irritants import family
from portal.irritants.comment_models import Comment, Flag, Mask, Wording
from portal.irritants.models import Irritant
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role


def of_irritant(irritant: Irritant) -> Select[tuple[Comment]]:
    """The comments of an irritant and of those merged into it, oldest first, with what is shown."""
    return (
        select(Comment)
        .where(family.has(Comment.irritant_id, irritant))
        .options(
            joinedload(Comment.person),
            joinedload(Comment.irritant).joinedload(Irritant.author),
            selectinload(Comment.masks),
        )
        .order_by(Comment.id)
    )


def together(
    session: Session, irritant: Irritant, most: int, after: int
) -> tuple[list[Comment], int]:
    """So many comments after the first ones, and how many there are in all."""
    total = select(func.count(Comment.id)).where(family.has(Comment.irritant_id, irritant))
    query = of_irritant(irritant).add_columns(total.scalar_subquery()).limit(most).offset(after)
    found = session.execute(query).unique().all()
    if not found and after:
        return [], count(session, irritant)
    return [row[0] for row in found], found[0][1] if found else 0


def count(session: Session, irritant: Irritant) -> int:
    """How many there are, those withdrawn or masked included."""
    query = select(func.count(Comment.id)).where(family.has(Comment.irritant_id, irritant))
    return session.scalar(query) or 0


def place(session: Session, comment: Comment) -> int:
    """Its rank in the thread of its irritant, from 1."""
    query = select(func.count(Comment.id)).where(
        family.has(Comment.irritant_id, comment.irritant), Comment.id <= comment.id
    )
    return session.scalar(query) or 1


def by_ref(session: Session, irritant: Irritant, ref: str) -> Comment:
    """This comment of this irritant, or Missing."""
    query = (
        of_irritant(irritant)
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
            Comment.person_id != actor.person_id,
            Irritant.author_id != actor.person_id,
        )
        .options(joinedload(Comment.irritant))
        .order_by(Comment.id)
    )


def flagged_count(session: Session, irritant: Irritant) -> int:
    """How many of its comments were flagged and wait to be examined."""
    flagged = exists().where(Flag.comment_id == Comment.id, Flag.outcome.is_(None))
    query = select(func.count(Comment.id)).where(Comment.irritant_id == irritant.id, flagged)
    return session.scalar(query) or 0


def moderators(session: Session, irritant: Irritant, today: date) -> list[Person]:
    """Who moderates it: its incubator, or the programme while it has none."""
    if irritant.incubator_ref is None:
        return people.holders(session, None, today, Role.PROGRAMME)
    desk = (Role.DIRECTOR, Role.OFFICER)
    return people.holders(session, irritant.incubator_ref, today, *desk)


def last_at(session: Session, irritant_ids: list[int]) -> dict[int, datetime]:
    """When each of these irritants was last commented."""
    query = (
        select(Comment.irritant_id, func.max(Comment.at))
        .where(Comment.irritant_id.in_(irritant_ids))
        .group_by(Comment.irritant_id)
    )
    return dict(row for row in session.execute(query))
