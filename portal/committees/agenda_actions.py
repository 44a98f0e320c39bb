"""Verbs upon an agenda: what enters it, what leaves it, in which order; told once it was convened."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    agenda_notices,
    agenda_queries,
    dossier_reopening,
    item_queries,
    queries,
    recusal_actions,
    sitting_rules,
)
from portal.committees.agenda_models import AgendaChange
from portal.committees.agenda_words import Change
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import ItemState, SittingState
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.policy import MACHINE, Act, Actor

EDITABLE = (SittingState.PLANNED, SittingState.CONVENED, SittingState.IN_SESSION)


def take_up(
    session: Session, actor: Actor, sitting: Sitting, item: Item, *, now: datetime, motive: str = ""
) -> None:
    """Put an item that waits on the agenda of this sitting; with a motive once it was convened."""
    policy.require(actor, Act.SITTING_AGENDA, sitting)
    sitting = queries.lock_sitting(session, sitting)
    _check_editable(sitting)
    if item.committee_id != sitting.committee_id or item.state is not ItemState.LISTED:
        raise Refused(_("Ce point n’attend pas dans ce comité."))
    sitting_rules.check_change(sitting.state, motive)
    _place(session, sitting, item, now)
    after = {"on": sitting.ref}
    journal.record(session, actor, Act.SITTING_AGENDA, item, now=now, after=after, motive=motive)
    _changed(session, actor, sitting, item, Change.ENTERED, motive, now)


def enter(session: Session, sitting: Sitting, item: Item, *, now: datetime) -> bool:
    """What the clock does: the item enters a sitting that has not begun. False if it may not.

    What somebody took off this agenda does not come back to it by itself.
    """
    sitting = queries.lock_sitting(session, sitting)
    if sitting.state not in (SittingState.PLANNED, SittingState.CONVENED):
        return False
    if agenda_queries.was_taken_off(session, sitting, item):
        return False
    _place(session, sitting, item, now)
    after = {"on": sitting.ref}
    journal.record(session, MACHINE, Act.SITTING_AGENDA, item, now=now, after=after)
    _changed(session, MACHINE, sitting, item, Change.ENTERED, "", now)
    return True


def _changed(
    session: Session,
    actor: Actor,
    sitting: Sitting,
    item: Item,
    kind: Change,
    motive: str,
    now: datetime,
) -> None:
    """Keep and tell what befell an agenda that people had been given."""
    if sitting.state is SittingState.PLANNED:
        return
    change = AgendaChange(
        sitting_id=sitting.id,
        item_id=item.id,
        kind=kind,
        motive=motive,
        person_id=actor.person_id,
        at=now,
    )
    session.add(change)
    session.flush()
    agenda_notices.changed(session, change, now)


def _place(session: Session, sitting: Sitting, item: Item, now: datetime) -> None:
    """Write the item at the end of the agenda. The sitting is locked."""
    agenda = item_queries.of_sitting(session, sitting, now)
    item.sitting, item.position = sitting, max((one.position for one in agenda), default=0) + 1
    item.joined_at = now if sitting.state is not SittingState.PLANNED else None
    session.flush()
    if sitting.state is not SittingState.PLANNED:
        recusal_actions.recuse_by_rule(session, item_queries.lock(session, item, now), now)


def put_back(
    session: Session, actor: Actor, item: Item, *, now: datetime, motive: str = ""
) -> None:
    """Take an item off the agenda, with a motive once it was convened; it waits for another sitting.

    Not once the sitting is open: it would close undecided, without a motive (design, section 3).
    """
    policy.require(actor, Act.SITTING_AGENDA, item)
    # Held in the order of the clock, the sitting first: neither waits for the other for ever.
    sitting = queries.lock_sitting(session, item.sitting) if item.sitting else None
    item = item_queries.lock(session, item, now)
    if sitting is None or item.sitting_id != sitting.id or item.state is not ItemState.LISTED:
        raise Refused(_("Ce point ne peut plus être retiré de l’ordre du jour."))
    _check_editable(sitting)
    if sitting.state is SittingState.IN_SESSION:
        raise Refused(_("La séance est ouverte : reportez ce point, avec un motif et une date."))
    sitting_rules.check_change(sitting.state, motive)
    before = {"on": sitting.ref}
    item = dossier_reopening.release(session, item, now)
    item.sitting = item.joined_at = None
    session.flush()
    journal.record(session, actor, Act.SITTING_AGENDA, item, now=now, before=before, motive=motive)
    _changed(session, actor, sitting, item, Change.LEFT, motive, now)


def hear_earlier(session: Session, actor: Actor, item: Item, *, now: datetime) -> None:
    """Exchange the place of a point that waits with the one before it, if that one waits too."""
    policy.require(actor, Act.SITTING_AGENDA, item)
    if item.sitting is None:
        raise Refused(_("Ce point n’est pas à l’ordre du jour."))
    sitting = queries.lock_sitting(session, item.sitting)
    _check_editable(sitting)
    agenda = item_queries.of_sitting(session, sitting, now)
    rank = next((rank for rank, one in enumerate(agenda) if one.id == item.id), 0)
    if rank == 0 or {item.state, agenda[rank - 1].state} != {ItemState.LISTED}:
        raise Refused(_("Ce point ne peut pas passer plus tôt."))
    before = agenda[rank - 1]
    item.position, before.position = before.position, item.position
    session.flush()
    after = {"before": before.ref}
    journal.record(session, actor, Act.SITTING_AGENDA, item, now=now, after=after)


def _check_editable(sitting: Sitting) -> None:
    if sitting.state not in EDITABLE:
        raise Refused(_("L’ordre du jour de cette séance ne change plus."))
