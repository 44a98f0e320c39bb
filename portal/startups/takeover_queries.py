"""Named reads of what services look for, and of the offers to take them over."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from portal import policy
from portal.kernel.errors import Missing
from portal.policy import Act, Actor
from portal.startups.after_rules import LIVE_OFFERS
from portal.startups.after_words import OfferState
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverCall, TakeoverOffer
from portal.startups.words import Phase


def to_take_over() -> Select[tuple[Startup]]:
    """Services that look for a take-over: those whose days are counted first, then the sleepers."""
    asleep = Startup.current_phase == Phase.DORMANT
    query = select(Startup).where(or_(Startup.safeguard_until.is_not(None), asleep))
    return query.order_by(
        Startup.safeguard_until.is_(None), Startup.safeguard_until, Startup.title, Startup.id
    )


def call_of(session: Session, startup: Startup) -> TakeoverCall | None:
    """What this service looks for, if it was said; read anew."""
    query = select(TakeoverCall).where(TakeoverCall.startup_id == startup.id)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def calls_of(session: Session, startups: Iterable[Startup]) -> dict[int, TakeoverCall]:
    """The same for several, by startup."""
    ids = [one.id for one in startups]
    found = session.scalars(select(TakeoverCall).where(TakeoverCall.startup_id.in_(ids)))
    return {one.startup_id: one for one in found}


def visible_to(session: Session, actor: Actor, startup: Startup) -> list[TakeoverOffer]:
    """The offers that this actor may read, the live ones first: all, or only their own."""
    if not actor.signed_in:
        return []
    query = select(TakeoverOffer).where(TakeoverOffer.startup_id == startup.id)
    if not policy.may(actor, Act.TAKEOVER_READ, startup):
        query = query.where(TakeoverOffer.author_id == actor.person_id)
    is_over = TakeoverOffer.state.not_in(LIVE_OFFERS)
    return list(session.scalars(query.order_by(is_over, TakeoverOffer.id.desc())))


def offer(session: Session, startup: Startup, ref: str) -> TakeoverOffer:
    """One offer for this service, read anew, or Missing."""
    query = select(TakeoverOffer).where(
        TakeoverOffer.startup_id == startup.id, TakeoverOffer.ref == ref
    )
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def live(session: Session, startup: Startup) -> list[TakeoverOffer]:
    """Those that wait for an answer or for a committee."""
    query = select(TakeoverOffer).where(
        TakeoverOffer.startup_id == startup.id, TakeoverOffer.state.in_(LIVE_OFFERS)
    )
    return list(session.scalars(query.order_by(TakeoverOffer.id)))


def accepted(session: Session, startup_ref: str) -> TakeoverOffer | None:
    """The offer that a committee examines, if any."""
    query = select(TakeoverOffer).join(Startup, TakeoverOffer.startup_id == Startup.id)
    query = query.where(Startup.ref == startup_ref, TakeoverOffer.state == OfferState.ACCEPTED)
    return session.scalars(query).first()


def taken_at(session: Session, startup_ref: str, moment: datetime) -> TakeoverOffer | None:
    """The offer that the decision of this very moment follows, if it does."""
    query = (
        select(TakeoverOffer)
        .join(Startup, TakeoverOffer.startup_id == Startup.id)
        .where(
            Startup.ref == startup_ref,
            TakeoverOffer.state == OfferState.TAKEN,
            TakeoverOffer.answered_at == moment,
        )
    )
    return session.scalars(query).first()


def before_a_committee() -> Select[tuple[int]]:
    """Startups whose take-over a committee is about to decide."""
    return select(TakeoverOffer.startup_id).where(TakeoverOffer.state == OfferState.ACCEPTED)


def waiting(session: Session, startups: Select[tuple[int]]) -> list[TakeoverOffer]:
    """Offers upon these startups that nobody has answered, the oldest first."""
    query = (
        select(TakeoverOffer)
        .join(Startup, TakeoverOffer.startup_id == Startup.id)
        .where(TakeoverOffer.state == OfferState.MADE, Startup.id.in_(startups))
        .options(contains_eager(TakeoverOffer.startup))
    )
    return list(session.scalars(query.order_by(TakeoverOffer.holds_until, TakeoverOffer.id)))


def count_live(session: Session, startup: Startup) -> int:
    """How many offers are live."""
    query = select(func.count(TakeoverOffer.id)).where(
        TakeoverOffer.startup_id == startup.id, TakeoverOffer.state.in_(LIVE_OFFERS)
    )
    return session.scalar(query) or 0
