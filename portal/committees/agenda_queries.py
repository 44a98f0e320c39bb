"""Named reads of what changed on an agenda after its convening."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees.agenda_models import AgendaChange
from portal.committees.agenda_words import Change
from portal.committees.item_models import Item
from portal.committees.models import Sitting


def changes(session: Session, sitting: Sitting) -> list[AgendaChange]:
    """What entered and left after the convening, oldest first; nothing before it."""
    if sitting.convened_at is None:
        return []
    query = select(AgendaChange).where(AgendaChange.sitting_id == sitting.id)
    return list(session.scalars(query.order_by(AgendaChange.id)))


def taken_off(session: Session, sittings: Iterable[Sitting]) -> dict[int, set[int]]:
    """By item, those of these sittings from whose told agenda somebody took it off."""
    told = [one.id for one in sittings if one.convened_at is not None]
    found: dict[int, set[int]] = defaultdict(set)
    if told:
        query = select(AgendaChange.item_id, AgendaChange.sitting_id).where(
            AgendaChange.sitting_id.in_(told), AgendaChange.kind == Change.LEFT
        )
        for item_id, sitting_id in session.execute(query):
            found[item_id].add(sitting_id)
    return found


def was_taken_off(session: Session, sitting: Sitting, item: Item) -> bool:
    """Whether somebody took this point off this agenda once it was told."""
    query = select(AgendaChange.id).where(
        AgendaChange.sitting_id == sitting.id,
        AgendaChange.item_id == item.id,
        AgendaChange.kind == Change.LEFT,
    )
    return session.scalar(query.limit(1)) is not None
