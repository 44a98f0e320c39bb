"""Named reads of proxies."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.committees import queries
from portal.committees.models import Sitting
from portal.committees.proxy_models import SittingProxy
from portal.kernel.errors import Missing
from portal.people.models import Mandate


def standing(
    session: Session, sitting: Sitting | None, at: datetime | None = None
) -> list[SittingProxy]:
    """The proxies that stand in this sitting: now, or at that moment when a vote opened."""
    if sitting is None:
        return []
    query = select(SittingProxy).where(SittingProxy.sitting_id == sitting.id)
    ended = SittingProxy.ended_at
    if at is None:
        query = query.where(ended.is_(None))
    else:
        query = query.where(SittingProxy.given_at <= at, or_(ended.is_(None), ended > at))
    return list(session.scalars(query.order_by(SittingProxy.id)))


def given(session: Session, sitting: Sitting) -> list[SittingProxy]:
    """Every proxy of this sitting, those that ended included."""
    query = select(SittingProxy).where(SittingProxy.sitting_id == sitting.id)
    return list(session.scalars(query.order_by(SittingProxy.id)))


def by_ref(session: Session, sitting: Sitting, ref: str) -> SittingProxy:
    """A proxy of this sitting, or Missing."""
    query = select(SittingProxy).where(
        SittingProxy.sitting_id == sitting.id, SittingProxy.ref == ref
    )
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def held_by(session: Session, person_id: int | None, sitting_ids: set[int]) -> set[int]:
    """Those of these sittings for which this person was ever given a proxy."""
    if not sitting_ids:
        return set()
    query = select(SittingProxy.sitting_id).where(
        SittingProxy.holder_id == person_id, SittingProxy.sitting_id.in_(sitting_ids)
    )
    return set(session.scalars(query))


def voting_seats(session: Session, sitting: Sitting, day: date) -> list[Mandate]:
    """Who may give or hold one that day: the voting seats, one for each person."""
    found: dict[int, Mandate] = {}
    for seat in queries.seats(session, sitting.committee, day):
        if seat.voting and seat.stands_for_id is None and seat.person.deactivated_at is None:
            found.setdefault(seat.person_id, seat)
    return list(found.values())
