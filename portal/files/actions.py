"""Keeping files. The right to is checked by what owns them, which also writes the journal.

In this order, so that no crash leaves a line without its content: the content is asked for (a line,
committed), it goes to the store and is safe there, then the file names it (with all that the form
did). What stopped between is swept a day later.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.db.engine import transaction
from portal.db.inserting import insert_or_nothing
from portal.files import queries, rules
from portal.files.models import FileContent, StoredFile
from portal.files.store import Store
from portal.files.words import FileKind
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.policy import Actor


@dataclass(frozen=True, slots=True)
class Received:
    """A file judged, that nothing names yet."""

    name: str
    kind: FileKind
    content: bytes
    sha256: str


def receive(
    store: Store, sent: str | None, content: bytes, *, most: int, now: datetime
) -> Received:
    """Judge what was sent and put it in the store; call it outside any transaction.

    Raises Refused with what to send instead, Unavailable when the store does not answer.
    """
    received = judged(sent, content, most=most)
    with transaction() as session:
        _ask_for(session, received, now)
    store.put(received.sha256, received.content)
    return received


def judged(sent: str | None, content: bytes, *, most: int) -> Received:
    """What was sent, under the name and with the content to keep. Raises Refused."""
    name = rules.clean_name(sent)
    kind = rules.judge(name, content, most=most)
    kept = rules.cleaned(kind, content)
    return Received(name, kind, kept, hashlib.sha256(kept).hexdigest())


def _ask_for(session: Session, received: Received, now: datetime) -> None:
    row = {"sha256": received.sha256, "size": len(received.content), "asked_at": now}
    session.execute(insert_or_nothing(session, FileContent, ("sha256",)).values(row))
    known = update(FileContent).where(FileContent.sha256 == received.sha256)
    session.execute(known.values(asked_at=now))


def attach(
    session: Session,
    store: Store,
    actor: Actor,
    owner_ref: str,
    received: Received,
    *,
    now: datetime,
) -> tuple[StoredFile, bool]:
    """The file of this thing with this content, and whether it is new; the caller holds the thing.

    Raises Refused when the thing has all the files that it may.
    """
    known = queries.same(session, owner_ref, received.sha256)
    if known is not None:
        return known, False
    rules.check_count(len(queries.of_owner(session, owner_ref)))
    if queries.held(session, received.sha256) is None or not store.has(received.sha256):
        # Swept since it was received: it goes back, its line held meanwhile.
        _ask_for(session, received, now)
        store.put(received.sha256, received.content)
    made = StoredFile(
        ref=new_ref("fic"),
        owner_ref=owner_ref,
        name=received.name,
        kind=received.kind,
        size=len(received.content),
        sha256=received.sha256,
        person_id=actor.person_id,
        at=now,
    )
    session.add(made)
    session.flush()
    return made, True


def share(session: Session, file: StoredFile, owner_ref: str, *, now: datetime) -> StoredFile:
    """The same file upon another thing, under the name of whoever sent it."""
    told = {name: getattr(file, name) for name in ("name", "kind", "size", "sha256", "person_id")}
    made = StoredFile(ref=new_ref("fic"), owner_ref=owner_ref, at=now, **told)
    session.add(made)
    session.flush()
    return made


def withdraw(session: Session, file: StoredFile, *, now: datetime) -> bool:
    """Take it away; whether it was there. It may be put back for thirty days."""
    if not file.is_live:
        return False
    file.withdrawn_at = now
    session.flush()
    return True


def put_back(session: Session, file: StoredFile) -> bool:
    """Put back what was taken away; whether it was away. Raises Refused when there is no room."""
    if file.is_live or queries.same(session, file.owner_ref, file.sha256) is not None:
        return False
    rules.check_count(len(queries.of_owner(session, file.owner_ref)))
    file.withdrawn_at = None
    session.flush()
    return True


def read(store: Store, file: StoredFile) -> bytes:
    """Its content. Raises Refused if the store has lost it, which a backup may give back."""
    try:
        return store.read(file.sha256)
    except KeyError:
        raise Refused(
            _("Ce fichier manque : l’administration du portail peut le rendre.")
        ) from None


def forget_all(session: Session, owner_ref: str, *, now: datetime) -> None:
    """The thing goes for good, and its files with it."""
    for file in queries.of_owner(session, owner_ref, withdrawn=True):
        forget(session, file, now=now)


def forget(session: Session, file: StoredFile, *, now: datetime) -> None:
    """Remove the line; the content follows a day later, so that a backup under way still has it."""
    known = update(FileContent).where(FileContent.sha256 == file.sha256)
    session.execute(known.values(asked_at=now))
    session.delete(file)
    session.flush()
