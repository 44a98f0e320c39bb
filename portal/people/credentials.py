"""Verbs about getting in: inviting, forgetting, choosing and changing a password."""

from datetime import datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.outbox import actions as outbox, letters
from portal.people import limits, links, queries, rules, throttling
from portal.people.models import Person, WebSession
from portal.people.words import LinkPurpose
from portal.policy import PASSER_BY, Act, Actor, Kind


class LinkOver(Refused):
    """The link was used, is too old, or was never ours."""


def invite(session: Session, actor: Actor, person: Person, *, now: datetime) -> None:
    """Mail a link to choose a first password; the links sent before work no more.

    Raises Refused for an account that is closed or has a password, TooMany beyond a few a day.
    """
    if actor.kind is not Kind.SYSTEM:
        policy.require(actor, Act.USER_MANAGE)
    rules.check_invitable(
        has_password=bool(person.password_hash), closed=bool(person.deactivated_at)
    )
    throttling.take(session, limits.INVITATIONS, f"invited:{person.ref}", now)
    links.void(session, person, now, LinkPurpose.INVITATION)
    links.send(session, person, LinkPurpose.INVITATION, now)
    person.invited_at = now
    journal.record(session, actor, Act.USER_MANAGE, person, now=now, after={"invited": True})
    session.flush()


def ask_reset(session: Session, email: str, *, now: datetime) -> None:
    """Mail a link to whoever has this address; for an address nobody has, do as much and undo it.

    Somebody else's account stands in for the one that does not exist, inside a savepoint: neither
    the answer nor its time tells which addresses have an account.
    """
    stand_in, person = queries.any_person(session), queries.by_email(session, email)
    is_known = person is not None and person.deactivated_at is None
    target = person if is_known else stand_in
    if target is None:
        return
    with session.begin_nested() as saved:
        links.send(session, target, LinkPurpose.RESET, now)
        journal.record(session, PASSER_BY, Act.RESET_ASK, target, now=now)
        session.flush()
        if not is_known:
            saved.rollback()


def choose(session: Session, key: str, password_hash: str, *, now: datetime) -> Person:
    """Give the holder of this link their new password, once, and end all their sessions.

    Raises LinkOver.
    """
    link = links.usable(session, key, now, lock=True)
    if link is None:
        raise LinkOver(_("Ce lien a déjà servi, ou il est trop ancien."))
    _set(session, link.person, password_hash, now)
    journal.record(
        session,
        queries.actor_of(link.person, now.date()),
        Act.RESET_USE,
        link.person,
        now=now,
        after={"purpose": link.purpose},
    )
    if link.purpose is LinkPurpose.RESET:
        _tell_changed(session, link.person, f"chosen:{link.ref}", now)
    return link.person


def change(
    session: Session,
    actor: Actor,
    person: Person,
    password_hash: str,
    *,
    here: str,
    now: datetime,
) -> None:
    """Change one's own password; every session ends but `here`, the ref of the one in hand."""
    policy.require(actor, Act.PASSWORD_CHANGE)
    _set(session, person, password_hash, now, but=here)
    line = journal.record(session, actor, Act.PASSWORD_CHANGE, person, now=now)
    session.flush()
    _tell_changed(session, person, f"password:{line.id}", now)


def end_sessions(session: Session, person: Person, now: datetime, *, but: str = "") -> int:
    """End every live session of a person at once, but the one with this ref; how many ended."""
    query = select(WebSession).where(
        WebSession.person_id == person.id,
        WebSession.revoked_at.is_(None),
        WebSession.expires_at > now,
        WebSession.ref != but,
    )
    ended = list(session.scalars(query.with_for_update()))
    for one in ended:
        one.revoked_at = now
    return len(ended)


def _set(session: Session, person: Person, password_hash: str, now: datetime, *, but="") -> None:
    person.password_hash = password_hash
    links.void(session, person, now)
    end_sessions(session, person, now, but=but)
    session.flush()


def _tell_changed(session: Session, person: Person, event: str, now: datetime) -> None:
    """The owner hears of it at once, whatever they chose to receive: it may not be their doing."""
    with force_locale(person.language.value):
        subject = _("Votre mot de passe a changé")
        body = letters.letter(
            person.name,
            _("Votre mot de passe vient d’être changé, et vos autres sessions sont closes."),
            _(
                "Si ce n’est pas vous, reprenez votre compte sans attendre : %(page)s",
                page=letters.address(links.FORGOTTEN),
            ),
        )
    outbox.post(
        session,
        event=event,
        address=person.email,
        kind="security",
        subject=subject,
        body=body,
        now=now,
    )
