"""Named reads of irritants. What an actor sees is said once in SQL: `visible_to`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SelectBase,
    and_,
    exists,
    false,
    inspect,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, joinedload, load_only, selectinload, with_expression

from portal.irritants import family
from portal.irritants.coauthor_queries import telling, written_by
from portal.irritants.models import Follow, Irritant, Suffering, Support, Transfer
from portal.irritants.words import (
    IrritantState,
    Sorting,
    TransferState,
    UserType,
)
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act, Actor, Kind, Role, may
from portal.search import queries as search

# What a line of a list shows; the long texts stay in the database.
LISTED = (
    Irritant.ref,
    Irritant.title,
    Irritant.state,
    Irritant.version,
    Irritant.support_count,
    Irritant.submitted_at,
    Irritant.answer_due_on,
    Irritant.author_id,
)


@dataclass(frozen=True)
class Wanted:
    """What a list was asked for."""

    words: str = ""
    state: IrritantState | None = None
    user_type: UserType | None = None
    incubator_ref: str = ""
    mine: bool = False
    sorting: Sorting = Sorting.NEWEST


def by_ref(session: Session, ref: str) -> Irritant:
    """The irritant with all that its page shows, or Missing."""
    query = select(Irritant).where(Irritant.ref == ref)
    found = session.scalars(
        query.options(
            joinedload(Irritant.author),
            joinedload(Irritant.officer),
            joinedload(Irritant.incubator),
            joinedload(Irritant.suffering),
            joinedload(Irritant.transfers),
            joinedload(Irritant.coauthors),
            with_expression(Irritant.is_head, family.is_head()),
        )
    )
    irritant = found.unique().first()
    if irritant is None:
        raise Missing
    return irritant


def held(session: Session, ref: str) -> Irritant:
    """The irritant as it now stands, its row held until the end of the transaction, or Missing."""
    query = (
        select(Irritant)
        .where(Irritant.ref == ref)
        .options(
            joinedload(Irritant.author),
            joinedload(Irritant.incubator),
            joinedload(Irritant.suffering),
            joinedload(Irritant.coauthors),
        )
        .with_for_update(of=Irritant)
        .execution_options(populate_existing=True)
    )
    irritant = session.scalars(query).unique().first()
    if irritant is None:
        raise Missing
    return irritant


def lock(session: Session, irritant: Irritant) -> None:
    """Hold the row until the end of the transaction, and read again what it says."""
    session.flush()
    query = (
        select(Irritant)
        # Known without asking, even when what was read before is to be read again.
        .where(Irritant.id == inspect(irritant).identity[0])
        .with_for_update(of=Irritant)
        .execution_options(populate_existing=True)
    )
    session.scalars(query).one()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The irritants that this actor reads; `policy.reads_irritant`, in SQL."""
    is_mine = written_by(actor) if actor.is_agent else false()
    inside = actor.is_agent or actor.kind is Kind.AUDITOR
    open_to_agents = or_(Irritant.confidential.is_(False), is_mine, _in_confidence(actor))
    submitted = Irritant.state != IrritantState.DRAFT
    return or_(
        and_(Irritant.state == IrritantState.DRAFT, is_mine),
        and_(
            submitted,
            or_(Irritant.published_at.is_not(None), open_to_agents if inside else false()),
        ),
    )


def _in_confidence(actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.PROGRAMME) or actor.kind is Kind.AUDITOR:
        return true()
    refs = actor.scopes(Role.DIRECTOR, Role.OFFICER)
    if not refs:
        return false()
    concerned = and_(
        Transfer.irritant_id == Irritant.id,
        or_(
            and_(Transfer.state == TransferState.OFFERED, Transfer.to_ref.in_(refs)),
            and_(Transfer.state == TransferState.ACCEPTED, Transfer.from_ref.in_(refs)),
        ),
    )
    return or_(Irritant.incubator_ref.in_(refs), exists().where(concerned))


def listing(session: Session, actor: Actor, wanted: Wanted) -> Select[tuple[Irritant]]:
    """Deposited irritants that this actor reads and asked for, in the order asked for."""
    query = (
        select(Irritant)
        .where(Irritant.state != IrritantState.DRAFT, visible_to(actor))
        .options(load_only(*LISTED), selectinload(Irritant.suffering))
    )
    for condition in _conditions(session, actor, wanted):
        query = query.where(condition)
    return query.order_by(*_order(wanted.sorting))


def _conditions(session: Session, actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.state:
        found.append(Irritant.state == wanted.state)
    if wanted.user_type:
        found.append(Irritant.suffering.any(Suffering.user_type == wanted.user_type))
    if wanted.incubator_ref:
        found.append(Irritant.incubator_ref == wanted.incubator_ref)
    if wanted.mine and actor.signed_in:
        found.append(concerns(actor))
    if wanted.words:
        # Any other filter or order may want an old match: the newest alone would not do.
        newest_do = not found and wanted.sorting is Sorting.NEWEST
        refs = search.gathered(session, "irritant", wanted.words, newest_do=newest_do)
        found += [] if refs is None else [Irritant.ref.in_(refs)]
    return found


def concerns(actor: Actor) -> ColumnElement[bool]:
    """Told by this person, or to which they said « moi aussi »."""
    supported = and_(Support.irritant_id == Irritant.id, Support.person_id == actor.person_id)
    return or_(written_by(actor), exists().where(supported))


def _order(sorting: Sorting) -> tuple:
    if sorting is Sorting.SUPPORTED:
        return Irritant.support_count.desc(), Irritant.id.desc()
    if sorting is Sorting.OLDEST:
        return Irritant.submitted_at, Irritant.id
    return Irritant.submitted_at.desc(), Irritant.id.desc()


def drafts_of(session: Session, actor: Actor) -> list[Irritant]:
    """The drafts that this person writes, alone or together, the last touched first."""
    query = select(Irritant).where(written_by(actor), Irritant.state == IrritantState.DRAFT)
    return list(session.scalars(query.order_by(Irritant.edited_at.desc(), Irritant.id.desc())))


def draft_by_key(session: Session, actor: Actor, key: str) -> Irritant | None:
    """The irritant that this person writes under this key, whatever became of it."""
    query = select(Irritant).where(written_by(actor), Irritant.draft_key == key)
    own_first = (Irritant.author_id == actor.person_id).desc()
    return session.scalars(query.order_by(own_first, Irritant.id)).first()


def support_of(session: Session, irritant: Irritant, actor: Actor) -> Support | None:
    """This person's « moi aussi », if they said it."""
    query = select(Support).where(
        Support.irritant_id == irritant.id, Support.person_id == actor.person_id
    )
    return session.scalars(query).first()


def audience(session: Session, irritants: list[Irritant], today: date) -> list[Person]:
    """The authors, those who said « moi aussi » and those who follow, each once.

    With those of the irritants merged in. Of a confidential one, only whoever may read it that day.
    """
    found = _concerned(session, [one.id for one in irritants if not one.confidential])
    for one in irritants:
        if one.confidential:
            found += _readers(session, _concerned_ids([one.id]), one, today)
    each = {person.id: person for person in found}
    return [each[person_id] for person_id in sorted(each)]


def followers(session: Session, irritant: Irritant, today: date) -> list[Person]:
    """Those who follow it and may read it that day."""
    if not irritant.confidential:
        return _active(session, _following([irritant.id]))
    return _readers(session, _following([irritant.id]), irritant, today)


def is_followed(session: Session, irritant: Irritant, actor: Actor) -> bool:
    """Whether this person follows it."""
    query = select(Follow.id).where(
        family.has(Follow.irritant_id, irritant), Follow.person_id == actor.person_id
    )
    return session.scalar(query.limit(1)) is not None


def followed(actor: Actor) -> Select[tuple[Irritant]]:
    """What this person follows and may read, the last followed first."""
    return (
        select(Irritant)
        .join(Follow, Follow.irritant_id == Irritant.id)
        .where(
            Follow.person_id == actor.person_id,
            Irritant.state != IrritantState.DRAFT,
            visible_to(actor),
        )
        .options(joinedload(Irritant.incubator), selectinload(Irritant.suffering))
        .order_by(Follow.id.desc())
    )


def _concerned(session: Session, ids: list[int]) -> list[Person]:
    return _active(session, _concerned_ids(ids)) if ids else []


def _concerned_ids(ids: list[int]) -> CompoundSelect:
    every = family.ids(ids)
    supporters = select(Support.person_id).where(Support.irritant_id.in_(every))
    authors = select(Irritant.author_id).where(family.of(ids))
    return union(supporters, authors, telling(every), _following(ids))


def _following(ids: list[int]) -> Select[tuple[int]]:
    return select(Follow.person_id).where(Follow.irritant_id.in_(family.ids(ids)))


def _active(session: Session, person_ids: SelectBase, *options) -> list[Person]:
    query = select(Person).where(Person.id.in_(person_ids), Person.deactivated_at.is_(None))
    return list(session.scalars(query.options(*options).order_by(Person.id)))


def _readers(
    session: Session, person_ids: SelectBase, irritant: Irritant, today: date
) -> list[Person]:
    return [
        person
        for person in _active(session, person_ids, selectinload(Person.mandates))
        if may(people.actor_of(person, today), Act.IRRITANT_VIEW, irritant)
    ]


def of_refs(session: Session, refs: list[str]) -> list[Irritant]:
    """Irritants by reference, in the order of their deposit."""
    query = select(Irritant).where(Irritant.ref.in_(refs)).options(joinedload(Irritant.author))
    return list(session.scalars(query.order_by(Irritant.submitted_at, Irritant.id)))
