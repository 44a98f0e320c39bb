"""What an author of comments does: write, correct within fifteen minutes, withdraw, answer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import (
    comment_messages as messages,
    comment_queries,
    comment_rules,
    hearing,
    mentioning,
    queries,
)
from portal.irritants.comment_models import Comment, Mask, Mention, Wording
from portal.irritants.messages import Message
from portal.irritants.models import Irritant
from portal.irritants.moving import record, today
from portal.irritants.words import FlagOutcome, Readers
from portal.kernel.errors import Refused, Stale
from portal.kernel.refs import new_ref
from portal.notices import actions as notices
from portal.people import limits, throttling
from portal.people.models import Person
from portal.policy import Act, Actor


def comment(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    body: str,
    now: datetime,
    readers: Readers = Readers.AGENTS,
    told: str = "",
) -> Comment:
    """Say something to `readers`; those of them who follow are told, and who is mentioned.

    `told` is the key of one of `mentioning.around`. Raises Refused for somebody who would not read
    it, TooMany beyond so many in an hour, whatever the irritants.
    """
    queries.lock(session, irritant)
    policy.require(actor, Act.COMMENT_WRITE, irritant)
    comment_rules.check_open(irritant.state)
    comment_rules.check_body(body)
    # Within this transaction: what is not published is not counted.
    throttling.take(session, limits.COMMENTS, f"person-{actor.person_id}", now)
    said = Comment(ref=new_ref("cmt"), irritant=irritant, person_id=actor.person_id)
    said.body, said.readers, said.at = body, readers, now
    session.add(said)
    session.flush()
    record(session, actor, Act.COMMENT_WRITE, irritant, "comment", now=now, comment=said.ref)
    _tell_readers(session, actor, said, told, now)
    return said


def _tell_readers(session: Session, actor: Actor, said: Comment, key: str, now: datetime) -> None:
    """One event for all: whoever is mentioned and follows hears it once, as mentioned."""
    asked = mentioning.mentioned(session, actor, said, key, today(now))
    said.mentions += [Mention(person_id=person.id) for person in asked]
    message = partial(messages.mentioned, said.irritant, said.person)
    tell(session, asked, said, "comment", message, now=now)
    hearers = hearing.hearers(session, said, today(now))
    others = [person for person in hearers if person.id != actor.person_id]
    message = partial(messages.commented, said.irritant, said.person)
    tell(session, others, said, "comment", message, now=now)


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
    desk = comment_queries.moderators(session, said.irritant, today(now))
    moderators = hearing.readers_of(session, desk, said, today(now))
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
