"""Files of a dossier: joined and taken away until it freezes; after, only with an addendum."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import dossier_actions, item_queries
from portal.committees.item_models import Item
from portal.files import actions as files
from portal.files.actions import Received
from portal.files.models import StoredFile
from portal.files.store import Store
from portal.journal import actions as journal
from portal.policy import Act, Actor


def attach(
    session: Session, actor: Actor, item: Item, received: Received, *, store: Store, now: datetime
) -> bool:
    """Join this file to the dossier; whether it was not there yet. Refused once it is frozen."""
    item = _held(session, actor, item, now)
    made, is_new = files.attach(session, store, actor, item.ref, received, now=now)
    if is_new:
        _record(session, actor, item, made, "attach", now)
    return is_new


def take_away(
    session: Session, actor: Actor, item: Item, file: StoredFile, *, now: datetime
) -> None:
    """Take it away; it may be put back for a while, until the dossier freezes."""
    item = _held(session, actor, item, now)
    if files.withdraw(session, file, now=now):
        _record(session, actor, item, file, "detach", now)


def put_back(
    session: Session, actor: Actor, item: Item, file: StoredFile, *, now: datetime
) -> None:
    """Put back what was taken away."""
    item = _held(session, actor, item, now)
    if files.put_back(session, file):
        _record(session, actor, item, file, "attach_again", now)


def _held(session: Session, actor: Actor, item: Item, now: datetime) -> Item:
    policy.require(actor, Act.DOSSIER_EDIT, item)
    item = item_queries.lock(session, item, now)
    dossier_actions.check_not_frozen(item, now)
    return item


def _record(session, actor, item: Item, file: StoredFile, verb: str, now: datetime) -> None:
    # Its name may say more than its author wishes to leave here for ever.
    told = {"file": file.ref, "kind": file.kind, "size": file.size, "verb": verb}
    journal.record(session, actor, Act.DOSSIER_EDIT, item, now=now, after=told)
