"""Verbs about taking a service over: saying what it looks for, offering, answering, concluding."""

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations import queries as organisations
from portal.policy import MACHINE, Act, Actor
from portal.startups import (
    after_rules as rules,
    carrying_ends,
    queries,
    sponsoring,
    takeover_queries,
    takeover_told as tell,
)
from portal.startups.after_words import OfferState, OfferVerb
from portal.startups.models import Startup, StartupIncubator
from portal.startups.takeover_models import TakeoverCall, TakeoverOffer

# (session, startup, now): raises Refused while the offer upon it can no longer be taken back.
Keeper = Callable[[Session, Startup, datetime], None]
_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> Keeper:
    """Let a higher capability keep an offer as it stands while a committee votes upon it."""
    _keepers.append(keeper)
    return keeper


def seek(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    amount: int | None,
    wants_sponsor: bool,
    wants_host: bool,
    body: str,
    helpers: str,
    now: datetime,
) -> TakeoverCall:
    """Say what the service looks for, and who can help: everybody reads it."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.TAKEOVER_SEEK, startup)
    _check_open(startup)
    call = takeover_queries.call_of(session, startup)
    if call is None:
        session.add(call := TakeoverCall(startup_id=startup.id))
    call.amount, call.wants_sponsor, call.wants_host = amount, wants_sponsor, wants_host
    call.body, call.helpers = body, helpers
    told = {"amount": amount, "wants_sponsor": wants_sponsor, "wants_host": wants_host}
    journal.record(session, actor, Act.TAKEOVER_SEEK, startup, now=now, after=told)
    session.flush()
    return call


def offer(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    organisation_ref: str,
    receiving_ref: str | None,
    amount: int,
    carrier: str,
    message: str,
    holds_until: date,
    now: datetime,
) -> TakeoverOffer:
    """Offer to take a service over; the team and its director are told."""
    startup = queries.lock(session, startup)
    policy.require(actor, Act.TAKEOVER_OFFER, startup)
    _check_open(startup)
    today = paris_day(now)
    rules.check_offer(amount, holds_until, today)
    if receiving_ref:
        organisations.receiving(session, receiving_ref, "receiving")
    for one in takeover_queries.live(session, startup):
        lapse(session, one, today, now)
    made = TakeoverOffer(
        ref=new_ref("ofr"),
        startup=startup,
        organisation=organisations.organisation(session, organisation_ref),
        receiving_ref=receiving_ref or None,
        amount=amount,
        carrier=carrier,
        message=message,
        holds_until=holds_until,
        author_id=actor.person_id,
        made_at=now,
    )
    _add(session, made)
    told = {"organisation": organisation_ref, "amount": amount, "holds_until": holds_until}
    journal.record(session, actor, Act.TAKEOVER_OFFER, made, now=now, after=told)
    tell.offered(session, actor, made, now)
    return made


def withdraw(session: Session, actor: Actor, offer: TakeoverOffer, *, now: datetime) -> None:
    """Take one's offer back; the team and its director are told. Not once a vote rests on it."""
    startup = queries.lock(session, offer.startup)
    policy.require(actor, Act.TAKEOVER_WITHDRAW, offer)
    if offer.state is OfferState.ACCEPTED:
        for keeper in _keepers:
            keeper(session, startup, now)
    _move(session, actor, offer, OfferVerb.WITHDRAW, Act.TAKEOVER_WITHDRAW, now)
    tell.withdrawn(session, actor, offer, now)


def decline(
    session: Session, actor: Actor, offer: TakeoverOffer, *, answer: str, now: datetime
) -> None:
    """Answer no, and why: whoever made the offer is told."""
    queries.lock(session, offer.startup)
    policy.require(actor, Act.TAKEOVER_ANSWER, offer)
    rules.check_answer(answer)
    _decline(session, actor, offer, answer, now)


def accept(session: Session, actor: Actor, offer: TakeoverOffer, *, now: datetime) -> None:
    """Carry an offer to a committee, which alone decides; the caller makes the point."""
    startup = queries.lock(session, offer.startup)
    policy.require(actor, Act.TAKEOVER_ANSWER, offer)
    _check_open(startup)
    rules.check_holds(offer.holds_until, paris_day(now))
    try:
        with session.begin_nested():
            _move(session, actor, offer, OfferVerb.ACCEPT, Act.TAKEOVER_ANSWER, now)
    except IntegrityError:
        raise Refused(_("Un comité examine déjà une autre offre pour ce service.")) from None
    tell.accepted(session, actor, offer, now)


def conclude(
    session: Session, actor: Actor, startup: Startup, *, went: bool, now: datetime
) -> None:
    """A committee has decided upon the service: the offers that waited for it have their answer.

    Those that nobody had answered have theirs too, unless the service still looks for somebody.
    """
    is_open = rules.may_be_taken_over(startup.current_phase, startup.safeguard_until)
    for one in takeover_queries.live(session, startup):
        if one.state is OfferState.ACCEPTED:
            verb = OfferVerb.TAKE if went else OfferVerb.LEAVE
            _move(session, actor, one, verb, Act.PROCLAIM, now)
            if went:
                _take(session, startup, one, now)
            tell.concluded(session, one, went, now)
        elif went or not is_open:
            _decline(session, MACHINE, one, _repaid() if went else _over(), now)


def lapse(session: Session, offer: TakeoverOffer, today: date, now: datetime) -> bool:
    """Let an offer nobody answered come to its end; whether it has."""
    if offer.state is not OfferState.MADE or offer.holds_until >= today:
        return False
    _move(session, MACHINE, offer, OfferVerb.LAPSE, Act.TAKEOVER_OFFER, now)
    tell.lapsed(session, offer, now)
    return True


def _check_open(startup: Startup) -> None:
    rules.check_may_be_taken_over(startup.current_phase, startup.safeguard_until)


def _add(session: Session, made: TakeoverOffer) -> None:
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        told = _("Cette organisation a déjà une offre en attente pour ce service.")
        raise Refused(told, field="organisation") from None


def _decline(session, actor: Actor, offer: TakeoverOffer, answer: str, now: datetime) -> None:
    offer.answer = answer
    _move(session, actor, offer, OfferVerb.DECLINE, Act.TAKEOVER_ANSWER, now)
    tell.declined(session, offer, now)


def _repaid() -> str:
    # Written once and kept: it is read by whoever, whatever their language.
    with force_locale("fr"):
        return _("Un comité a décidé de la suite du service, avec un autre financement.")


def _over() -> str:
    with force_locale("fr"):
        return _("Un comité a décidé de la suite du service : il ne cherche plus de repreneur.")


def _move(session, actor, offer: TakeoverOffer, verb: OfferVerb, act: Act, now: datetime) -> None:
    before = {"state": offer.state}
    offer.state = OfferState(rules.OFFER.after(offer.state, verb))
    offer.answered_at = now
    after = {"state": offer.state}
    journal.record(
        session, actor, act, offer, now=now, before=before, after=after, motive=offer.answer
    )
    session.flush()


def _take(session: Session, startup: Startup, offer: TakeoverOffer, now: datetime) -> None:
    """The organisation sponsors the service, and the incubator that receives it leads."""
    sponsoring.add_organisation(session, startup, offer.organisation, now=now)
    if _comes_in(session, startup, offer.receiving_ref):
        for one in startup.incubations:
            one.is_main, one.position = False, one.position + 1
        session.flush()  # before the next: the database holds one main incubator
        startup.incubations.insert(
            0, StartupIncubator(incubator_ref=offer.receiving_ref, is_main=True)
        )
    session.flush()
    session.expire(startup, ["incubations", "sponsorships"])
    why = carrying_ends.taken_over(offer.organisation.name, paris_day(now))
    carrying_ends.cease(session, startup, why, now=now)


def _comes_in(session: Session, startup: Startup, ref: str | None) -> bool:
    """Another incubator, which has not closed since the offer was made."""
    return bool(ref and ref not in startup.incubator_refs and organisations.is_open(session, ref))
