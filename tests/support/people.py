"""People for a test, made by the real actions, all with the password `demo`."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.people import actions, queries
from portal.people.models import Person
from portal.policy import MACHINE, Actor, Kind, Role
from tests.support.apps import MONDAY

PASSWORD = "demo"
SINCE = date(2026, 1, 5)


def open_account(
    session: Session,
    email: str,
    *roles: Role | tuple[Role, str],
    name: str = "",
    kind: Kind = Kind.AGENT,
    unit: str = "Préfecture de Vaubrun",
    now: datetime = MONDAY,
) -> Person:
    """Open an account which holds these roles: `open_account(s, "d@x.fr", (Role.DIRECTOR, ref))`."""
    person = actions.create_person(
        session,
        MACHINE,
        email=email,
        name=name or email.partition("@")[0].title(),
        now=now,
        kind=kind,
        unit=unit,
        password=PASSWORD,
    )
    for role in roles:
        which, scope = role if isinstance(role, tuple) else (role, None)
        actions.appoint(session, MACHINE, person, which, scope, now=now, starts_on=SINCE)
    return person


def actor_of(person: Person, today: date | None = None) -> Actor:
    """The actor that this person is that day, Monday by default."""
    return queries.actor_of(person, today or MONDAY.date())
