"""Named reads of « moi aussi »: what is counted, by whom, where; nobody is named."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from portal.irritants import family
from portal.irritants.models import Irritant, Support
from portal.irritants.words import Figure
from portal.kernel.territories import territory_name
from portal.policy import Actor

_COLUMNS = {Figure.PEOPLE: Support.people, Figure.HOURS: Support.hours}


@dataclass(frozen=True)
class Told:
    """What a list of « moi aussi » was asked for; empty parts ask for nothing."""

    territory: str = ""
    administration: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class Tally:
    """What those who say « moi aussi » tell together; each person counts once.

    `figures` gives, by figure, its sum and how many persons told it.
    """

    figures: dict[Figure, tuple[int, int]] = field(default_factory=dict)
    administrations: list[tuple[str, int]] = field(default_factory=list)
    territories: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.administrations or self.territories)


def tally(session: Session, irritant: Irritant) -> Tally:
    """All that is counted of an irritant and of those merged into it, in one query."""
    query = select(
        Support.administration,
        Support.territory,
        func.count(Support.id),
        *(measure(column) for column in _COLUMNS.values() for measure in (func.sum, func.count)),
    )
    query = query.where(_once(irritant))
    rows = session.execute(query.group_by(Support.administration, Support.territory)).all()
    places = _counted((row[1], row[2]) for row in rows)
    return Tally(
        figures=_figures(rows),
        administrations=_counted((row[0], row[2]) for row in rows),
        territories=[(code, territory_name(code), count) for code, count in places],
    )


def _figures(rows: Iterable) -> dict[Figure, tuple[int, int]]:
    found = {}
    for place, figure in enumerate(_COLUMNS):
        at = 3 + 2 * place
        total, persons = sum(int(row[at] or 0) for row in rows), sum(row[at + 1] for row in rows)
        if total:
            found[figure] = (total, persons)
    return found


def _counted(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for name, count in pairs:
        found[name] += count
    return sorted(((n, c) for n, c in found.items() if n), key=lambda one: (-one[1], one[0]))


def saying(irritant: Irritant, told: Told) -> Select[tuple[Support]]:
    """« Moi aussi » of an irritant that answer what is asked, newest first, each person once."""
    query = select(Support).where(_once(irritant))
    for condition in _conditions(told):
        query = query.where(condition)
    return query.order_by(Support.id.desc())


def _conditions(told: Told) -> list[ColumnElement[bool]]:
    found = []
    if told.territory:
        found.append(Support.territory == told.territory)
    if told.administration:
        found.append(Support.administration == told.administration)
    if told.figure:
        found.append(_COLUMNS[told.figure] > 0)
    return found


def _once(irritant: Irritant) -> ColumnElement[bool]:
    """One line for each person who says it: there, or else on one merged into it."""
    first = case((Support.irritant_id == irritant.id, 0), else_=1)
    rank = func.row_number().over(partition_by=Support.person_id, order_by=(first, Support.id))
    ranked = select(Support.id, rank.label("rank")).where(
        family.has(Support.irritant_id, irritant), Support.person_id != irritant.author_id
    )
    lines = ranked.subquery()
    return Support.id.in_(select(lines.c.id).where(lines.c.rank == 1))


def contexts(session: Session, irritant: Irritant, most: int = 20) -> list[Support]:
    """The lines of context left beside « moi aussi », there and on those merged in, newest first."""
    query = select(Support).where(family.has(Support.irritant_id, irritant), Support.context != "")
    return list(session.scalars(query.order_by(Support.id.desc()).limit(most)))


def said(
    session: Session, irritant: Irritant, actor: Actor, most: int = 20
) -> tuple[Support | None, list[Support]]:
    """This person's « moi aussi », there or on one merged in, and the lines left, newest first."""
    is_mine = Support.person_id == actor.person_id
    query = select(Support).where(
        family.has(Support.irritant_id, irritant), or_(Support.context != "", is_mine)
    )
    query = query.order_by(is_mine.desc(), Support.id.desc()).limit(most + family.MOST)
    found = sorted(session.scalars(query), key=lambda one: -one.id)
    mine = [one for one in found if one.person_id == actor.person_id]
    mine.sort(key=lambda one: one.irritant_id != irritant.id)
    return next(iter(mine), None), [one for one in found if one.context][:most]
