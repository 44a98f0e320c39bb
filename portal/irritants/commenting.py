"""What an author of comments does: write, correct within fifteen minutes, withdraw, answer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import comment_messages as messages, comment_queries, comment_rules, queries
from portal.irritants.comment_models import Comment, Mask, Wording
from portal.irritants.messages import Message
from portal.irritants.models import Irritant
from portal.irritants.moving import record, today
from portal.irritants.words import FlagOutcome
from portal.kernel.errors import Refused, Stale
from portal.kernel.refs import new_ref
from portal.notices import actions as notices
from portal.people import limits, throttling
from portal.people.models import Person
from portal.policy import Act, Actor


def comment(
    session: Session, actor: Actor, irritant: Irritant, *, body: str, now: datetime
) -> Comment:
    """Say something about an irritant; those who follow it are told, but for oneself.

    Raises TooMany beyond so many in an hour, whatever the irritants.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.COMMENT_WRITE, irritant)
    comment_rules.check_open(irritant.state)
    comment_rules.check_body(body)
    # Within this transaction: what is not published is not counted.
    throttling.take(session, limits.COMMENTS, f"person-{actor.person_id}", now)
    said = Comment(ref=new_ref("cmt"), irritant=irritant, person_id=actor.person_id)
    said.body, said.at = body, now
    session.add(said)
    session.flush()
    record(session, actor, Act.COMMENT_WRITE, irritant, "comment", now=now, comment=said.ref)
    followers = queries.followers(session, irritant, today(now))
    told = [person for person in followers if person.id != actor.person_id]
    message = partial(messages.commented, irritant, said.person)
    tell(session, told, said, "comment", message, now=now)
    return said


def correct(
    session: Session, actor: Actor, said: Comment, *, body: str, version: int, now: datetime
) -> None:
    """Replace its text; the earlier wording is kept. Raises Stale if it moved meanwhile."""
    _hold(session, actor, said)
    if said.version != version:
        raise Stale(said)
    comment_rules.check_correction(now=now, **moment_of(said))
    comment_rules.check_body(body)
    if body == said.body:
        return
    session.add(
        Wording(
            comment_id=said.id,
            number=len(comment_queries.wordings(session, said)) + 1,
            body=said.body,
            written_at=said.corrected_at or said.at,
        )
    )
    said.body, said.corrected_at = body, now
    _record(session, actor, said, "comment_correct", now)


def moment_of(said: Comment) -> dict:
    """What the rules of correction read of a comment."""
    return {
        "state": said.irritant.state,
        "at": said.at,
        "is_withdrawn": said.withdrawn_at is not None,
        "is_masked": bool(said.live_masks),
    }


def withdraw(session: Session, actor: Actor, said: Comment, *, now: datetime) -> None:
    """Take one's comment back, whenever one wishes; its place stays, and says so."""
    _hold(session, actor, said)
    comment_rules.check_withdrawal(is_withdrawn=said.withdrawn_at is not None)
    said.withdrawn_at = now
    for flag in said.open_flags:
        flag.settle(FlagOutcome.WITHDRAWN, None, now)
    _record(session, actor, said, "comment_withdraw", now)


def answer_mask(
    session: Session, actor: Actor, said: Comment, mask: Mask, *, answer: str, now: datetime
) -> None:
    """Answer, once, the motive for which one's comment was masked."""
    _hold(session, actor, said)
    session.refresh(mask)
    if mask.lifted_at is not None:
        raise Refused(_("Ce commentaire est de nouveau lisible."))
    if mask.answer:
        raise Refused(_("Vous avez déjà répondu à ce motif."))
    mask.answer, mask.answered_at = answer, now
    _record(session, actor, said, "comment_answer", now)
    moderators = comment_queries.moderators(session, said.irritant, today(now))
    told = [person for person in moderators if person.id != actor.person_id]
    message = partial(messages.answered, said.irritant, said.person, answer)
    tell(session, told, said, f"answer:{mask.id}", message, now=now)


def tell(
    session: Session,
    people: list[Person],
    said: Comment,
    event: str,
    message: Callable[[], Message],
    *,
    now: datetime,
) -> None:
    """Tell these people something about a comment, once for this event of it.

    `message` writes it in the language in force.
    """
    notices.tell(
        session,
        people,
        event=f"{event}:{said.ref}",
        kind="irritant.comment",
        subject_ref=said.irritant.ref,
        title=lambda: message().title,
        body=lambda: message().body,
        path=f"/irritants/{said.irritant.ref}/commentaires/{said.ref}",
        now=now,
    )


def _hold(session: Session, actor: Actor, said: Comment) -> None:
    comment_queries.lock(session, said)
    policy.require(actor, Act.COMMENT_VIEW, said.irritant)
    policy.require(actor, Act.COMMENT_EDIT, said)


def _record(session: Session, actor: Actor, said: Comment, verb: str, now: datetime) -> None:
    session.flush()
    record(session, actor, Act.COMMENT_EDIT, said.irritant, verb, now=now, comment=said.ref)
