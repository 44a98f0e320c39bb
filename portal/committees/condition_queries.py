"""Named reads of what was handed in for conditions."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.committees.condition_models import ConditionProof
from portal.committees.decision_models import Condition
from portal.committees.item_models import Item
from portal.committees.models import Committee
from portal.committees.words import ConditionState


def proofs(session: Session, condition: Condition) -> list[ConditionProof]:
    """All that was handed in for it, the last first."""
    query = select(ConditionProof).where(ConditionProof.condition_id == condition.id)
    query = query.options(joinedload(ConditionProof.by)).order_by(ConditionProof.id.desc())
    return list(session.scalars(query))


def owned_by(person_id: int | None) -> Select[tuple[Condition]]:
    """What this person still has to see to: what waits for the other side is not theirs to do."""
    return _binding().where(Condition.owner_id == person_id, Condition.handed_at.is_(None))


def to_read(
    committees: frozenset[str], incubators: frozenset[str]
) -> Select[tuple[Condition, Item]]:
    """What was handed in to these committees, or to those of these incubators."""
    where = or_(Committee.ref.in_(committees), Committee.incubator_ref.in_(incubators))
    return (
        _binding()
        .add_columns(Item)
        .join(Item, Condition.item_id == Item.id)
        .join(Committee, Item.committee_id == Committee.id)
        .where(Condition.handed_at.is_not(None), where)
    )


def _binding() -> Select[tuple[Condition]]:
    return (
        select(Condition)
        .where(Condition.state == ConditionState.OPEN, Condition.decision_ref.is_not(None))
        .order_by(Condition.due_on, Condition.id)
    )
