"""What the triage does: take, ask, qualify, answer, reopen, unmask."""

from datetime import date, datetime, timedelta
from functools import partial

from flask_babel import gettext as _, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import messages, queries, rules
from portal.irritants.messages import Answer
from portal.irritants.models import Irritant
from portal.irritants.moving import enter, publish_when_due, record, tell, tell_step, today
from portal.irritants.words import IrritantState as State, IrritantVerb as Verb, TransferState
from portal.kernel.errors import Refused
from portal.policy import Act, Actor
from portal.settings import queries as settings


def take(
    session: Session, actor: Actor, irritant: Irritant, *, now: datetime, over: str = ""
) -> None:
    """Answer this irritant oneself. `over` names the colleague (ref) whom one knowingly replaces.

    Raises Refused when a colleague has it who was not named.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_ASSIGN, irritant)
    # The programme routes, the incubator answers: whoever takes must be able to decide.
    policy.require(actor, Act.TRIAGE_DECIDE, irritant)
    rules.check_takeable(irritant.state)
    previous = irritant.officer
    is_other = previous is not None and previous.id != actor.person_id
    rules.check_in_charge(
        irritant.state,
        previous.name if previous else "",
        is_other=is_other and previous.ref != over,
    )
    if previous is not None and not is_other:
        return
    irritant.officer_id, irritant.taken_at = actor.person_id, now
    record(
        session,
        actor,
        Act.TRIAGE_ASSIGN,
        irritant,
        "take",
        now=now,
        before={"officer": previous.ref if previous else None},
    )
    session.refresh(irritant, ["officer"])
    if is_other:
        title = _l(
            "%(name)s reprend l’irritant « %(title)s »", name=actor.name, title=irritant.title
        )
        said = partial(messages.simple, title)
        tell(session, [previous], irritant, "taken", said, now=now, desk=True)


def release(session: Session, actor: Actor, irritant: Irritant, *, now: datetime) -> None:
    """Leave it to colleagues."""
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_ASSIGN, irritant)
    if irritant.officer_id != actor.person_id:
        raise Refused(_("Vous n’avez pas cet irritant en charge."))
    irritant.officer_id = irritant.taken_at = None
    record(session, actor, Act.TRIAGE_ASSIGN, irritant, "release", now=now)
    session.refresh(irritant, ["officer"])


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
) -> None:
    """Keep it for later, with the day when it is read again."""
    answer = Answer(motive=motive, review_on=review_on)
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
    """Look at it again: a new promise of thirty days begins."""
    queries.lock(session, irritant)
    policy.require(actor, Act.TRIAGE_REOPEN, irritant)
    after = rules.check_move(irritant.state, Verb.REOPEN, today=today(now), motive=motive)
    before = _answer_of(irritant)
    irritant.answered_at = irritant.officer_id = irritant.taken_at = irritant.review_on = None
    irritant.motive_code = irritant.motive = irritant.destination = ""
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
            " Seuls les chargés de tri et responsables de %(who)s le voient.",
            name=actor.name,
            title=irritant.title,
            who=LazyString(messages.who_answers, irritant),
        ),
        motive,
    )
    tell(session, [irritant.author], irritant, "unmasked", said, now=now)


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


def check_mine(actor: Actor, irritant: Irritant) -> None:
    """Raise Refused when a colleague has it in charge."""
    officer = irritant.officer
    is_other = officer is not None and officer.id != actor.person_id
    rules.check_in_charge(irritant.state, officer.name if officer else "", is_other=is_other)


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
