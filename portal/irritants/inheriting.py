"""What an incubator that closes leaves: who waits there still, and what another takes over."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.irritants import moving, transferring
from portal.irritants.models import Irritant, Transfer
from portal.irritants.words import OPEN_STATES, IrritantState as State, TransferState
from portal.organisations.models import Incubator
from portal.policy import Act, Actor

# Somebody there owes the next word: an answer, or an investigation.
WAITING = (*sorted(OPEN_STATES), State.SELECTED)
# Answered, and may come back: read again on its day, reopened, set apart, or out of an investigation.
MAY_COME_BACK = (
    State.PARKED,
    State.DECLINED,
    State.REDIRECTED,
    State.MERGED,
    State.INVESTIGATING,
)


def waiting(ref: str) -> Select[tuple[Irritant]]:
    """Irritants that wait in this incubator, or that are offered to it, the oldest promise first."""
    query = select(Irritant).where(_waits(ref))
    return query.order_by(Irritant.answer_due_on, Irritant.id)


def coming_back_count(session: Session, ref: str) -> int:
    """How many irritants of this incubator may come back."""
    query = select(func.count(Irritant.id)).where(_comes_back(ref))
    return session.scalar(query) or 0


def inherit(
    session: Session, actor: Actor, ref: str, heir: Incubator, *, motive: str, now: datetime
) -> int:
    """Give what may come back there to `heir`; how many. The caller has the right to close it."""
    query = select(Irritant).where(_comes_back(ref)).order_by(Irritant.id).with_for_update()
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    for irritant in found:
        transferring.hand_over(session, irritant, heir)
        moving.record(
            session,
            actor,
            Act.INCUBATOR_CLOSE,
            irritant,
            "inherit",
            now=now,
            motive=motive,
            to=heir.ref,
        )
    return len(found)


def _waits(ref: str) -> ColumnElement[bool]:
    offered = exists().where(
        Transfer.irritant_id == Irritant.id,
        Transfer.state == TransferState.OFFERED,
        Transfer.to_ref == ref,
    )
    return or_(and_(Irritant.incubator_ref == ref, Irritant.state.in_(WAITING)), offered)


def _comes_back(ref: str) -> ColumnElement[bool]:
    return and_(Irritant.incubator_ref == ref, Irritant.state.in_(MAY_COME_BACK))
