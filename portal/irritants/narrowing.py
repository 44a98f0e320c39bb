"""A part of the triage queue, narrowed by what its address asks; and the walk inside it."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, false
from sqlalchemy.orm import Session

from portal.irritants import reckoning
from portal.irritants.desk_queries import labelled
from portal.irritants.models import Irritant, Suffering
from portal.irritants.queue import WALKED, first_of, queue
from portal.irritants.words import Age, IrritantState, QueueView as View, UserType
from portal.kernel.periods import end_of_paris_day, start_of_paris_day
from portal.people import queries as people
from portal.policy import Actor
from portal.search import queries as search

# Words of the address beside references.
NOBODY, ME = "personne", "moi"
NONE = "aucun"
_DAYS = {
    Age.UNDER_16: (0, 15),
    Age.UNDER_31: (16, 30),
    Age.UNDER_61: (31, 60),
    Age.OLDER: (61, None),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the queue; empty where it asks nothing."""

    view: View = View.DUE
    words: str = ""
    state: IrritantState | None = None
    age: Age | None = None
    user_type: UserType | None = None
    incubator_ref: str = ""
    officer: str = ""
    label_ref: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the part of the queue is asked."""
        return self != Asked(self.view)


def narrowed(session: Session, actor: Actor, asked: Asked, today: date) -> Select[tuple[Irritant]]:
    """What this person sees of the queue once narrowed, in its order."""
    return queue(actor, asked.view).where(*_conditions(session, actor, asked, today))


def neighbours(
    session: Session, actor: Actor, asked: Asked, irritant: Irritant, today: date
) -> tuple[str | None, str | None]:
    """References of the previous and of the next irritant of what is asked.

    One that has just left it, answered, still has its place between those that stay.
    """
    first = first_of(asked.view)
    walk = narrowed(session, actor, asked, today).options()
    walk = walk.with_only_columns(first, Irritant.id, Irritant.ref).limit(WALKED)
    rows = [tuple(row) for row in session.execute(walk)]
    refs = [ref for _first, _id, ref in rows]
    if irritant.ref in refs:
        before = refs.index(irritant.ref)
        after = before + 1
    else:
        before = after = _place(rows, getattr(irritant, first.key), irritant.id, asked.view)
    return refs[before - 1] if before else None, refs[after] if after < len(refs) else None


def _place(rows: list[tuple], key: date | None, number: int, view: View) -> int:
    """Where it would stand in the walk; at its head, when it has no day to stand at."""
    if key is None or view is View.ALL:
        return 0
    return bisect_left(rows, (key, number))


def of_age(age: Age, today: date) -> ColumnElement[bool]:
    """The condition that an irritant waits for so long, in days of Paris since its deposit."""
    if age is Age.LATE:
        return reckoning.past_due(today)
    least, most = _DAYS[age]
    old_enough = Irritant.submitted_at < end_of_paris_day(today - timedelta(days=least))
    if most is None:
        return old_enough
    return old_enough & (Irritant.submitted_at >= start_of_paris_day(today - timedelta(days=most)))


def _conditions(
    session: Session, actor: Actor, asked: Asked, today: date
) -> list[ColumnElement[bool]]:
    found = []
    if asked.state:
        found.append(Irritant.state == asked.state)
    if asked.age:
        found.append(of_age(asked.age, today))
    if asked.user_type:
        found.append(Irritant.suffering.any(Suffering.user_type == asked.user_type))
    if asked.incubator_ref:
        none = asked.incubator_ref == NONE
        found.append(Irritant.incubator_ref == (None if none else asked.incubator_ref))
    if asked.officer:
        found.append(_taken_by(session, actor, asked.officer))
    if asked.label_ref:
        found.append(labelled(actor, asked.label_ref))
    if asked.words:
        refs = search.gathered(session, "irritant", asked.words, newest_do=False)
        found += [] if refs is None else [Irritant.ref.in_(refs)]
    return found


def _taken_by(session: Session, actor: Actor, officer: str) -> ColumnElement[bool]:
    if officer == NOBODY:
        return Irritant.officer_id.is_(None)
    if officer == ME:
        return Irritant.officer_id == actor.person_id
    person_id = people.id_of(session, officer)
    return Irritant.officer_id == person_id if person_id else false()
