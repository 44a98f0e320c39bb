"""Named reads of organisations and incubators."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.kernel.errors import Missing
from portal.organisations.models import Incubator, Organisation


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


def incubators(session: Session, *, hidden: bool = False) -> list[Incubator]:
    """Every incubator by title, the hidden ones only if asked."""
    query = select(Incubator).order_by(Incubator.title, Incubator.id)
    return list(session.scalars(query if hidden else query.where(Incubator.hidden.is_(False))))


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
