"""Named reads of requests for review."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.irritants import coauthor_queries
from portal.irritants.models import CoAuthor, Irritant
from portal.irritants.review_models import Review
from portal.irritants.words import CoAuthorState, ReviewState
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Actor, Role

DESK = (Role.DIRECTOR, Role.OFFICER)


def of(session: Session, irritant: Irritant) -> Review | None:
    """The request made on this irritant, answered or not."""
    query = select(Review).where(Review.irritant_id == irritant.id)
    return session.scalars(query.options(joinedload(Review.declined_by))).first()


def waiting() -> ColumnElement[bool]:
    """The irritants whose author waits for a review."""
    return exists().where(Review.irritant_id == Irritant.id, Review.state == ReviewState.ASKED)


def answerable(actor: Actor, today: date) -> ColumnElement[bool]:
    """The irritants whose review this person may answer; `policy.reviews`, in SQL."""
    mine = Irritant.incubator_ref.in_(actor.scopes(*DESK))
    alone = ~_others(today) if actor.has(Role.PROGRAMME) else false()
    another = or_(Review.declined_by_id.is_(None), Review.declined_by_id != actor.person_id)
    asked = exists().where(
        Review.irritant_id == Irritant.id,
        Review.state == ReviewState.ASKED,
        another,
        or_(mine, alone),
    )
    return and_(asked, ~coauthor_queries.written_by(actor))


def has_other(session: Session, review: Review, today: date) -> bool:
    """Whether somebody of the incubator may answer, besides who declined and who asks."""
    query = select(Irritant.id).join(Review).where(Review.id == review.id, _others(today))
    return session.scalar(query) is not None


def _others(today: date) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Mandate.scope_ref == Irritant.incubator_ref,
            Mandate.role.in_(DESK),
            people.in_force(today),
            Mandate.person_id != Irritant.author_id,
            ~exists().where(
                CoAuthor.irritant_id == Irritant.id,
                CoAuthor.person_id == Mandate.person_id,
                CoAuthor.state == CoAuthorState.ACTIVE,
            ),
            or_(Review.declined_by_id.is_(None), Mandate.person_id != Review.declined_by_id),
            Person.id == Mandate.person_id,
            Person.deactivated_at.is_(None),
        )
        .correlate(Irritant, Review)
    )
