"""What the triage answers: ask, qualify, keep, decline, park, orient, reopen, unmask."""

from datetime import date, datetime, timedelta
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import coauthor_queries, messages, queries, review_queries, rules
from portal.irritants.charging import check_mine
from portal.irritants.messages import Answer
from portal.irritants.models import Irritant
from portal.irritants.moving import enter, publish_when_due, record, tell, tell_step, today
from portal.irritants.words import (
    IrritantState as State,
    IrritantVerb as Verb,
    ReviewState,
    TransferState,
)
from portal.kernel.errors import Refused
from portal.policy import Act, Actor
from portal.settings import queries as settings


def ask_completion(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    motive_code: str,
    motive: str,
    now: datetime,
) -> None:
    """Ask the author to complete; the clock of the promise stands still meanwhile."""
    _step(session, actor, irritant, Verb.RETURN, Answer(motive_code, motive), now=now)


def qualify(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """The problem is established; its answer is still owed."""
    _step(session, actor, irritant, Verb.QUALIFY, Answer(), now=now)


def select(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime, motive: str = ""
) -> None:
    """Keep it for an investigation."""
    _step(session, actor, irritant, Verb.SELECT, Answer(motive=motive), now=now)


def decline(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    motive_code: str,
    motive: str,
    review_on: date,
    now: datetime,
    destination: str = "",
) -> None:
    """Answer that it will not be taken further, why, where to go, and when it is read again."""
    answer = Answer(motive_code, motive, destination, review_on)
    _step(session, actor, irritant, Verb.DECLINE, answer, act=Act.TRIAGE_REJECT, now=now)


def park(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    motive: str,
    review_on: date,
    now: datetime,
    review_supports: int | None = None,
) -> None:
    """Keep it for later, with the day when it is read again: sooner, once so many support it."""
    answer = Answer(motive=motive, review_on=review_on, review_supports=review_supports)
    _step(session, actor, irritant, Verb.PARK, answer, now=now)


def orient(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    destination: str,
    motive: str,
    review_on: date,
    now: datetime,
) -> None:
    """Point to those outside the network who can act. For a colleague incubator: `redirect`."""
    answer = Answer(motive=motive, destination=destination, review_on=review_on)
    _step(session, actor, irritant, Verb.REDIRECT, answer, act=Act.TRIAGE_REJECT, now=now)


def reopen(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Look at it again: a new promise of thirty days begins.

    Raises Refused while the author waits for a review, which another person answers.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_REOPEN, irritant)
    review = review_queries.of(session, irritant)
    if review is not None and review.state is ReviewState.ASKED:
        raise Refused(_("L’auteur demande un réexamen : il se rouvre par la réponse à sa demande."))
    reopen_held(session, actor, irritant, motive=motive, now=now)


def reopen_held(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """The same for who may, on an irritant that is locked."""
    after = rules.check_move(irritant.state, Verb.REOPEN, today=today(now), motive=motive)
    before = _answer_of(irritant)
    irritant.answered_at = irritant.officer_id = irritant.taken_at = irritant.review_on = None
    irritant.motive_code = irritant.motive = irritant.destination = ""
    irritant.review_supports = None
    # A new promise, made to all: those of the irritants merged into it had their answer.
    irritant.own_due_on = None
    irritant.answer_due_on = today(now) + timedelta(days=settings.current(session).answer_days)
    enter(irritant, after, now=now)
    record(
        session,
        actor,
        Act.TRIAGE_REOPEN,
        irritant,
        Verb.REOPEN,
        now=now,
        motive=motive,
        before=before,
    )
    tell_step(session, actor, irritant, Verb.REOPEN, Answer(motive=motive), now=now)


def publish(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Put it on the public site. Raises Refused unless the author agreed and it is qualified."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_PUBLISH, irritant)
    publish_when_due(irritant, now=now)
    if not irritant.is_published:
        raise Refused(
            _(
                "Cet irritant ira sur le site public quand son auteur l’aura accepté et que"
                " l’incubateur l’aura qualifié ou y aura répondu."
            )
        )
    record(session, actor, Act.IRRITANT_PUBLISH, irritant, "publish", now=now)


def unmask(
    session: Session, actor: Actor, irritant: Irritant, *, motive: str, now: datetime
) -> None:
    """Let the triage know who the author is; the author is told who asked, and why."""
    queries.lock(session, irritant)
    policy.require(actor, Act.IRRITANT_UNMASK, irritant)
    if irritant.identity_shown or irritant.unmasked_at is not None:
        raise Refused(_("Le nom de l’auteur est déjà connu du tri."))
    rules.check_motive(motive)
    irritant.unmasked_at = now
    record(session, actor, Act.IRRITANT_UNMASK, irritant, "unmask", now=now, motive=motive)
    said = partial(
        messages.simple,
        _l("Votre nom est connu du tri : « %(title)s »", title=irritant.title),
        _l(
            "%(name)s a demandé à connaître le nom de l’auteur de l’irritant « %(title)s »."
            " Seuls le voient les chargés de tri et les responsables (%(who)s).",
            name=actor.name,
            title=irritant.title,
            who=LazyString(messages.who_answers, irritant),
        ),
        motive,
    )
    told = coauthor_queries.tellers(session, irritant)
    tell(session, told, irritant, "unmasked", said, now=now)


def _step(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    verb: Verb,
    answer: Answer,
    *,
    now: datetime,
    act: Act = Act.TRIAGE_DECIDE,
) -> None:
    queries.lock(session, irritant)
    policy.require(actor, act, irritant)
    check_mine(actor, irritant)
    rules.check_review_supports(answer.review_supports, irritant.support_count)
    before = _answer_of(irritant)
    enter(irritant, _after(irritant, verb, answer, now), now=now)
    _keep(irritant, verb, answer, now)
    irritant.officer_id, irritant.taken_at = actor.person_id, irritant.taken_at or now
    told = {"motive_code": answer.motive_code, "destination": answer.destination}
    record(
        session,
        actor,
        act,
        irritant,
        verb,
        now=now,
        motive=answer.motive,
        before=before,
        review_on=answer.review_on,
        **told,
    )
    session.refresh(irritant, ["officer"])
    tell_step(session, actor, irritant, verb, answer, now=now)


def _after(irritant: Irritant, verb: Verb, answer: Answer, now: datetime) -> State:
    return rules.check_move(
        irritant.state,
        verb,
        today=today(now),
        motive_code=answer.motive_code,
        motive=answer.motive,
        destination=answer.destination,
        review_on=answer.review_on,
    )


def _keep(irritant: Irritant, verb: Verb, answer: Answer, now: datetime) -> None:
    irritant.motive_code, irritant.motive = answer.motive_code, answer.motive
    irritant.destination, irritant.review_on = answer.destination, answer.review_on
    irritant.review_supports = answer.review_supports
    if verb is Verb.RETURN:
        irritant.paused_on = today(now)
    if irritant.offer is not None and irritant.state is not State.QUALIFIED:
        # Answered here after all: there is nothing left to take over.
        irritant.offer.state = TransferState.RETURNED


def _answer_of(irritant: Irritant) -> dict:
    return {
        "state": irritant.state,
        "motive_code": irritant.motive_code,
        "motive": irritant.motive,
        "review_on": irritant.review_on,
    }
