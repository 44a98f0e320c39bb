"""For how long what is still open has waited, by incubator."""

from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.irritants.models import Irritant
from portal.irritants.narrowing import of_age
from portal.irritants.queue import condition
from portal.irritants.words import Age, QueueView as View
from portal.policy import Actor

Counts = dict[Age, int]


def by_house(session: Session, actor: Actor, today: date) -> dict[str | None, Counts]:
    """How many open irritants of each age, in each incubator that this person triages for.

    All of them for the programme; None: nobody was chosen yet. Each count is the length of the
    list that the triage gives for it.
    """
    sums = [func.sum(case((of_age(age, today), 1), else_=0)) for age in Age]
    query = select(Irritant.incubator_ref, *sums).where(condition(actor, View.OPEN))
    found = session.execute(query.group_by(Irritant.incubator_ref))
    return {ref: dict(zip(Age, counts, strict=True)) for ref, *counts in found}


def whole(houses: dict[str | None, Counts]) -> Counts:
    """The same for all of them together."""
    return {age: sum(counts[age] for counts in houses.values()) for age in Age}
