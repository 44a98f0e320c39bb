"""An irritant and those merged into it, read as one. Rows never move: the reference tells all."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    exists,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.irritants.coauthor_queries import telling
from portal.irritants.models import Follow, Irritant, Support

# How many merged irritants one page names.
MOST = 20


def of(numbers: Collection[int]) -> ColumnElement[bool]:
    """The irritants of these ids, and those merged into them."""
    return or_(Irritant.id.in_(numbers), Irritant.merged_into_id.in_(numbers))


def ids(numbers: Collection[int]) -> Select[tuple[int]]:
    """Their ids."""
    return select(Irritant.id).where(of(numbers))


def has(column: InstrumentedAttribute[int], irritant: Irritant) -> ColumnElement[bool]:
    """Whether this column points to the irritant, or to one merged into it."""
    return column.in_(ids([irritant.id]))


def is_head() -> ColumnElement[bool]:
    """Whether others are merged into the irritant of the query."""
    other = aliased(Irritant)
    return exists().where(other.merged_into_id == Irritant.id)


def gathered(session: Session, irritant: Irritant, most: int | None = MOST) -> list[Irritant]:
    """Those merged into it, the first merged first."""
    query = select(Irritant).where(Irritant.merged_into_id == irritant.id)
    query = query.options(joinedload(Irritant.author))
    return list(session.scalars(query.order_by(Irritant.merged_at, Irritant.id).limit(most)))


def gathers(session: Session, irritant: Irritant) -> bool:
    """Whether others are merged into it."""
    query = select(Irritant.id).where(Irritant.merged_into_id == irritant.id).limit(1)
    return session.scalar(query) is not None


def hold(session: Session, *numbers: int) -> None:
    """Lock these rows until the end, always in the same order, and read again what they say."""
    session.flush()
    query = select(Irritant).where(Irritant.id.in_(numbers)).order_by(Irritant.id)
    query = query.with_for_update(of=Irritant).execution_options(populate_existing=True)
    session.scalars(query).unique().all()


def hold_all(session: Session, irritant: Irritant) -> None:
    """Lock it with those merged into it, or with the one that it was merged into."""
    session.flush()
    held: set[int] = set()
    head = select(Irritant.merged_into_id).where(Irritant.id == irritant.id)
    while missing := set(_every(session, irritant.id, head)) - held:
        # Another may have joined while one waited for the lock.
        hold(session, *missing)
        held |= missing


def _every(session: Session, number: int, head: Select) -> list[int]:
    query = select(Irritant.id).where(or_(of([number]), Irritant.id.in_(head)))
    return list(session.scalars(query))


def supporters(number: int, author_id: int) -> Select[tuple[int]]:
    """The persons who meet it besides its author, each once.

    Those who said « moi aussi » there or on one merged into it, and the authors of these.
    """
    said = select(Support.person_id).where(Support.irritant_id.in_(ids([number])))
    told = select(Irritant.author_id).where(Irritant.merged_into_id == number)
    every = union(said, told).subquery()
    return select(every.c.person_id).where(
        every.c.person_id != author_id, every.c.person_id.not_in(telling([number]))
    )


def recount(session: Session, irritant: Irritant) -> None:
    """Count « moi aussi » again. It is no edit of the text, so the version stays."""
    every = supporters(irritant.id, irritant.author_id).subquery()
    counted = session.scalar(
        update(Irritant)
        .where(Irritant.id == irritant.id)
        .values(support_count=_number_of(every), version=Irritant.version)
        .returning(Irritant.support_count)
        .execution_options(synchronize_session=False)
    )
    set_committed_value(irritant, "support_count", counted)


def _number_of(every) -> ScalarSelect[int]:
    return select(func.count()).select_from(every).scalar_subquery()


def count_without(session: Session, head: Irritant, leaving: Irritant) -> int:
    """How many would meet it, had `leaving` never been merged into it."""
    kept = of([head.id]) & (Irritant.id != leaving.id)
    said = select(Support.person_id).where(Support.irritant_id.in_(select(Irritant.id).where(kept)))
    told = select(Irritant.author_id).where(kept)
    every = union(said, told).subquery()
    query = (
        select(func.count())
        .select_from(every)
        .where(every.c.person_id != head.author_id, every.c.person_id.not_in(telling([head.id])))
    )
    return session.scalar(query) or 0


def together(session: Session, one: Irritant, other: Irritant) -> tuple[int, int]:
    """Were `one` merged into `other`: who says it on both sides, and how many in all."""
    here = supporters(one.id, one.author_id)
    there = supporters(other.id, other.author_id)
    every = union(here, there, select(Irritant.author_id).where(Irritant.id == one.id)).subquery()
    distinct = (
        select(func.count())
        .select_from(every)
        .where(every.c[0] != other.author_id, every.c[0].not_in(telling([other.id])))
    )
    twice = here.intersect(there).subquery()
    both = select(func.count()).select_from(twice)
    return session.scalar(both) or 0, session.scalar(distinct) or 0


def follower_count(session: Session, irritant: Irritant) -> int:
    """How many follow it, or one merged into it."""
    query = select(func.count(Follow.person_id.distinct()))
    return session.scalar(query.where(has(Follow.irritant_id, irritant))) or 0


def earliest_due(session: Session, head: Irritant) -> date | None:
    """The first of the promises made to those merged into it that it took over."""
    query = select(func.min(Irritant.answer_due_on)).where(
        Irritant.merged_into_id == head.id, Irritant.answer_due_on >= head.answer_due_on
    )
    return session.scalar(query)
