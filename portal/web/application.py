"""The Flask application: a whole request is tried again when the database asks for it."""

import random
import re
import secrets
import time

from flask import Flask, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.routing import BaseConverter

from portal.extensions import db
from portal.kernel.refs import PATTERN

TRIES = 5
_NAME = re.compile(r"[0-9a-fA-F-]{8,64}")
# PostgreSQL: serialisation failure, deadlock detected, lock waited for too long. Everything was
# undone, so trying is safe.
_AGAIN = {"40001", "40P01", "55P03"}


def is_worth_another(error: Exception) -> bool:
    """Whether the same request, read anew, may well pass (or be refused in words)."""
    if isinstance(error, StaleDataError):
        # Somebody saved the thing between our reading and our writing.
        return True
    if error.connection_invalidated:
        # The wire broke, or the disk was sick and may be well. Whether the commit went through is
        # then unknown; the key of the form tells, and a second sending counts once.
        return True
    return getattr(error.orig, "sqlstate", None) in _AGAIN


class RefConverter(BaseConverter):
    """`<ref:ref>` in a route: a public reference, nothing else."""

    regex = PATTERN


class Portal(Flask):
    """Flask, with retries of whole units of work."""

    def dispatch_request(self):
        for attempt in range(1, TRIES + 1):
            try:
                return super().dispatch_request()
            except (DBAPIError, StaleDataError) as error:
                db.session.rollback()
                if attempt == TRIES or not is_worth_another(error):
                    raise
                time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - a jitter, not a secret
        raise AssertionError("unreachable")


def name_request() -> None:
    """Give the request its name, the proxy's if it is a hexadecimal one: words cannot pass for it."""
    told = request.headers.get("X-Request-ID", "")
    g.request_id = told if _NAME.fullmatch(told) else secrets.token_hex(8)
