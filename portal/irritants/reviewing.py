"""A refusal looked at again: asked once by the author, answered by another than who declined."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import (
    coauthor_queries,
    deciding,
    messages,
    queries,
    review_queries,
    rules,
    transferring,
)
from portal.irritants.messages import Answer, Message
from portal.irritants.models import Irritant
from portal.irritants.moving import record, tell, today
from portal.irritants.review_models import Review
from portal.irritants.words import IrritantVerb as Verb, ReviewState
from portal.journal import queries as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Role


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A request as policy reads it: whose irritant, whose refusal, and who else there is."""

    session: Session
    irritant: Irritant
    review: Review
    now: datetime

    @property
    def author_id(self) -> int:
        return self.irritant.author_id

    @property
    def coauthor_ids(self) -> list[int]:
        return self.irritant.coauthor_ids

    @property
    def incubator_ref(self) -> str | None:
        return self.irritant.incubator_ref

    @property
    def declined_by_id(self) -> int | None:
        return self.review.declined_by_id

    @property
    def has_other(self) -> bool:
        return review_queries.has_other(self.session, self.review, today(self.now))


def ask(
    session: Session, actor: Actor, irritant: Irritant, *, reasons: str, now: datetime
) -> Review:
    """Ask that another person look again; those who may are told.

    Raises Refused beyond two months, a second time, or without a reason.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.REVIEW_ASK, irritant)
    check_asking(session, irritant, now)
    rules.check_reasons(reasons)
    review = Review(irritant_id=irritant.id, asked_by_id=actor.person_id, asked_at=now)
    review.reasons, review.declined_by_id = reasons, _who_declined(session, irritant)
    try:
        with session.begin_nested():
            session.add(review)
    except IntegrityError:
        raise Refused(_once()) from None
    record(session, actor, Act.REVIEW_ASK, irritant, "review_ask", now=now, motive=reasons)
    title = _l("Réexamen demandé : « %(title)s »", title=irritant.title)
    said = partial(messages.simple, title, reasons)
    tell(session, told(session, irritant, now), irritant, "review_asked", said, now=now, desk=True)
    return review


def check_asking(session: Session, irritant: Irritant, now: datetime) -> None:
    """Raise Refused unless a review may be asked now: declined, lately, and never asked before."""
    answered_on = paris_day(irritant.answered_at) if irritant.answered_at else None
    rules.check_appeal(irritant.state, answered_on, today(now))
    if review_queries.of(session, irritant) is not None:
        raise Refused(_once())


def _once() -> str:
    return _("Un réexamen a déjà été demandé : il se demande une fois.")


def _who_declined(session: Session, irritant: Irritant) -> int | None:
    found = journal.of(session, irritant.ref)
    return next((e.person_id for e in found if (e.after or {}).get("verb") == Verb.DECLINE), None)


def told(session: Session, irritant: Irritant, now: datetime) -> list[Person]:
    """Who reads a request: the desk, who declined included; the programme if it has nobody else."""
    desk = (
        transferring.desk(session, irritant.incubator_ref, irritant, now)
        if irritant.incubator_ref
        else []
    )
    declined_by = _who_declined(session, irritant)
    if any(person.id != declined_by for person in desk):
        return desk
    programme = people.holders(session, None, today(now), Role.PROGRAMME)
    return [*desk, *(one for one in programme if not coauthor_queries.writes(one.id, irritant))]


def uphold(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Keep the answer, with a motive that the author and those who follow it read."""
    review = _held(session, actor, irritant, now)
    rules.check_motive(motive)
    _settle(review, actor, ReviewState.UPHELD, motive, now)
    record(session, actor, Act.REVIEW_ANSWER, irritant, "review_uphold", now=now, motive=motive)
    said = partial(message, irritant, ReviewState.UPHELD, motive)
    tell(
        session, receivers(session, actor, irritant, now), irritant, "review_upheld", said, now=now
    )


def reopen(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Look at it anew: the irritant is deposited again, with a new promise."""
    review = _held(session, actor, irritant, now)
    _settle(review, actor, ReviewState.REOPENED, motive, now)
    deciding.reopen_held(session, actor, irritant, motive=motive, now=now)


def message(irritant: Irritant, outcome: ReviewState, motive: str, due_on=None) -> Message:
    """What will be read of this outcome."""
    if outcome is ReviewState.REOPENED:
        return messages.step(Verb.REOPEN, irritant, Answer(motive=motive), due_on=due_on)
    return messages.simple(
        _("Réexamen de l’irritant « %(title)s »", title=irritant.title),
        _(
            "Une autre personne a réexaminé l’irritant « %(title)s » : la réponse est maintenue.",
            title=irritant.title,
        ),
        motive,
    )


def receivers(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> list[Person]:
    """Who reads the outcome: the author, and whoever said « moi aussi » or follows."""
    found = queries.audience(session, [irritant], today(now))
    return [person for person in found if person.id != actor.person_id]


def _held(session: Session, actor: Actor, irritant: Irritant, now: datetime) -> Review:
    queries.lock(session, irritant)
    review = review_queries.of(session, irritant)
    if review is not None:
        session.refresh(review)
    if review is None or review.state is not ReviewState.ASKED:
        raise Refused(_("Ce réexamen a déjà sa réponse. Relisez l’irritant."))
    policy.require(actor, Act.REVIEW_ANSWER, Reviewed(session, irritant, review, now))
    return review


def _settle(review: Review, actor: Actor, state: ReviewState, motive: str, now: datetime) -> None:
    review.state, review.motive = state, motive
    review.answered_by_id, review.answered_at = actor.person_id, now
