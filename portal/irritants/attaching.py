"""Files joined to an irritant: join, take away, put back. Who, when, then the journal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.files import actions as files
from portal.files.actions import Received
from portal.files.models import StoredFile
from portal.files.store import Store
from portal.irritants import queries, rules
from portal.irritants.models import Irritant
from portal.irritants.moving import record
from portal.policy import Act, Actor


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as policy reads it: who joined it, and who answers the irritant."""

    file: StoredFile
    irritant: Irritant

    @property
    def author_id(self) -> int:
        return self.file.person_id

    @property
    def incubator_ref(self) -> str | None:
        return self.irritant.incubator_ref


def attach(
    session: Session,
    actor: Actor,
    irritant: Irritant,
    received: Received,
    *,
    store: Store,
    now: datetime,
) -> bool:
    """Join this file; whether it was not there yet. Raises Refused once it is answered."""
    queries.lock(session, irritant)
    policy.require(actor, Act.FILE_ADD, irritant)
    rules.check_files(irritant.state)
    made, is_new = files.attach(session, store, actor, irritant.ref, received, now=now)
    if is_new:
        _record(session, actor, Act.FILE_ADD, irritant, made, "attach", now)
    return is_new


def take_away(
    session: Session, actor: Actor, irritant: Irritant, file: StoredFile, *, now: datetime
) -> None:
    """Take it away: nobody reads it any more; it can be put back for thirty days."""
    queries.lock(session, irritant)
    policy.require(actor, Act.FILE_REMOVE, Attached(file, irritant))
    if files.withdraw(session, file, now=now):
        _record(session, actor, Act.FILE_REMOVE, irritant, file, "detach", now)


def put_back(
    session: Session, actor: Actor, irritant: Irritant, file: StoredFile, *, now: datetime
) -> None:
    """Put back what was taken away. Raises Refused when there are already as many as may be."""
    queries.lock(session, irritant)
    policy.require(actor, Act.FILE_REMOVE, Attached(file, irritant))
    if files.put_back(session, file):
        _record(session, actor, Act.FILE_REMOVE, irritant, file, "attach_again", now)


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    irritant: Irritant,
    file: StoredFile,
    verb: str,
    now: datetime,
) -> None:
    # Its name may say more than its author wishes to leave here for ever.
    told = {"file": file.ref, "kind": file.kind, "size": file.size}
    record(session, actor, act, irritant, verb, now=now, **told)
