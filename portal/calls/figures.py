"""What marks come to: the ranking of a call, and the spread upon one entry."""

from dataclasses import dataclass

from portal.calls.entry_models import Assessment, Entry
from portal.calls.rules import Spread
from portal.calls.words import Criterion, Part, Verdict
from portal.irritants.names import author_name
from portal.policy import Actor, writes


@dataclass(frozen=True)
class Figures:
    """What the readers of one entry said, in one round; those who stood aside are left out."""

    count: int
    overall: Spread
    lines: dict[Criterion, Spread]
    ticks: dict[Verdict, int]

    @property
    def order(self) -> tuple[float, int]:
        """The greater, the higher in the ranking: the mean of the grid, then what was ticked."""
        return self.overall.mean or -1.0, self.ticks[Verdict.KEEP] - self.ticks[Verdict.DROP]


@dataclass(frozen=True)
class Row:
    """An entry in a list, as this reader may see it."""

    entry: Entry
    author: str
    figures: Figures
    mine: Assessment | None = None
    is_own: bool = False
    is_hidden: bool = False


def counted(entry: Entry, part: Part) -> list[Assessment]:
    """The opinions that count in this round, by the name of who gave them."""
    found = [one for one in entry.reviews if one.part is part and not one.recused]
    return sorted(found, key=lambda one: (one.person.name, one.id))


def of(entry: Entry, part: Part) -> Figures:
    """What its readers said in this round."""
    reviews = counted(entry, part)
    means = tuple(round(one.mean, 1) for one in reviews if one.mean is not None)
    ticks = [one.verdict for one in reviews]
    return Figures(
        count=len(reviews),
        overall=Spread(means),
        lines={each: _line(reviews, each) for each in Criterion},
        ticks={word: ticks.count(word) for word in Verdict},
    )


def _line(reviews: list[Assessment], criterion: Criterion) -> Spread:
    marks = [one.mark(criterion) for one in reviews]
    return Spread(tuple(float(mark) for mark in marks if mark is not None))


def rows(actor: Actor, entries: list[Entry], part: Part, *, may_rank: bool) -> list[Row]:
    """A line for each entry. The marks of others are hidden from a reader who still has to give
    theirs, and from whoever stood aside or told the irritant.
    """
    return [_row(actor, entry, part, may_rank=may_rank) for entry in entries]


def _row(actor: Actor, entry: Entry, part: Part, *, may_rank: bool) -> Row:
    mine = entry.review_of(actor.person_id, part)
    is_own = writes(actor, entry)
    return Row(
        entry=entry,
        author=author_name(actor, entry.irritant),
        figures=of(entry, part),
        mine=mine,
        is_own=is_own,
        is_hidden=not may_see(actor, entry, part, mine, may_rank=may_rank),
    )


def may_see(
    actor: Actor, entry: Entry, part: Part, mine: Assessment | None, *, may_rank: bool
) -> bool:
    """Whether this person may read what the others thought."""
    if writes(actor, entry) or (mine is not None and mine.recused):
        return False
    is_reader = actor.person_id in entry.call.ids_of(part)
    # The pre-jury has said its word once the short list is fixed.
    is_over = part is Part.PREJURY and entry.call.shortlisted_at is not None
    return mine is not None or is_over or (may_rank and not is_reader)


def ranked(found: list[Row]) -> list[Row]:
    """Best first; what is hidden from this reader gives no place and stands last, by deposit."""
    seen = [row for row in found if not row.is_hidden]
    seen.sort(key=lambda row: (-row.figures.order[0], -row.figures.order[1], row.entry.id))
    hidden = [row for row in found if row.is_hidden]
    return seen + hidden
