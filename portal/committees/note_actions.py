"""Notes kept as they are typed, and grids given before the debate."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import grid_rules, item_queries, note_queries, queries
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.note_models import Grid, PrivateNote, SittingNote
from portal.committees.words import SittingState
from portal.journal import actions as journal
from portal.kernel.errors import Refused, Stale
from portal.policy import Act, Actor


def note_sitting(
    session: Session, actor: Actor, sitting: Sitting, *, body: str, version: int, now: datetime
) -> SittingNote:
    """Keep the secretary's notes while the sitting is held. Raises Refused, Stale."""
    policy.require(actor, Act.SITTING_NOTE, sitting)
    sitting = queries.lock_sitting(session, sitting)
    if sitting.state is not SittingState.IN_SESSION:
        raise Refused(
            _("Les notes se prennent pendant la séance ; ensuite, rédigez le procès-verbal.")
        )
    kept = note_queries.of_sitting(session, sitting)
    is_first = kept is None
    kept = _renewed(session, kept or SittingNote(sitting_id=sitting.id), body, version, now)
    if is_first:
        # Kept as they are typed: the journal says that they were begun, not each breath.
        journal.record(session, actor, Act.SITTING_NOTE, sitting, now=now)
    return kept


def note(
    session: Session, actor: Actor, item: Item, *, body: str, version: int, now: datetime
) -> PrivateNote:
    """Keep what a member writes for themselves. Raises Stale."""
    policy.require(actor, Act.ITEM_NOTE, item)
    kept = note_queries.private(session, item, actor.person_id)
    is_first = kept is None
    fresh = kept or PrivateNote(item_id=item.id, person_id=actor.person_id)
    kept = _renewed(session, fresh, body, version, now)
    if is_first:
        journal.record(session, actor, Act.ITEM_NOTE, item, now=now)
    return kept


def _renewed(session: Session, kept, body: str, version: int, now: datetime):
    if (kept.version or 0) != version:
        raise Stale(kept)
    kept.body, kept.at = body, now
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        raise Stale(None) from None
    return kept


def give_grid(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    marks: dict[str, int | None],
    version: int,
    now: datetime,
) -> Grid:
    """Give one's grid, or change it until the vote opens. Raises Refused, Stale."""
    policy.require(actor, Act.GRID_FILL, item)
    item = item_queries.lock(session, item, now)
    grid_rules.check_fill(item.state, marks)
    kept = note_queries.grid_of(session, item, actor.person_id)
    if version != (kept.version if kept else 0):
        raise Stale(kept)
    if kept is None:
        kept = Grid(item_id=item.id, person_id=actor.person_id)
        session.add(kept)
    kept.marks = {line: mark for line, mark in marks.items() if mark}
    kept.at = now
    session.flush()
    # That it was given, never the marks: they are hidden until one's own is given.
    journal.record(session, actor, Act.GRID_FILL, item, now=now)
    return kept
