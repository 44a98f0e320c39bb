"""Named reads of the offers from an incubator to another."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.kernel.errors import Missing
from portal.startups.crossing_models import CarryingOffer
from portal.startups.models import Startup
from portal.startups.words import CarryKind, OfferState

LIVE = (OfferState.OFFERED, OfferState.AGREED)


def by_ref(session: Session, startup: Startup, ref: str) -> CarryingOffer:
    """An offer about this startup, or Missing."""
    query = select(CarryingOffer).where(
        CarryingOffer.startup_id == startup.id, CarryingOffer.ref == ref
    )
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, found: CarryingOffer) -> CarryingOffer:
    """Hold the offer until the end of the transaction, as it now stands."""
    query = select(CarryingOffer).where(CarryingOffer.id == found.id)
    query = query.with_for_update(of=CarryingOffer).execution_options(populate_existing=True)
    return session.scalars(query).one()


def free(session: Session, startup: Startup) -> list[CarryingOffer]:
    """The live offers about this startup, held, but for those that another transaction holds."""
    query = select(CarryingOffer).where(
        CarryingOffer.startup_id == startup.id, CarryingOffer.state.in_(LIVE)
    )
    query = query.with_for_update(of=CarryingOffer, skip_locked=True).order_by(CarryingOffer.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def of_startup(session: Session, startup: Startup) -> list[CarryingOffer]:
    """Every offer about this startup, the latest first."""
    query = select(CarryingOffer).where(CarryingOffer.startup_id == startup.id)
    return list(session.scalars(query.order_by(CarryingOffer.id.desc())))


def to_answer(session: Session, refs: frozenset[str]) -> list[CarryingOffer]:
    """What these incubators are asked, the oldest first."""
    query = select(CarryingOffer).where(
        CarryingOffer.to_ref.in_(refs), CarryingOffer.state == OfferState.OFFERED
    )
    query = query.options(joinedload(CarryingOffer.startup))
    return list(session.scalars(query.order_by(CarryingOffer.offered_on, CarryingOffer.id)))


def live(session: Session) -> list[CarryingOffer]:
    """Every offer that waits for its answer or its day."""
    query = select(CarryingOffer).where(CarryingOffer.state.in_(LIVE))
    query = query.options(joinedload(CarryingOffer.startup))
    return list(session.scalars(query.order_by(CarryingOffer.id)))


def shares(offers: list[CarryingOffer]) -> dict[str, str]:
    """Who does what, by incubator, as the accepted offers that still hold say it."""
    return {
        one.to_ref: one.share
        for one in reversed(offers)
        if one.kind is CarryKind.TOGETHER and one.state is OfferState.DONE and not one.ended_on
    }


def end(session: Session, startup: Startup, incubator_ref: str, on: date) -> None:
    """Note the day on which this incubator stopped carrying it."""
    for one in of_startup(session, startup):
        if one.to_ref == incubator_ref and one.state is OfferState.DONE and not one.ended_on:
            one.ended_on = on
