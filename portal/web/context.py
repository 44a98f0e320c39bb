"""What a page may ask of the request: who, when, and which request this is."""

from datetime import date, datetime

from flask import g
from flask_login import current_user

from portal.db.engine import clock
from portal.kernel.periods import paris_day
from portal.policy import Actor


def actor() -> Actor:
    """Whoever asks, with the mandates in force now."""
    return current_user.actor


def now() -> datetime:
    """The present moment, the same for the whole request."""
    if "now" not in g:
        g.now = clock().now()
    return g.now


def today() -> date:
    """The present day in Paris."""
    return paris_day(now())


def request_id() -> str:
    """The name of this request in the logs, the journal and the error pages."""
    return g.get("request_id", "")
