"""Named reads of organisations and incubators."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.kernel.errors import Missing
from portal.organisations import rules
from portal.organisations.models import Incubator, Organisation
from portal.organisations.words import HouseState, OrganisationOrder


def organisation(session: Session, ref: str) -> Organisation:
    """The organisation, or Missing."""
    return _one(session, select(Organisation).where(Organisation.ref == ref))


def incubator(session: Session, ref: str) -> Incubator:
    """The incubator, or Missing."""
    query = select(Incubator).where(Incubator.ref == ref)
    return _one(session, query.options(joinedload(Incubator.owner)))


def by_ref(session: Session, ref: str) -> Organisation | Incubator:
    """The incubator or organisation that bears this reference, or Missing."""
    return incubator(session, ref) if ref.startswith("inc-") else organisation(session, ref)


def incubators(session: Session, *, hidden: bool = False, closed: bool = False) -> list[Incubator]:
    """Every incubator by title; the hidden ones, and the closed ones, only if asked."""
    query = select(Incubator).order_by(Incubator.title, Incubator.id)
    query = query if hidden else query.where(Incubator.hidden.is_(False))
    return list(session.scalars(query if closed else query.where(Incubator.closed_on.is_(None))))


def receiving(session: Session, ref: str, field: str | None = None) -> Incubator:
    """An incubator that is open, and stays so until the end of the transaction.

    Raises Missing, or Refused beside `field` for one that is closed.
    """
    query = select(Incubator).where(Incubator.ref == ref).with_for_update(read=True)
    found = _one(session, query.execution_options(populate_existing=True))
    rules.check_receives(is_closed=found.is_closed, field=field)
    return found


def is_open(session: Session, ref: str) -> bool:
    """Whether it receives, and goes on so until the end of the transaction."""
    query = select(Incubator.closed_on).where(Incubator.ref == ref).with_for_update(read=True)
    return session.scalars(query).one() is None


def lock(session: Session, thing: Incubator | Organisation) -> None:
    """Hold it until the end of the transaction, and read it as it now stands."""
    kind = type(thing)
    query = select(kind).where(kind.id == thing.id).with_for_update(of=kind)
    session.scalars(query.execution_options(populate_existing=True)).one()


def is_named(session: Session, name: InstrumentedAttribute[str], wanted: str, but: str) -> bool:
    """Whether another than `but` bears this name, whatever its case."""
    owner = name.class_
    same = or_(name == wanted, func.lower(name) == wanted.lower())
    query = select(owner.id).where(same, owner.ref != but).limit(1)
    return session.scalars(query).first() is not None


def houses(words: str, state: HouseState) -> Select[tuple[Incubator]]:
    """Incubators whose name, or their owner's, contains the words, by title."""
    query = select(Incubator).options(joinedload(Incubator.owner))
    if state is not HouseState.ALL:
        is_open = Incubator.closed_on.is_(None)
        query = query.where(is_open if state is HouseState.OPEN else ~is_open)
    if words:
        owners = select(Organisation.ref).where(_holds(words, Organisation.name))
        query = query.where(or_(_holds(words, Incubator.title), Incubator.owner_ref.in_(owners)))
    return query.order_by(func.lower(Incubator.title), Incubator.id)


def bodies(words: str, order: OrganisationOrder) -> Select[tuple[Organisation]]:
    """Organisations whose name, acronym or ministry contains the words, in this order."""
    query = select(Organisation)
    if words:
        told = (Organisation.name, Organisation.acronym, Organisation.ministry)
        query = query.where(or_(*(_holds(words, column) for column in told)))
    by_name = (func.lower(Organisation.name), Organisation.id)
    first = {
        OrganisationOrder.KIND: Organisation.kind,
        OrganisationOrder.MINISTRY: Organisation.ministry,
    }
    return query.order_by(*([first[order]] if order in first else []), *by_name)


def body_choices(session: Session) -> list[tuple[str, str]]:
    """Reference and name of every organisation that has one, by name: to choose from."""
    query = select(Organisation.ref, Organisation.name).where(Organisation.name != rules.UNNAMED)
    found = session.execute(query.order_by(func.lower(Organisation.name), Organisation.id))
    return [(ref, name) for ref, name in found]


def owned_counts(session: Session, refs: list[str]) -> dict[str, int]:
    """How many open incubators each of these organisations carries."""
    query = select(Incubator.owner_ref, func.count()).where(
        Incubator.owner_ref.in_(refs), Incubator.closed_on.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Incubator.owner_ref))}


def _holds(words: str, column: InstrumentedAttribute[str]):
    return func.lower(column).contains(words.lower(), autoescape=True)


def choices(session: Session) -> list[tuple[str, str]]:
    """Reference and title of every incubator that is not hidden, by title: to choose from."""
    query = select(Incubator.ref, Incubator.title).where(Incubator.hidden.is_(False))
    found = session.execute(query.order_by(Incubator.title, Incubator.id))
    return [(ref, title) for ref, title in found]


def incubators_of(session: Session, refs: set[str]) -> dict[str, Incubator]:
    """Incubators by reference, in one query."""
    found = session.scalars(select(Incubator).where(Incubator.ref.in_(refs))) if refs else ()
    return {one.ref: one for one in found}


def organisations_of(session: Session, refs: set[str]) -> dict[str, Organisation]:
    """Organisations by reference, in one query."""
    found = session.scalars(select(Organisation).where(Organisation.ref.in_(refs))) if refs else ()
    return {one.ref: one for one in found}


def owned_by(session: Session, organisation: Organisation) -> list[Incubator]:
    """The incubators of this organisation."""
    query = select(Incubator).where(Incubator.owner_ref == organisation.ref)
    return list(session.scalars(query.order_by(Incubator.title, Incubator.id)))


def _one(session: Session, query: Select):
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found
