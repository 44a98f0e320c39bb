"""Reading one's inbox."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Missing
from portal.kernel.refs import is_ref
from portal.notices.models import Digest, Notice, Preference
from portal.notices.words import IN_DIGESTS, Group, Pace
from portal.people.models import Person

# Up to when a digest tells what happened, by the pace that was chosen.
Cuts = dict[Pace, datetime]


def inbox(person_id: int) -> Select[tuple[Notice]]:
    """A person's notices, newest first."""
    return select(Notice).where(Notice.person_id == person_id).order_by(Notice.id.desc())


def unread(person_id: int) -> ColumnElement[bool]:
    """The condition that a person has not opened it yet."""
    return and_(Notice.person_id == person_id, Notice.read_at.is_(None))


def marked_at(person_id: int, at: datetime) -> ColumnElement[bool]:
    """The condition that this person marked it read at this very moment."""
    return and_(Notice.person_id == person_id, Notice.read_at == at)


def count(session: Session, condition: ColumnElement[bool]) -> int:
    """How many notices there are of this sort."""
    return session.scalar(select(func.count(Notice.id)).where(condition)) or 0


def unread_count(session: Session, person_id: int) -> int:
    """How many were not opened yet."""
    return count(session, unread(person_id))


def newest(session: Session, person_id: int) -> Notice | None:
    """The last that a person was told."""
    return session.scalars(inbox(person_id).limit(1)).first()


def mine(session: Session, person_id: int, ref: str) -> Notice:
    """One of a person's own notices, or Missing. The reference may come from a form: anything."""
    if not is_ref(ref):
        raise Missing
    found = session.scalars(
        select(Notice).where(Notice.person_id == person_id, Notice.ref == ref)
    ).first()
    if found is None:
        raise Missing
    return found


def told(session: Session, events: Iterable[str], person_ids: set[int]) -> set[tuple[str, int]]:
    """Which of these events each of these people was told already."""
    query = select(Notice.event, Notice.person_id).where(
        Notice.person_id.in_(person_ids), Notice.event.in_(set(events))
    )
    return {(event, person) for event, person in session.execute(query)} if person_ids else set()


def paces(session: Session, person_ids: list[int], group: Group | None) -> dict[int, Pace]:
    """What each of these people chose for this group; whoever chose nothing is left out."""
    if group is None or not person_ids:
        return {}
    query = select(Preference).where(Preference.person_id.in_(person_ids))
    return {each.person_id: each.pace(group) for each in session.scalars(query)}


def preference(session: Session, person_id: int) -> Preference:
    """What a person chose; one that is not kept yet, version 0, while they chose nothing."""
    query = select(Preference).where(Preference.person_id == person_id)
    return session.scalars(query).first() or Preference(person_id=person_id, paces={}, version=0)


def held(session: Session, person_id: int) -> Preference:
    """The same, its row held until the end of the transaction."""
    query = select(Preference).where(Preference.person_id == person_id).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    return found or Preference(person_id=person_id, paces={}, version=0)


def awaiting_digest(session: Session, cuts: Cuts, on_day: date, most: int) -> list[Person]:
    """Open accounts with something for the digest of that day, told before its cut."""
    waiting = select(Notice.person_id).where(*_for_digest(cuts))
    done = select(Digest.person_id).where(Digest.on_day == on_day)
    query = select(Person).where(
        Person.id.in_(waiting), Person.id.not_in(done), Person.deactivated_at.is_(None)
    )
    return list(session.scalars(query.order_by(Person.id).limit(most)))


def for_digest(session: Session, person_id: int, cuts: Cuts) -> list[Notice]:
    """What the next digest of a person says, oldest first: what they have opened is left out."""
    query = select(Notice).where(Notice.person_id == person_id, *_for_digest(cuts))
    return list(session.scalars(query.order_by(Notice.id)))


def _for_digest(cuts: Cuts) -> tuple[ColumnElement[bool], ...]:
    due = [and_(Notice.pace == pace, Notice.at < cut) for pace, cut in cuts.items()]
    return (
        # As the index says it.
        Notice.pace.in_(IN_DIGESTS),
        Notice.digested_at.is_(None),
        Notice.read_at.is_(None),
        or_(*due),
    )
