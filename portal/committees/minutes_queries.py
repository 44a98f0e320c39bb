"""Named reads of dissents and corrigenda."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.committees.item_models import Item
from portal.committees.minutes_models import Corrigendum, Dissent
from portal.committees.models import Minutes
from portal.people.models import Person


def dissents(session: Session, item: Item) -> list[Dissent]:
    """What members asked to have written about this point, by name."""
    query = select(Dissent).join(Person).where(Dissent.item_id == item.id)
    return list(session.scalars(query.order_by(Person.name, Dissent.id)))


def dissent_of(session: Session, item: Item, person_id: int | None) -> Dissent | None:
    """What this person asked to have written."""
    query = select(Dissent).where(Dissent.item_id == item.id, Dissent.person_id == person_id)
    return session.scalars(query).first()


def corrigenda(session: Session, minutes: Minutes | None) -> list[Corrigendum]:
    """The corrections of these minutes, in order; the last may wait for its second signature."""
    if minutes is None:
        return []
    query = select(Corrigendum).where(Corrigendum.minutes_id == minutes.id)
    query = query.options(joinedload(Corrigendum.presider), joinedload(Corrigendum.secretary))
    return list(session.scalars(query.order_by(Corrigendum.number)))


def pending(session: Session, minutes: Minutes) -> Corrigendum | None:
    """The correction that waits for its second signature, if any."""
    query = select(Corrigendum).where(
        Corrigendum.minutes_id == minutes.id, Corrigendum.register_seq.is_(None)
    )
    return session.scalars(query).first()


def next_number(session: Session, minutes: Minutes) -> int:
    """The number of the next correction."""
    query = select(func.max(Corrigendum.number)).where(Corrigendum.minutes_id == minutes.id)
    return (session.scalar(query) or 0) + 1


def sealed(session: Session) -> list[Minutes]:
    """Every sealed minutes, oldest first."""
    query = select(Minutes).where(Minutes.register_seq.is_not(None)).order_by(Minutes.id)
    return list(session.scalars(query.options(joinedload(Minutes.sitting))))


def by_sha256(session: Session, sha256: str) -> Minutes | None:
    """The sealed minutes that bear this fingerprint."""
    query = select(Minutes).where(Minutes.sha256 == sha256, Minutes.register_seq.is_not(None))
    return session.scalars(query.options(joinedload(Minutes.sitting))).first()
