"""The Flask application: a whole request is tried again when the database asks for it."""

import random
import secrets
import time

from flask import Flask, g, request
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import BaseConverter

from portal.extensions import db
from portal.kernel.refs import PATTERN

TRIES = 5
# PostgreSQL: serialisation failure, deadlock detected. Everything was undone, so trying is safe.
_AGAIN = {"40001", "40P01"}


class RefConverter(BaseConverter):
    """`<ref:ref>` in a route: a public reference, nothing else."""

    regex = PATTERN


class Portal(Flask):
    """Flask, with retries of whole units of work."""

    def dispatch_request(self):
        for attempt in range(1, TRIES + 1):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                db.session.rollback()
                if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in _AGAIN:
                    raise
                time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - a jitter, not a secret
        raise AssertionError("unreachable")


def name_request() -> None:
    """Give the request its name, the proxy's if it has one of a sane shape."""
    told = request.headers.get("X-Request-ID", "")
    sane = 8 <= len(told) <= 64 and told.isascii() and told.replace("-", "").isalnum()
    g.request_id = told if sane else secrets.token_hex(8)
