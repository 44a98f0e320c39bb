"""Who is told of a comment: those it is for, and nobody else."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import policy
from portal.irritants import coauthor_queries, comment_queries, queries
from portal.irritants.comment_models import Comment
from portal.irritants.words import Readers
from portal.people import queries as people
from portal.people.models import Person


def hearers(session: Session, said: Comment, today: date) -> list[Person]:
    """Who follows the irritant and reads the comment; what is for few is told to those few."""
    followers = queries.followers(session, said.irritant, today)
    if said.readers is Readers.AGENTS:
        return followers
    return readers_of(session, [*followers, *_addressed(session, said, today)], said, today)


def readers_of(session: Session, asked: list[Person], said: Comment, today: date) -> list[Person]:
    """Those of these people who read the comment that day, each once."""
    ids = {person.id for person in asked}
    # Their mandates all at once: there may be hundreds of followers.
    query = select(Person).where(Person.id.in_(ids)).options(selectinload(Person.mandates))
    found = session.scalars(query.order_by(Person.id))
    return [person for person in found if reads(person, said, today)]


def reads(person: Person, said: Comment, today: date) -> bool:
    """Whether this person reads the comment that day."""
    return policy.reads_comment(people.actor_of(person, today), said)


def _addressed(session: Session, said: Comment, today: date) -> list[Person]:
    """Those who tell it when it is for them; whoever has the irritant in charge, or else the whole desk."""
    irritant = said.irritant
    author = coauthor_queries.tellers(session, irritant) if said.readers is Readers.AUTHOR else []
    desk = comment_queries.moderators(session, irritant, today)
    in_charge = [person for person in desk if person.id == irritant.officer_id]
    found = [*author, *(in_charge or desk)]
    return [person for person in found if person.deactivated_at is None]
