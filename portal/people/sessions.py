"""Sessions on the server: begun, found again, rotated, revoked. The browser holds a token only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import g, session as cookie
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, UserMixin, login_user
from sqlalchemy.orm import Session

from portal.extensions import db, login
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.people import passwords, queries, rules
from portal.people.models import Person, SignInFailure, WebSession
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

    def get_id(self) -> str:
        return self.token


class PasserBy(AnonymousUserMixin):
    """Nobody signed in."""

    actor = PASSER_BY
    confirmed_at = None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@login.user_loader
def load(token: str) -> SignedIn | None:
    """Find the session of a token, with its person and the mandates in force today."""
    row = queries.live_session(db.session(), digest(token), now())
    return _signed_in(row, token) if row else None


def _signed_in(row: WebSession, token: str) -> SignedIn:
    actor = queries.actor_of(row.person, today())
    return SignedIn(actor, token, row.ref, row.confirmed_at)


def check_password(session: Session, email: str, password: str, at: datetime) -> Person | None:
    """The person if the password is theirs; a failure is counted, and too many are refused."""
    account = digest(email.strip().lower())
    if queries.failures_since(session, account, at - rules.FAILURES_COUNTED) >= rules.MOST_FAILURES:
        raise Refused(_("Trop d’essais pour cette adresse. Attendez un quart d’heure."))
    person = queries.by_email(session, email)
    kept = person.password_hash if person and not person.deactivated_at else ""
    if passwords.matches(password, kept):
        return person
    session.add(SignInFailure(account=account, at=at))
    return None


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
    row = queries.live_session(session, digest(user.token), at)
    if row is None:
        return
    user.token, row.confirmed_at = secrets.token_urlsafe(32), at
    row.token_hash = digest(user.token)
    user.confirmed_at = at
    _fresh_cookie()
    cookie[WHO] = row.person.ref
    journal.record(session, user.actor, Act.STEP_UP, row.person, now=at)
    logs.note("step_up_given")
    login_user(user)


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
