"""Tying the irritants that tell the same problem, a few at a time, as texts come and change."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select, true
from sqlalchemy.orm import Session

from portal.db.inserting import insert_or_update
from portal.irritants import alike
from portal.irritants.models import Irritant
from portal.irritants.tie_models import Compared, Tie
from portal.irritants.words import OPEN_STATES, IrritantState as State
from portal.search.likeness import likeness
from portal.search.reading import read

LIVE = (*sorted(OPEN_STATES), State.SELECTED)
"""What an investigation may still take up."""
TIED_FROM = 65
AT_ONCE = 10


def compare_some(session: Session, *, now: datetime, most: int = AT_ONCE) -> int:
    """Compare the irritants that are new or changed with the others. Returns how many were."""
    waiting = list(session.scalars(_waiting().limit(most)))
    for irritant in waiting:
        _tie(session, irritant)
        row = {"irritant_id": irritant.id, "at": max(now, irritant.edited_at)}
        session.execute(insert_or_update(session, Compared, ("irritant_id",), row))
    return len(waiting)


def _waiting():
    done = exists().where(Compared.irritant_id == Irritant.id, Compared.at >= Irritant.edited_at)
    query = select(Irritant).where(Irritant.state.in_(LIVE), ~done)
    return query.order_by(Irritant.submitted_at.desc(), Irritant.id.desc())


def _tie(session: Session, irritant: Irritant) -> None:
    ends = or_(Tie.first_id == irritant.id, Tie.second_id == irritant.id)
    session.execute(delete(Tie).where(ends))
    reading = read(irritant.title, irritant.problem)
    # Confidential ones are compared too: whoever reads the ties sees only what they may.
    for other in alike.near(session, reading, true(), irritant.ref):
        percent = round(100 * likeness(reading, read(other.title, other.problem)))
        if percent >= TIED_FROM:
            first, second = sorted((irritant.id, other.id))
            session.add(Tie(first_id=first, second_id=second, percent=percent))
    session.flush()
