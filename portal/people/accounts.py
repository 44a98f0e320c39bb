"""Closing and opening an account again."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.people import actions as people, credentials, links, queries
from portal.people.models import Person
from portal.policy import Act, Actor, Kind


def deactivate(
    session: Session, actor: Actor, person: Person, *, motive: str, now: datetime
) -> None:
    """Close an account at once: its sessions, links and roles end; what it signed stays signed.

    Raises Refused for oneself and for the last administrator.
    """
    policy.require(actor, Act.USER_MANAGE)
    if person.id == actor.person_id:
        raise Refused(_("Demandez à un autre administrateur de fermer votre compte."))
    _keep_an_administrator(session, person)
    if person.deactivated_at is None:
        person.deactivated_at = now
        credentials.end_sessions(session, person, now)
        links.void(session, person, now)
        _end_roles(session, actor, person, motive, now)
        _record(session, actor, person, motive, now, active=False)


def reactivate(
    session: Session, actor: Actor, person: Person, *, motive: str, now: datetime
) -> None:
    """Open again an account that was closed. Its roles ended: they are given anew, or not."""
    policy.require(actor, Act.USER_MANAGE)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        _record(session, actor, person, motive, now, active=True)


def _keep_an_administrator(session: Session, person: Person) -> None:
    if person.kind is not Kind.ADMINISTRATOR:
        return
    # All of them are held, so that two administrators cannot close each other at once.
    query = select(Person.id).where(
        Person.kind == Kind.ADMINISTRATOR, Person.deactivated_at.is_(None)
    )
    active = set(session.scalars(query.order_by(Person.id).with_for_update()))
    if active <= {person.id}:
        raise Refused(_("C’est le dernier compte d’administration : ouvrez-en d’abord un autre."))


def _end_roles(session: Session, actor: Actor, person: Person, motive: str, now: datetime) -> None:
    """Whoever comes back is appointed anew: a right never outlives what it was given for."""
    held = queries.mandates_to_end(session, person, paris_day(now))
    people.end_all(session, actor, held, motive=motive, now=now, act=Act.USER_MANAGE)


def _record(session, actor: Actor, person: Person, motive: str, now: datetime, *, active) -> None:
    after = {"active": active}
    journal.record(session, actor, Act.USER_MANAGE, person, now=now, after=after, motive=motive)
    session.flush()
