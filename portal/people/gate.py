"""Checking a password: counted by account and by place, and never inside a transaction.

A digest takes tens of milliseconds: nobody else's writing waits for it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.db.engine import transaction
from portal.extensions import db
from portal.people import passwords, queries, throttling
from portal.people.limits import SIGN_IN_ACCOUNT, SIGN_IN_PLACE


def check(email: str, password: str, *, place: str, at: datetime) -> str | None:
    """The ref of the person whose address and password these are; `forgive` must follow.

    A failure stays counted. Raises TooMany once there were too many.
    """
    with transaction() as session:
        for limit, who in _counts(email, place):
            throttling.take(session, limit, who, at)
    person = queries.by_email(db.session(), email)
    kept = person.password_hash if person and not person.deactivated_at else ""
    return person.ref if passwords.matches(password, kept) else None


def forgive(session: Session, email: str, *, place: str) -> None:
    """The password was right: this attempt does not count."""
    for limit, who in _counts(email, place):
        throttling.give_back(session, limit, who)


def _counts(email: str, place: str):
    return (
        (SIGN_IN_ACCOUNT, f"account:{email.strip().lower()}"),
        (SIGN_IN_PLACE, f"place:{place}"),
    )
