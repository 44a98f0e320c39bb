"""Named reads about people and mandates."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.errors import Missing
from portal.people import rules
from portal.people.models import Mandate, Person, WebSession
from portal.policy import Actor, Held, Role


def by_ref(session: Session, ref: str) -> Person:
    """The person, or Missing."""
    found = session.scalars(
        select(Person).where(Person.ref == ref).options(selectinload(Person.mandates))
    ).first()
    if found is None:
        raise Missing
    return found


def id_of(session: Session, ref: str) -> int | None:
    """The number of the person with this reference, if there is one."""
    return session.scalar(select(Person.id).where(Person.ref == ref))


def by_email(session: Session, email: str) -> Person | None:
    """The person with this address, whatever its case."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).first()


def named(session: Session, person_ids: set[int]) -> dict[int, Person]:
    """People by id, in one query."""
    if not person_ids:
        return {}
    return {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(person_ids)))}


def names_by_ref(session: Session, refs: set[str]) -> dict[str, str]:
    """Names by reference, in one query."""
    if not refs:
        return {}
    rows = session.execute(select(Person.ref, Person.name).where(Person.ref.in_(refs)))
    return {row.ref: row.name for row in rows}


def in_force(today: date) -> ColumnElement[bool]:
    """The condition that a mandate counts on this day (the same as `rules.in_force`)."""
    return and_(Mandate.starts_on <= today, or_(Mandate.ends_on.is_(None), Mandate.ends_on > today))


def mandates_on(session: Session, scope: str, today: date, *roles: Role) -> list[Mandate]:
    """Mandates in force on this thing, of these roles (all if none is named)."""
    query = (
        select(Mandate)
        .where(Mandate.scope_ref == scope, in_force(today))
        .options(joinedload(Mandate.person))
        .order_by(Mandate.id)
    )
    if roles:
        query = query.where(Mandate.role.in_(roles))
    return list(session.scalars(query))


def standing_for(session: Session, mandate: Mandate) -> list[Mandate]:
    """The mandates that stand for this one, past ones included."""
    query = select(Mandate).where(Mandate.stands_for_id == mandate.id).order_by(Mandate.id)
    return list(session.scalars(query.options(joinedload(Mandate.person))))


def holders(session: Session, scope: str | None, today: date, *roles: Role) -> list[Person]:
    """People with one of these roles on this thing (or on none), each once, active ones only."""
    where = Mandate.scope_ref == scope if scope else Mandate.scope_ref.is_(None)
    query = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(where, Mandate.role.in_(roles), in_force(today), Person.deactivated_at.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    return list(session.scalars(query))


def holders_by(
    session: Session, scopes: Iterable[str], today: date, *roles: Role
) -> dict[tuple[Role, str | None], list[Person]]:
    """The holders of many things at once, and of none, by role and thing."""
    within = or_(Mandate.scope_ref.in_(set(scopes)), Mandate.scope_ref.is_(None))
    query = (
        select(Mandate.role, Mandate.scope_ref, Person)
        .join(Person, Mandate.person_id == Person.id)
        .where(within, Mandate.role.in_(roles), in_force(today), Person.deactivated_at.is_(None))
        .order_by(Person.id)
    )
    found: dict[tuple[Role, str | None], list[Person]] = {}
    for role, scope, person in session.execute(query):
        found.setdefault((role, scope), []).append(person)
    return found


def holders_on(
    session: Session, scopes: Iterable[str] | None, today: date, *roles: Role
) -> list[Person]:
    """The same on any of these things (on anything at all: None), by name."""
    within = () if scopes is None else (Mandate.scope_ref.in_(scopes),)
    query = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(*within, Mandate.role.in_(roles), in_force(today), Person.deactivated_at.is_(None))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(query))


def actor_of(person: Person, today: date) -> Actor:
    """The person as policy sees them today."""
    held = tuple(
        Held(m.role, m.scope_ref, m.voting)
        for m in person.mandates
        if rules.in_force(m.starts_on, m.ends_on, today)
    )
    return Actor(person.id, person.name, person.kind, held, person.ref)


def live_session(session: Session, token_hash: str, now: datetime) -> WebSession | None:
    """The session behind a token, unless it ended or its person left."""
    query = (
        select(WebSession)
        .join(Person)
        .where(
            WebSession.token_hash == token_hash,
            WebSession.revoked_at.is_(None),
            WebSession.expires_at > now,
            Person.deactivated_at.is_(None),
        )
        .options(joinedload(WebSession.person).joinedload(Person.mandates))
    )
    return session.scalars(query).unique().first()


def sessions_of(session: Session, person_id: int, now: datetime) -> list[WebSession]:
    """The live sessions of a person, newest first."""
    query = select(WebSession).where(
        WebSession.person_id == person_id,
        WebSession.revoked_at.is_(None),
        WebSession.expires_at > now,
    )
    return list(session.scalars(query.order_by(WebSession.id.desc())))


def any_person(session: Session) -> Person | None:
    """The account opened first, if there is one."""
    return session.scalars(select(Person).order_by(Person.id).limit(1)).first()


def mandates_to_end(session: Session, person: Person, today: date) -> list[Mandate]:
    """Roles in force or to come which a departure ends: those that the account's nature gives stay."""
    query = select(Mandate).where(
        Mandate.person_id == person.id,
        Mandate.role.not_in(rules.EXCLUSIVE),
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > today),
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > Mandate.starts_on),
    )
    return list(session.scalars(query.order_by(Mandate.id)))


def everyone(words: str = "") -> Select[tuple[Person]]:
    """People by name, whose name or address contains the words."""
    query = select(Person).options(selectinload(Person.mandates)).order_by(Person.name, Person.id)
    if words:
        like = f"%{words.lower()}%"
        query = query.where(or_(func.lower(Person.name).like(like), Person.email.like(like)))
    return query
