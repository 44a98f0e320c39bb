"""Which incubators carry a startup: offered to another, then accepted or declined in time.

Two kinds of offer: to carry it together, or to take it over from a day. The clock of the startup
goes on unchanged in both.
"""

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import force_locale, gettext as _, lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden, Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations import queries as organisations
from portal.policy import MACHINE, Act, Actor, Role
from portal.settings import queries as settings
from portal.startups import carrying_notices as notices, carrying_queries, crossing_rules, queries
from portal.startups.crossing_models import CarryingOffer
from portal.startups.inheriting import hand_over
from portal.startups.models import Startup, StartupEvent, StartupIncubator
from portal.startups.sheet_rules import check_open
from portal.startups.words import CarryKind, EventKind, OfferState

# (session, startup, leaving incubator, the one that goes on, now): raises Refused, or follows.
Follower = Callable[[Session, Startup, str, str, datetime], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> Follower:
    """Let a higher capability refuse that an incubator leaves, or follow it where it goes."""
    _followers.append(follower)
    return follower


def offer(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    kind: CarryKind,
    incubator: str,
    motive: str,
    share: str,
    wanted_on: date | None,
    now: datetime,
) -> CarryingOffer:
    """Ask another incubator to carry it too, or to take it over."""
    startup, today = queries.lock(session, startup), paris_day(now)
    policy.require(actor, Act.CARRYING_OFFER, startup)
    check_open(startup.is_ended)
    wanted = organisations.receiving(session, incubator, "incubator")
    crossing_rules.check_offer(
        kind,
        carries=wanted.ref in startup.incubator_refs,
        is_main=wanted.ref == startup.incubator_ref,
        share=share,
        wanted_on=wanted_on,
        today=today,
    )
    crossing_rules.check_motive(motive)
    made = CarryingOffer(
        ref=new_ref("ofr"),
        startup=startup,
        kind=kind,
        origin=organisations.incubator(session, startup.incubator_ref),
        destination=wanted,
        motive=motive,
        share=share if kind is CarryKind.TOGETHER else "",
        wanted_on=wanted_on if kind is CarryKind.MOVE else None,
        offered_by_id=actor.person_id,
        offered_on=today,
        days=settings.current(session).transfer_days,
    )
    _add(session, made)
    _record(session, actor, Act.CARRYING_OFFER, made, now, motive)
    notices.offered(session, made, now)
    return made


def accept(session: Session, actor: Actor, found: CarryingOffer, *, now: datetime) -> CarryingOffer:
    """Carry it too, or take it over on the day asked (at once when that day has come)."""
    found = _answerable(session, actor, found, now)
    check_open(found.startup.is_ended)
    organisations.receiving(session, found.to_ref)
    found.answered_by_id, found.answered_at = actor.person_id, now
    if found.kind is CarryKind.TOGETHER:
        _carry_too(session, found, now)
    elif found.wanted_on <= paris_day(now):
        move(session, found, now)
    else:
        _held(session, found)
        found.state = OfferState.AGREED
    session.flush()
    _record(session, actor, Act.CARRYING_ANSWER, found, now)
    notices.accepted(session, actor, found, now)
    return found


def decline(
    session: Session, actor: Actor, found: CarryingOffer, *, motive: str, now: datetime
) -> CarryingOffer:
    """Give it back, with the reason."""
    found = _answerable(session, actor, found, now)
    crossing_rules.check_motive(motive)
    found.answered_by_id, found.answered_at = actor.person_id, now
    return close(session, actor, found, OfferState.DECLINED, motive, now)


def withdraw(session: Session, actor: Actor, found: CarryingOffer, *, now: datetime) -> None:
    """Take the offer back while nothing has changed hands."""
    found = carrying_queries.lock(session, found)
    policy.require(actor, Act.CARRYING_OFFER, found.startup)
    crossing_rules.check_withdraw(found.state)
    close(session, actor, found, OfferState.WITHDRAWN, "", now)


def close(
    session: Session,
    actor: Actor,
    found: CarryingOffer,
    state: OfferState,
    motive: str,
    now: datetime,
) -> CarryingOffer:
    """Bring an offer to its end, nothing having changed hands; whoever waited is told once."""
    was, found.state, found.answer = found.state, state, motive
    session.flush()
    act = Act.CARRYING_OFFER if state is OfferState.WITHDRAWN else Act.CARRYING_ANSWER
    _record(session, actor, act, found, now, motive)
    notices.closed(session, actor, found, was, now)
    return found


def move_due(session: Session, found: CarryingOffer, *, now: datetime) -> bool:
    """Change the incubator on its day; it waits while a vote about the startup is open."""
    found = carrying_queries.lock(session, found)
    if found.state is not OfferState.AGREED or paris_day(now) < found.wanted_on:
        return False
    try:
        with session.begin_nested():
            move(session, found, now)
    except Refused:
        return False
    _record(session, MACHINE, Act.CARRYING_ANSWER, found, now)
    notices.moved(session, found, now)
    return True


def move(session: Session, found: CarryingOffer, now: datetime) -> None:
    """Let the other incubator answer for it from now on. The offer is locked."""
    startup, leaving = found.startup, found.startup.incubator_ref
    organisations.receiving(session, found.to_ref)
    if leaving == found.to_ref:
        # It came there by another way: an incubator that closed left it to this one.
        found.state = OfferState.DONE
        return
    for follower in _followers:
        follower(session, startup, leaving, found.to_ref, now)
    startup = _held(session, found)
    if startup.incubator_ref != leaving:
        raise Refused(_("L’incubateur principal vient de changer : relisez la page."))
    hand_over(session, startup, leaving, found.to_ref)
    _alone_first(startup, found.to_ref)
    found.state = OfferState.DONE
    _date(session, found, _l("%(title)s prend le relais", title=found.destination.title), now)


def end_together(
    session: Session,
    actor: Actor,
    startup: Startup,
    incubator_ref: str,
    *,
    motive: str,
    now: datetime,
) -> None:
    """Stop carrying it together: the main incubator goes on alone, or with the others."""
    if not any(actor.holds(Role.DIRECTOR, ref) for ref in (startup.incubator_ref, incubator_ref)):
        raise Forbidden(Act.CARRYING_END.value)
    crossing_rules.check_motive(motive)
    for follower in _followers:
        follower(session, startup, incubator_ref, startup.incubator_ref, now)
    startup = queries.lock(session, startup)
    row = next((one for one in startup.incubations if one.incubator_ref == incubator_ref), None)
    if row is None or row.is_main:
        raise Refused(_("Cet incubateur ne la porte pas avec un autre."))
    left = row.incubator
    startup.incubations.remove(row)
    carrying_queries.end(session, startup, incubator_ref, paris_day(now))
    session.flush()
    told = {"carrying": {"kind": "ended", "incubator": left.title, "ref": left.ref}}
    journal.record(session, actor, Act.CARRYING_END, startup, now=now, after=told, motive=motive)
    notices.ended(session, actor, startup, left, motive, now)


def _carry_too(session: Session, found: CarryingOffer, now: datetime) -> None:
    startup = _held(session, found)
    if found.to_ref in startup.incubator_refs:
        raise Refused(_("Cet incubateur la porte déjà."))
    last = max(one.position for one in startup.incubations)
    startup.incubations.append(
        StartupIncubator(incubator_ref=found.to_ref, is_main=False, position=last + 1)
    )
    found.state = OfferState.DONE
    _date(session, found, _l("Portée aussi par %(title)s", title=found.destination.title), now)
    session.refresh(startup, ["incubations"])


def _held(session: Session, found: CarryingOffer) -> Startup:
    """The startup, held and read again: its end may have been proclaimed since the page opened."""
    startup = queries.lock(session, found.startup)
    check_open(startup.is_ended)
    return startup


def _alone_first(startup: Startup, ref: str) -> None:
    """The main incubator comes first, wherever it stood before."""
    order = sorted(startup.incubations, key=lambda one: (one.incubator_ref != ref, one.position))
    for position, row in enumerate(order):
        row.position = position


def _add(session: Session, made: CarryingOffer) -> None:
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("Une proposition semblable attend déjà sa réponse.")) from None


def _answerable(
    session: Session, actor: Actor, found: CarryingOffer, now: datetime
) -> CarryingOffer:
    found = carrying_queries.lock(session, found)
    policy.require(actor, Act.CARRYING_ANSWER, found)
    crossing_rules.check_answer(found.state, found.expires_on, paris_day(now))
    return found


def _date(session: Session, found: CarryingOffer, comment: str, now: datetime) -> None:
    with force_locale("fr"):
        told = {"name": EventKind.CARRIER.value, "on": paris_day(now), "comment": str(comment)}
    session.add(StartupEvent(startup_id=found.startup_id, **told))
    session.flush()


def _record(
    session, actor, act: Act, found: CarryingOffer, now: datetime, motive: str = ""
) -> None:
    told = {
        "kind": found.kind.value,
        "state": found.state.value,
        "incubator": found.destination.title,
        "ref": found.to_ref,
    }
    after = {"carrying": told}
    journal.record(session, actor, act, found.startup, now=now, after=after, motive=motive)
