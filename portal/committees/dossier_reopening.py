"""A dossier opens again when its point leaves a sitting: what was frozen is kept as it was read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees import (
    crossing_queries,
    dossier_actions,
    dossier_copies,
    dossier_queries,
    item_queries,
)
from portal.committees.dossier_models import FormerDossier
from portal.committees.item_models import Dossier, Item
from portal.committees.words import ItemState
from portal.journal import actions as journal
from portal.kernel.refs import new_ref
from portal.policy import MACHINE, Act


def release(session: Session, item: Item, now: datetime) -> Item:
    """Call it while the item is still on the sitting that it leaves. Returns it, locked.

    What was frozen is kept with its addenda, its files and its fingerprint; the team writes again,
    from the same text. Grids given upon it count once given again; notes, interests and recusals
    are about the point and stay as they are.
    """
    item = item_queries.lock(session, item, now)
    # What was read before the lock may be out of date: its addenda too.
    session.expire(item.dossier)
    if dossier_actions.is_frozen(item, now):
        # Past its hour and before the round, members read what nothing had kept yet.
        dossier_actions.freeze(session, item, now)
        _reopen(session, item, item.sitting.starts_at if item.sitting else None, now)
    return item


def reopen_early(session: Session, item: Item, was_at: datetime, now: datetime) -> None:
    """The sitting of this item was put later: before the new hour, the team writes again."""
    at = dossier_actions.freezes_at(item)
    item = item_queries.lock(session, item, now)
    session.expire(item.dossier)
    if item.state is ItemState.LISTED and item.dossier.frozen_at and at and now < at:
        _reopen(session, item, was_at, now)


def sweep(session: Session, now: datetime) -> int:
    """Reopen what waits for a sitting and is frozen still, as it was before dossiers reopened."""
    query = select(Item).join(Dossier, Dossier.item_id == Item.id)
    waiting = query.where(
        Item.state == ItemState.LISTED,
        Item.sitting_id.is_(None),
        Dossier.frozen_at.is_not(None),
    )
    items = list(session.scalars(waiting.order_by(Item.id)))
    return sum(_release_waiting(session, item, now) for item in items)


def _release_waiting(session: Session, item: Item, now: datetime) -> bool:
    item = item_queries.lock(session, item, now)
    waits = item.state is ItemState.LISTED and item.sitting_id is None
    if waits:
        release(session, item, now)
    return waits


def _reopen(session: Session, item: Item, held_at: datetime | None, now: datetime) -> None:
    dossier = item.dossier
    former = FormerDossier(
        ref=new_ref("dos"),
        item_id=item.id,
        dossier_id=dossier.id,
        sitting_id=item.sitting_id,
        sitting_at=held_at,
        frozen_at=dossier.frozen_at,
        frozen=dossier.frozen,
        sha256=dossier.sha256,
        left_at=now,
        last_addendum=max((one.id for one in dossier.addenda), default=0),
    )
    session.add(former)
    session.flush()
    dossier.frozen_at, dossier.frozen, dossier.sha256 = None, "", ""
    told = crossing_queries.told(item)
    if told is not None:
        # Kept for the freeze: until the next one, it is what the sheet says.
        told.title_before = told.mission_before = ""
    session.flush()
    _leave_files(session, item, former, now)
    after = {"former": former.ref, "sha256": former.sha256}
    journal.record(session, MACHINE, Act.DOSSIER_EDIT, item, now=now, after=after)


def _leave_files(session: Session, item: Item, former: FormerDossier, now: datetime) -> None:
    """The frozen text names its files for ever; the team goes on with others, of same content."""
    kept = dossier_queries.files_of(session, item)
    for file in kept:
        file.owner_ref = former.ref
    session.flush()
    dossier_copies.share(session, kept, item, now=now)
