"""From an incubator to another: offered, then accepted or given back within the days promised."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import coauthor_queries, messages, moving, queries, rules
from portal.irritants.messages import Message
from portal.irritants.models import Irritant, Transfer
from portal.irritants.words import TransferState
from portal.kernel import text
from portal.kernel.errors import Refused
from portal.organisations import queries as organisations
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import MACHINE, Act, Actor, Role
from portal.settings import queries as settings

DESK = (Role.DIRECTOR, Role.OFFICER)


def redirect(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    incubator_ref: str,
    motive: str,
    now: datetime,
) -> Transfer | None:
    """Offer it to another incubator; one that nobody has yet goes straight to it (None)."""
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_TRANSFER, irritant)
    rules.check_takeable(irritant.state)
    rules.check_motive(motive)
    wanted = organisations.receiving(session, incubator_ref, "incubator_ref")
    if wanted.ref == irritant.incubator_ref:
        raise Refused(_("Cet incubateur l’a déjà."), field="incubator_ref")
    if irritant.incubator_ref is None:
        _route(session, actor, irritant, wanted, motive, now)
        return None
    return _offer(session, actor, irritant, wanted, motive, now)


def accept_redirect(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime
) -> Irritant:
    """Take it over: the promise still counts from the deposit, the sender keeps reading."""
    offer = _answerable(session, actor, irritant, now)
    offer.state, offer.answered_by_id, offer.answered_at = (
        TransferState.ACCEPTED,
        actor.person_id,
        now,
    )
    senders = desk(session, offer.from_ref, irritant, now)
    hand_over(session, irritant, offer.destination)
    moving.record(session, actor, Act.TRANSFER_ANSWER, irritant, "accept", now=now, to=offer.to_ref)
    said = partial(accept_message, irritant, offer, now)
    told = [*queries.audience(session, [irritant], moving.today(now)), *senders]
    everyone = {person.id: person for person in told if person.id != actor.person_id}
    moving.tell(session, everyone.values(), irritant, "accepted", said, now=now)
    return irritant


def refuse_redirect(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> Irritant:
    """Give it back to the sender, with the reason."""
    offer = _answerable(session, actor, irritant, now)
    rules.check_motive(motive)
    _give_back(session, actor, irritant, offer, TransferState.RETURNED, motive, now)
    return irritant


def accept_message(irritant: Irritant, offer: Transfer, now: datetime) -> Message:
    """What author, supporters and senders are told of a new incubator."""
    return messages.simple(
        _("Nouvel incubateur pour « %(title)s »", title=irritant.title),
        _(
            "%(who)s prend le relais pour l’irritant « %(title)s ». La réponse reste due le"
            " %(day)s au plus tard.",
            who=offer.destination.title,
            title=irritant.title,
            day=messages.day(irritant.due_on(moving.today(now))),
        ),
    )


def offer_message(irritant: Irritant, motive: str) -> Message:
    """What the other incubator is told of an offer."""
    title = _("Un irritant vous est proposé : « %(title)s »", title=irritant.title)
    return messages.simple(title, motive)


def give_back_message(irritant: Irritant, offer: Transfer, motive: str) -> Message:
    """What the sender is told of an offer that comes back."""
    title = _(
        "%(who)s ne prend pas l’irritant « %(title)s »",
        who=offer.destination.title,
        title=irritant.title,
    )
    return messages.simple(
        title,
        motive
        or _(
            "La proposition est restée %(days)s sans réponse.",
            days=text.plural(offer.days, "jour", "jours"),
        ),
    )


def desk(session: Session, incubator_ref: str, irritant: Irritant, now: datetime) -> list[Person]:
    """Who triages in this incubator, those who tell the irritant left out."""
    found = people.holders(session, incubator_ref, moving.today(now), *DESK)
    return [person for person in found if not coauthor_queries.writes(person.id, irritant)]


def lapse(session: Session, irritant: Irritant, *, now: datetime) -> bool:
    """Give an offer left without an answer back to its sender; whether there was one."""
    queries.lock(session, irritant)
    offer = irritant.offer
    if offer is None or moving.today(now) <= offer.expires_on:
        return False
    _give_back(session, MACHINE, irritant, offer, TransferState.EXPIRED, "", now)
    return True


def _route(session, actor, irritant, wanted, motive, now) -> None:
    hand_over(session, irritant, wanted)
    moving.record(
        session,
        actor,
        Act.TRIAGE_TRANSFER,
        irritant,
        "route",
        now=now,
        motive=motive,
        to=wanted.ref,
    )
    title = _l("Irritant confié à votre incubateur : « %(title)s »", title=irritant.title)
    said = partial(messages.simple, title, motive)
    _tell_desk(session, wanted.ref, irritant, "routed", said, now)


def _offer(session, actor, irritant, wanted: Incubator, motive: str, now: datetime) -> Transfer:
    offer = Transfer(
        irritant_id=irritant.id,
        from_ref=irritant.incubator_ref,
        to_ref=wanted.ref,
        motive=motive,
        offered_by_id=actor.person_id,
        offered_on=moving.today(now),
        days=settings.current(session).transfer_days,
    )
    try:
        with session.begin_nested():
            session.add(offer)
    except IntegrityError:
        raise Refused(_("Cet irritant est déjà proposé à un autre incubateur.")) from None
    moving.record(
        session,
        actor,
        Act.TRIAGE_TRANSFER,
        irritant,
        "offer",
        now=now,
        motive=motive,
        to=wanted.ref,
    )
    session.refresh(irritant, ["transfers"])
    said = partial(offer_message, irritant, motive)
    _tell_desk(session, wanted.ref, irritant, "offered", said, now)
    return offer


def _answerable(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> Transfer:
    queries.lock(session, irritant)
    policy.require(actor, Act.TRANSFER_ANSWER, irritant)
    if irritant.offer is None:
        raise Refused(_("Cette proposition a déjà sa réponse."))
    offer = irritant.offer
    rules.check_transfer_answer(offer.offered_on, offer.days, moving.today(now))
    return irritant.offer


def hand_over(session: Session, irritant: Irritant, incubator: Incubator) -> None:
    """Let this incubator answer from now on; nobody there has taken it in charge yet."""
    irritant.incubator_ref = incubator.ref
    irritant.officer_id = irritant.taken_at = None
    # The name was given to the former incubator: this one asks in its turn, and says why.
    irritant.unmasked_at = None
    session.flush()
    session.refresh(irritant, ["incubator", "officer", "transfers"])


def _give_back(session, actor, irritant, offer: Transfer, state, motive, now) -> None:
    offer.state, offer.answer, offer.answered_at = state, motive, now
    offer.answered_by_id = actor.person_id
    verb = "lapse" if state is TransferState.EXPIRED else "refuse"
    moving.record(
        session, actor, Act.TRANSFER_ANSWER, irritant, verb, now=now, motive=motive, to=offer.to_ref
    )
    session.refresh(irritant, ["transfers"])
    said = partial(give_back_message, irritant, offer, motive)
    _tell_desk(session, offer.from_ref, irritant, verb, said, now)


def _tell_desk(session, incubator_ref, irritant, event, said: Callable[[], Message], now) -> None:
    people_told = desk(session, incubator_ref, irritant, now)
    moving.tell(session, people_told, irritant, event, said, now=now, desk=True)
