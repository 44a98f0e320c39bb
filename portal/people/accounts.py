"""Closing and opening an account again."""

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.refs import ALPHABET
from portal.people.models import Person, WebSession
from portal.policy import Act, Actor, Kind


def first_password() -> str:
    """Eighty random bits that can be read aloud: `k7m2-9qhx-…`."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def deactivate(
    session: Session, actor: Actor, person: Person, *, motive: str, now: datetime
) -> None:
    """Close an account at once, its sessions included. What it signed stays signed.

    Raises Refused for oneself and for the last administrator.
    """
    policy.require(actor, Act.USER_MANAGE)
    if person.id == actor.person_id:
        raise Refused(_("Demandez à un autre administrateur de fermer votre compte."))
    _keep_an_administrator(session, person)
    if person.deactivated_at is None:
        person.deactivated_at = now
        _close_sessions(session, person, now)
        _record(session, actor, person, motive, now, active=False)


def reactivate(
    session: Session, actor: Actor, person: Person, *, motive: str, now: datetime
) -> None:
    """Open again an account that was closed; its mandates still in force count again."""
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


def _close_sessions(session: Session, person: Person, now: datetime) -> None:
    query = select(WebSession).where(
        WebSession.person_id == person.id, WebSession.revoked_at.is_(None)
    )
    for one in session.scalars(query):
        one.revoked_at = now


def _record(session, actor: Actor, person: Person, motive: str, now: datetime, *, active) -> None:
    after = {"active": active}
    journal.record(session, actor, Act.USER_MANAGE, person, now=now, after=after, motive=motive)
    session.flush()
