"""Ends without a decision: too few members, no quorum, annulled, put off. Each is listed again."""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    dossier_actions,
    item_actions,
    item_queries,
    rules,
)
from portal.committees.item_models import Item
from portal.committees.words import (
    ItemOrigin,
    ItemState,
    ItemVerb,
    Outcome,
)
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.notices.actions import tell
from portal.people import queries as people
from portal.policy import Act, Actor, Role


def end_unread(
    session: Session, actor: Actor, item: Item, reached: ItemState, now: datetime
) -> None:
    """Too few members or no quorum: ballots are not read, and the item is listed again."""
    verb = ItemVerb.VOID if reached is ItemState.VOIDED else ItemVerb.MISS_QUORUM
    item.motive = (
        _("Moins de trois membres peuvent voter.")
        if reached is ItemState.VOIDED
        else _("Le quorum n’est pas atteint.")
    )
    item.closed_at = now
    item.state = ItemState(rules.ITEM.after(item.state, verb))
    session.flush()
    after = {"state": item.state}
    journal.record(session, actor, Act.VOTE_CLOSE, item, now=now, after=after, motive=item.motive)
    if reached is ItemState.VOIDED:
        _tell_programme(session, item, now)
        item_actions.list_again(session, item, origin=ItemOrigin.REFERRAL, now=now)
    else:
        item_actions.list_again(session, item, origin=ItemOrigin.NO_QUORUM, now=now, second=True)


def void(session: Session, actor: Actor, item: Item, *, motive: str, now: datetime) -> None:
    """Annul the vote and refer the item, with a motive that is published."""
    policy.require(actor, Act.ITEM_VOID, item)
    rules.check_motive(motive)
    item = item_queries.lock(session, item, now)
    reached = ItemState(rules.ITEM.after(item.state, ItemVerb.VOID))
    # What they had in hand is what it ended upon, even before its round.
    dossier_actions.freeze(session, item, now)
    item.state = reached
    item.motive, item.closed_at = motive, item.closed_at or now
    # No ballot of an annulled vote is counted.
    item.outcome = item.counts = None
    session.flush()
    journal.record(
        session, actor, Act.ITEM_VOID, item, now=now, after={"state": item.state}, motive=motive
    )
    _tell_programme(session, item, now)
    item_actions.list_again(session, item, origin=ItemOrigin.REFERRAL, now=now)


def defer(
    session: Session, actor: Actor, item: Item, *, motive: str, next_on: date | None, now: datetime
) -> None:
    """Put the item off, with a motive and a next date; it is listed again by itself."""
    policy.require(actor, Act.ITEM_DEFER, item)
    item = item_queries.lock(session, item, now)
    rules.check_defer(
        item.state, item.outcome, motive=motive, next_on=next_on, today=paris_day(now)
    )
    reached = ItemState(rules.ITEM.after(item.state, ItemVerb.DEFER))
    dossier_actions.freeze(session, item, now)
    item.state = reached
    item.motive, item.next_on, item.outcome = motive, next_on, Outcome.DEFERRED
    session.flush()
    after = {"state": item.state, "next_on": next_on}
    journal.record(session, actor, Act.ITEM_DEFER, item, now=now, after=after, motive=motive)
    if rules.escalates(item_queries.deferrals_in_a_row(session, item)):
        _tell_programme(session, item, now)
    item_actions.list_again(session, item, origin=ItemOrigin.DEFERRAL, now=now)


def _tell_programme(session: Session, item: Item, now: datetime) -> None:
    tell(
        session,
        people.holders(session, None, paris_day(now), Role.PROGRAMME),
        event=f"undecided:{item.ref}",
        kind="item_undecided",
        subject_ref=item.ref,
        title=_l("Sans décision : %(title)s", title=item.title),
        body=item.motive,
        path=f"/points/{item.ref}",
        now=now,
    )
