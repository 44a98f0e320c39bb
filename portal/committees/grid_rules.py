"""When a grid is filled in, and how marks are spread. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.committees.grid_words import MOST, GridLine
from portal.committees.words import ItemState
from portal.kernel.errors import Refused


@dataclass(frozen=True)
class Spread:
    """How many members gave each mark, from one to five."""

    counts: tuple[int, ...]

    @property
    def marks(self) -> list[int]:
        """Each mark as many times as it was given, the lowest first."""
        return [mark for mark, count in enumerate(self.counts, 1) for _ in range(count)]


def check_fill(state: str, marks: Mapping[str, int | None]) -> None:
    """Raise Refused once the vote has opened, or if nothing is marked."""
    if state != ItemState.LISTED:
        raise Refused(_("La grille se remplit avant l’ouverture du vote."))
    if not any(marks.values()):
        raise Refused(_("Notez une ligne au moins."))


def spread(grids: Iterable[Mapping[str, int]]) -> dict[GridLine, Spread]:
    """How the marks are spread, line by line; a line left empty counts for nobody."""
    every = list(grids)
    return {
        line: Spread(
            tuple(sum(one.get(line) == mark for one in every) for mark in range(1, MOST + 1))
        )
        for line in GridLine
    }
