"""Saying « moi aussi » in place of depositing the same again: one act, the draft kept or dropped."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.irritants import queries
from portal.irritants.discarding import discard_draft
from portal.irritants.models import Irritant, Support
from portal.irritants.supporting import support
from portal.irritants.words import IrritantState as State
from portal.policy import Actor


def draft_of(session: Session, actor: Actor, key: str) -> Irritant | None:
    """The draft of this key, if it is a draft still, for its author: it is theirs to throw away."""
    found = queries.draft_by_key(session, actor, key) if key else None
    is_own = found is not None and found.author_id == actor.person_id
    return found if is_own and found.state is State.DRAFT else None


def join(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    *,
    context: str,
    key: str,
    drop: bool,
    now: datetime,
) -> Support:
    """Say « moi aussi », and throw away the draft of this key if `drop`; twice does no more."""
    said = support(session, actor, irritant, context=context, now=now)
    draft = draft_of(session, actor, key) if drop else None
    if draft is not None:
        discard_draft(session, actor, draft, now=now)
    return said
