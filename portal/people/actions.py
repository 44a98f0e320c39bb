"""Verbs about people: accounts, mandates."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import and_, not_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Forbidden, Refused, Stale
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.people import passwords, queries, rules
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Kind, Role


def create_person(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    now: datetime,
    kind: Kind = Kind.AGENT,
    unit: str = "",
    password: str = "",
) -> Person:
    """Open an account. Raises Refused if the address has one already."""
    if actor.kind is not Kind.SYSTEM:
        policy.require(actor, Act.USER_MANAGE)
    person = Person(
        ref=new_ref("per"),
        email=email.strip().lower(),
        name=name,
        kind=kind,
        unit=unit,
        password_hash=passwords.hashed(password) if password else "",
        made_at=now,
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        raise Refused(_("Cette adresse a déjà un compte."), field="email") from None
    journal.record(session, actor, Act.USER_MANAGE, person, now=now, after={"kind": kind})
    return person


def appoint(
    session: Session,
    actor: Actor,
    person: Person,
    role: Role,
    scope: str | None,
    *,
    now: datetime,
    starts_on: date,
    ends_on: date | None = None,
    quality: str = "",
    voting: bool = True,
    act: Act = Act.MANDATE_GRANT,
    thing: object = None,
    stands_for: Mandate | None = None,
    motive: str = "",
) -> Mandate:
    """Give a dated role. The caller says by which act, upon which thing.

    One that stands for another mandate ends with it.

    Raises Forbidden for oneself, Refused where roles exclude each other or stand already.
    """
    if actor.kind is not Kind.SYSTEM:
        policy.require(actor, act, thing)
        if actor.person_id == person.id:
            raise Forbidden(act.value)
    _lock(session, person)
    rules.check_scope(role, scope)
    rules.check_span(starts_on, ends_on)
    _check_beside(session, person, role, scope, starts_on, ends_on)
    mandate = Mandate(
        person_id=person.id,
        person_kind=person.kind,
        role=role,
        scope_ref=scope,
        quality=quality,
        voting=voting,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=actor.person_id,
        stands_for_id=stands_for.id if stands_for else None,
    )
    try:
        with session.begin_nested():
            person.mandates.append(mandate)
    except IntegrityError:
        raise Refused(_("Cette personne a déjà ce rôle.")) from None
    told = {"person": person.ref, "role": role, "from": starts_on, "to": ends_on}
    if stands_for is not None:
        told["stands_for"] = stands_for.person.ref
    journal.record(session, actor, act, scope or person.ref, now=now, after=told, motive=motive)
    return mandate


def end_mandate(
    session: Session,
    actor: Actor,
    mandate: Mandate,
    *,
    ends_on: date,
    now: datetime,
    motive: str = "",
    act: Act = Act.MANDATE_GRANT,
    thing: object = None,
) -> None:
    """End a role on that day, at once if it is today. A vote already open is not touched.

    Raises Refused for a day after the end that is known: prolonging would be giving.
    """
    if actor.kind is not Kind.SYSTEM:
        policy.require(actor, act, thing)
    session.refresh(mandate, with_for_update={"of": Mandate})
    rules.check_dates(mandate.starts_on, ends_on)
    rules.check_end(mandate.ends_on, ends_on)
    before = {"to": mandate.ends_on}
    mandate.ends_on = ends_on
    told = {"role": mandate.role, "to": ends_on, "person": mandate.person.ref}
    scope = mandate.scope_ref or mandate.person.ref
    journal.record(session, actor, act, scope, now=now, before=before, after=told, motive=motive)
    _keep_within(session, actor, mandate, motive=motive, now=now, act=act)


def _keep_within(
    session: Session, actor: Actor, mandate: Mandate, *, motive: str, now: datetime, act: Act
) -> None:
    """Whoever stands for a mandate does so on its days alone; with none left, they never did."""
    for one in queries.standing_for(session, mandate):
        session.refresh(one, with_for_update={"of": Mandate})
        before = (one.starts_on, one.ends_on)
        starts_on, ends_on = rules.within(before, (mandate.starts_on, mandate.ends_on))
        if (starts_on, ends_on) == before:
            continue
        one.starts_on, one.ends_on = starts_on, ends_on
        session.flush()
        told = {"role": one.role, "person": one.person.ref, "from": starts_on, "to": ends_on}
        was = {"from": before[0], "to": before[1]}
        scope = one.scope_ref or one.person.ref
        journal.record(session, actor, act, scope, now=now, before=was, after=told, motive=motive)


def end_all(
    session: Session,
    actor: Actor,
    mandates: Iterable[Mandate],
    *,
    motive: str,
    now: datetime,
    act: Act,
    thing: object = None,
) -> None:
    """End these roles at once; one that was to begin later never begins."""
    today = paris_day(now)
    for mandate in mandates:
        ends_on = max(today, mandate.starts_on)
        end_mandate(
            session, actor, mandate, ends_on=ends_on, motive=motive, now=now, act=act, thing=thing
        )


def reschedule(
    session: Session,
    actor: Actor,
    mandate: Mandate,
    *,
    starts_on: date,
    ends_on: date | None,
    version: int,
    motive: str,
    now: datetime,
    act: Act,
    thing: object,
) -> None:
    """Change the days of a role. A vote already open is not touched.

    Raises Forbidden for oneself, Stale if somebody changed them since `version`, Refused where
    the role would stand twice, or beside one that excludes it.
    """
    policy.require(actor, act, thing)
    if actor.person_id == mandate.person_id:
        raise Forbidden(act.value)
    _lock(session, mandate.person)
    session.refresh(mandate, with_for_update={"of": Mandate})
    if mandate.version != version:
        raise Stale(mandate)
    rules.check_span(starts_on, ends_on)
    person, role, scope = mandate.person, mandate.role, mandate.scope_ref
    _check_beside(session, person, role, scope, starts_on, ends_on, but=mandate)
    before = {"from": mandate.starts_on, "to": mandate.ends_on}
    mandate.starts_on, mandate.ends_on = starts_on, ends_on
    session.flush()
    told = {"role": role, "person": person.ref, "from": starts_on, "to": ends_on}
    journal.record(
        session, actor, act, scope or person.ref, now=now, before=before, after=told, motive=motive
    )
    _keep_within(session, actor, mandate, motive=motive, now=now, act=act)


def _check_beside(
    session: Session,
    person: Person,
    role: Role,
    scope: str | None,
    starts_on: date,
    ends_on: date | None,
    but: Mandate | None = None,
) -> None:
    found = _roles_on(session, person, scope, starts_on, ends_on, but)
    rules.check_once(has_it=role in found)
    rules.check_compatible(person.kind, role, found)


def _lock(session: Session, person: Person) -> None:
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def _roles_on(
    session: Session,
    person: Person,
    scope: str | None,
    starts_on: date,
    ends_on: date | None,
    but: Mandate | None,
) -> set[Role]:
    """Roles on this thing that count on one of these days, `but` left out."""
    never = and_(Mandate.ends_on.is_not(None), Mandate.ends_on <= Mandate.starts_on)
    query = select(Mandate.role).where(
        Mandate.person_id == person.id,
        # For a role on nothing this compares with NULL: the database says IS NULL.
        Mandate.scope_ref == scope,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > starts_on),
        not_(never),
    )
    if ends_on is not None:
        query = query.where(Mandate.starts_on < ends_on)
    return set(session.scalars(query if but is None else query.where(Mandate.id != but.id)))
