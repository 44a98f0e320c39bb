"""Sessions on the server: begun, found again, rotated, revoked. The browser holds a token only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import g, session as cookie
from flask_login import AnonymousUserMixin, UserMixin, login_user
from sqlalchemy.orm import Session

from portal.extensions import db, login
from portal.journal import actions as journal
from portal.kernel.refs import new_ref
from portal.people import queries, rules
from portal.people.models import Person, WebSession
from portal.policy import PASSER_BY, Act, Actor
from portal.web import logs
from portal.web.context import now, today
from portal.web.signin import WHO


@dataclass
class SignedIn(UserMixin):
    """What Flask-Login holds for the request: the actor and the session it came by."""

    actor: Actor
    token: str
    session_ref: str
    confirmed_at: datetime | None
    language: str | None = None

    def get_id(self) -> str:
        return self.token


class PasserBy(AnonymousUserMixin):
    """Nobody signed in."""

    actor = PASSER_BY
    confirmed_at = None
    language = None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@login.user_loader
def load(token: str) -> SignedIn | None:
    """Find the session of a token, with its person and the mandates in force today."""
    row = queries.live_session(db.session(), digest(token), now())
    return _signed_in(row, token) if row else None


def _signed_in(row: WebSession, token: str) -> SignedIn:
    actor = queries.actor_of(row.person, today())
    return SignedIn(actor, token, row.ref, row.confirmed_at, row.person.language.value)


def begin(session: Session, person: Person, *, device: str, at: datetime) -> None:
    """Open a session in a fresh cookie: nothing of the one before is kept."""
    token = secrets.token_urlsafe(32)
    row = WebSession(
        ref=new_ref("ses"),
        token_hash=digest(token),
        person=person,
        device=device[:120],
        started_at=at,
        confirmed_at=at,
        expires_at=at + rules.SESSION_LASTS,
    )
    session.add(row)
    session.flush()
    _fresh_cookie()
    cookie[WHO] = person.ref
    user = _signed_in(row, token)
    journal.record(session, user.actor, Act.SIGN_IN, person, now=at)
    login_user(user)


def confirm(session: Session, user: SignedIn, at: datetime) -> None:
    """Note that the password was just given again, and rotate the token."""
    row = rotate(session, user, at)
    if row is not None:
        journal.record(session, user.actor, Act.STEP_UP, row.person, now=at)
        logs.note("step_up_given")


def rotate(session: Session, user: SignedIn, at: datetime) -> WebSession | None:
    """Give the session in hand a fresh token, its person having just given a password."""
    row = queries.live_session(session, digest(user.token), at)
    if row is None:
        return None
    user.token, row.confirmed_at = secrets.token_urlsafe(32), at
    row.token_hash = digest(user.token)
    user.confirmed_at = at
    _fresh_cookie()
    cookie[WHO] = row.person.ref
    login_user(user)
    return row


def revoke(session: Session, actor: Actor, row: WebSession, at: datetime) -> None:
    """End a session at once, wherever it is open."""
    row.revoked_at = at
    journal.record(session, actor, Act.SESSION_REVOKE, row.person, now=at)


def _fresh_cookie() -> None:
    flashes = cookie.get("_flashes")
    cookie.clear()
    g.pop("csrf_token", None)
    if flashes:
        cookie["_flashes"] = flashes
