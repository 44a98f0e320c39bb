"""Named reads of organisations and incubators."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.kernel.errors import Missing
from portal.organisations.models import Incubator, Organisation
from portal.search import queries as search


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


def incubators_of(session: Session, refs: set[str]) -> dict[str, Incubator]:
    """Incubators by reference, in one query."""
    found = session.scalars(select(Incubator).where(Incubator.ref.in_(refs))) if refs else ()
    return {one.ref: one for one in found}


def organisations(session: Session, words: str = "") -> Select[tuple[Organisation]]:
    """Organisations by name, those that bear the words if any are given."""
    query = select(Organisation).order_by(Organisation.name, Organisation.id)
    refs = search.matching(session, "organisation", words) if words else None
    return query if refs is None else query.where(Organisation.ref.in_(refs))


def named_like(session: Session, name: str) -> Organisation | None:
    """The organisation of this name or acronym, whatever follows; None if there is none."""
    query = select(Organisation).where(or_(Organisation.name == name, Organisation.acronym == name))
    return session.scalars(query.order_by(Organisation.id)).first()


def _one(session: Session, query: Select):
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found
