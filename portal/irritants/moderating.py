"""What keeps comments fit to read: flagged by anyone, masked or kept by the incubator."""

from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import comment_messages as messages, comment_queries, comment_rules, rules
from portal.irritants.comment_models import Comment, Flag, Mask
from portal.irritants.commenting import tell
from portal.irritants.moving import record
from portal.irritants.words import FlagOutcome
from portal.kernel.errors import Missing, Refused
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor


def flag(session: Session, actor: Actor, said: Comment, *, reason: str, now: datetime) -> None:
    """Let the incubator know that a comment should not stand; once by person and comment."""
    comment_queries.lock(session, said)
    policy.require(actor, Act.IRRITANT_FLAG, said.irritant)
    if not policy.reads_comment(actor, said):
        raise Missing
    is_own = said.person_id == actor.person_id
    comment_rules.check_flag(is_own=is_own, is_withdrawn=said.withdrawn_at is not None)
    made = Flag(comment_id=said.id, person_id=actor.person_id, reason=reason, at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("Vous avez déjà signalé ce commentaire.")) from None
    session.refresh(said, ["flags"])
    _record(session, actor, Act.IRRITANT_FLAG, said, "comment_flag", now=now)


def mask(
    session: Session, actor: Actor, said: Comment, *, motive: str, now: datetime, passage: str = ""
) -> Mask:
    """Keep a comment, or a passage of it, from being read. Its author is told, and may answer."""
    comment_queries.lock(session, said)
    policy.require(actor, Act.IRRITANT_MODERATE, said)
    comment_rules.check_mask(said.body, passage, is_withdrawn=said.withdrawn_at is not None)
    rules.check_motive(motive)
    made = Mask(ref=new_ref("msk"), comment_id=said.id, by_id=actor.person_id, at=now)
    made.passage, made.motive = passage, motive
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(_("C’est déjà masqué.")) from None
    session.refresh(said, ["masks"])
    _record(session, actor, Act.IRRITANT_MODERATE, said, "comment_mask", now=now, motive=motive)
    message = partial(messages.masked, said.irritant, motive, is_whole=made.is_whole)
    tell(session, [said.person], said, f"masked:{made.id}", message, now=now)
    _settle(session, actor, said, FlagOutcome.MASKED, motive, now)
    return made


def lift(
    session: Session, actor: Actor, said: Comment, made: Mask, *, motive: str, now: datetime
) -> None:
    """Let it be read again."""
    comment_queries.lock(session, said)
    policy.require(actor, Act.IRRITANT_MODERATE, said)
    session.refresh(made)
    if made.lifted_at is not None:
        raise Refused(_("Ce commentaire est de nouveau lisible."))
    rules.check_motive(motive)
    made.lifted_by_id, made.lifted_at, made.lift_motive = actor.person_id, now, motive
    _record(session, actor, Act.IRRITANT_MODERATE, said, "comment_lift", now=now, motive=motive)
    message = partial(messages.lifted, said.irritant, motive)
    tell(session, [said.person], said, f"lifted:{made.id}", message, now=now)


def keep(session: Session, actor: Actor, said: Comment, *, motive: str, now: datetime) -> None:
    """Let a flagged comment stand. Those who flagged it are told why."""
    comment_queries.lock(session, said)
    policy.require(actor, Act.IRRITANT_MODERATE, said)
    if not said.open_flags:
        raise Refused(_("Aucun signalement n’attend d’examen."))
    rules.check_motive(motive)
    _record(session, actor, Act.IRRITANT_MODERATE, said, "comment_keep", now=now, motive=motive)
    _settle(session, actor, said, FlagOutcome.KEPT, motive, now)


def _settle(session, actor: Actor, said: Comment, outcome: FlagOutcome, motive: str, now) -> None:
    for each in said.open_flags:
        each.settle(outcome, actor.person_id, now)
        message = partial(messages.examined, said.irritant, outcome, motive)
        tell(session, [each.person], said, f"examined:{each.id}", message, now=now)
    session.flush()


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    said: Comment,
    verb: str,
    *,
    now: datetime,
    motive: str = "",
) -> None:
    irritant = said.irritant
    record(session, actor, act, irritant, verb, now=now, motive=motive, comment=said.ref)
