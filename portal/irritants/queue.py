"""The triage queue: the oldest promise first."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.irritants import coauthor_queries, review_queries
from portal.irritants.models import Irritant, Transfer
from portal.irritants.words import (
    OPEN_STATES,
    IrritantState as State,
    QueueView as View,
    TransferState,
)
from portal.policy import Actor, Kind, Role

DECIDABLE = (State.SUBMITTED, State.QUALIFIED)
REVIEWED = (State.PARKED, State.DECLINED, State.REDIRECTED)
# Enough to walk from one to the next; nobody walks further in one sitting.
WALKED = 500


def in_charge(actor: Actor) -> ColumnElement[bool]:
    """Irritants of the incubators where this person triages; all of them for the programme."""
    if actor.has(Role.PROGRAMME) or actor.kind is Kind.AUDITOR:
        return true()
    return Irritant.incubator_ref.in_(actor.scopes(Role.DIRECTOR, Role.OFFICER))


def queue(actor: Actor, view: View) -> Select[tuple[Irritant]]:
    """What this person sees in this view, the oldest promise (or review day) first."""
    return (
        select(Irritant)
        .where(condition(actor, view))
        .options(
            joinedload(Irritant.officer),
            joinedload(Irritant.incubator),
            selectinload(Irritant.suffering),
            selectinload(Irritant.transfers),
        )
        .order_by(*_order(view))
    )


def _order(view: View) -> tuple:
    if view is View.ALL:
        return Irritant.submitted_at.desc(), Irritant.id.desc()
    return first_of(view), Irritant.id


def first_of(view: View) -> InstrumentedAttribute[date | None]:
    """The day by which this view is ordered."""
    return Irritant.review_on if view is View.REVIEW else Irritant.answer_due_on


def due(actor: Actor) -> Select[tuple[Irritant]]:
    """What this person is to answer as an officer: theirs, or nobody's, and not offered away."""
    refs = actor.scopes(Role.DIRECTOR, Role.OFFICER)
    offered = exists().where(
        Transfer.irritant_id == Irritant.id, Transfer.state == TransferState.OFFERED
    )
    return queue(actor, View.DUE).where(
        Irritant.incubator_ref.in_(refs),
        or_(Irritant.officer_id.is_(None), Irritant.officer_id == actor.person_id),
        ~offered,
    )


def to_review(day: date) -> Select[tuple[Irritant]]:
    """Irritants answered « not now » that are to be read again on this day."""
    return (
        select(Irritant)
        .where(Irritant.state.in_(REVIEWED), Irritant.review_on <= day)
        .order_by(Irritant.review_on, Irritant.id)
    )


def offered_before(day: date) -> Select[tuple[Irritant]]:
    """Irritants offered to an incubator before this day, without an answer yet."""
    return (
        select(Irritant)
        .join(Transfer)
        .where(Transfer.state == TransferState.OFFERED, Transfer.offered_on < day)
        .order_by(Irritant.id)
    )


def condition(actor: Actor, view: View) -> ColumnElement[bool]:
    """What this view holds for this person."""
    mine, others = in_charge(actor), ~coauthor_queries.written_by(actor)
    # An officer never answers their own irritant, so their queue does not hold it.
    return and_(others, _CONDITIONS[view](actor, mine))


def _offered(actor: Actor, _mine) -> ColumnElement[bool]:
    refs = actor.scopes(Role.DIRECTOR, Role.OFFICER)
    if not refs:
        return false()
    return exists().where(
        Transfer.irritant_id == Irritant.id,
        Transfer.state == TransferState.OFFERED,
        Transfer.to_ref.in_(refs),
    )


def _unrouted(actor: Actor, _mine) -> ColumnElement[bool]:
    sees = actor.has(Role.PROGRAMME) or actor.kind is Kind.AUDITOR
    lost = and_(Irritant.incubator_ref.is_(None), Irritant.state.in_(DECIDABLE))
    return lost if sees else false()


_CONDITIONS = {
    View.DUE: lambda actor, mine: and_(mine, Irritant.state.in_(DECIDABLE)),
    View.MINE: lambda actor, mine: and_(
        mine,
        Irritant.officer_id == actor.person_id,
        or_(Irritant.state.in_(DECIDABLE), Irritant.state == State.RETURNED),
    ),
    View.FREE: lambda actor, mine: and_(
        mine, Irritant.officer_id.is_(None), Irritant.state.in_(DECIDABLE)
    ),
    View.RETURNED: lambda actor, mine: and_(mine, Irritant.state == State.RETURNED),
    View.SELECTED: lambda actor, mine: and_(mine, Irritant.state == State.SELECTED),
    View.REVIEW: lambda actor, mine: and_(
        mine, Irritant.state.in_(REVIEWED), Irritant.review_on.is_not(None)
    ),
    View.REVIEWED: lambda actor, mine: and_(mine, review_queries.waiting()),
    View.OFFERED: _offered,
    View.UNROUTED: _unrouted,
    View.OPEN: lambda actor, mine: and_(mine, Irritant.state.in_(OPEN_STATES)),
    View.ALL: lambda actor, mine: and_(mine, Irritant.state != State.DRAFT),
}
