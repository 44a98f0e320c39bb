"""Notes that colleagues of a desk leave each other. Nobody is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import desk_rules as rules
from portal.irritants.desk_models import Note
from portal.irritants.models import Irritant
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor


def write_note(
    session: Session, actor: Actor, irritant: Irritant, *, body: str, now: datetime
) -> Note:
    """Tell colleagues something of it. The journal says that it was written, never what."""
    policy.require(actor, Act.NOTE_WRITE, irritant)
    made = Note(
        ref=new_ref("nti"), irritant_id=irritant.id, person_id=actor.person_id, body=body, at=now
    )
    session.add(made)
    session.flush()
    told = {"verb": "note", "note": made.ref}
    journal.record(session, actor, Act.NOTE_WRITE, irritant, now=now, after=told)
    return made


def correct_note(
    session: Session, actor: Actor, note: Note, *, body: str, version: int, now: datetime
) -> None:
    """Say it better, for fifteen minutes. Raises Stale if another page did meanwhile."""
    policy.require(actor, Act.NOTE_CORRECT, note)
    rules.check_correction(note.at, now)
    if note.version != version:
        raise Stale(note)
    note.body, note.corrected_at = body, now
    told = {"verb": "note_corrected", "note": note.ref}
    journal.record(session, actor, Act.NOTE_CORRECT, note.irritant, now=now, after=told)
    session.flush()
