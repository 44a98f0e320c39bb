"""What the log says of a request: one line at its end, and an event for each refusal.

Who asks appears under a keyed digest, the address as its template. Bodies, names, e-mails, tokens,
choices and searched words never come here, so no field below is taken from what a person typed.
"""

import hashlib
import hmac
import logging
import sys
import time

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import Engine, event

from portal.config import Settings
from portal.kernel.lines import Line, tell

log = logging.getLogger("portal")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class _Stderr(logging.StreamHandler):
    """Writes where standard error leads now: servers and tests change it after start."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        told = settings.environment == "development"
        self.setFormatter(Line(settings.log, with_traceback=told))

    @property
    def stream(self):
        return sys.stderr

    @stream.setter
    def stream(self, _stream) -> None:
        """Set by the parent's constructor; what counts is where it leads when written."""


def prepare(settings: Settings) -> None:
    """Our own lines, on standard error; a demonstration tells only what goes wrong."""
    log.setLevel(logging.WARNING if settings.environment == "demo" else logging.INFO)
    log.handlers[:] = [] if settings.environment == "test" else [_Stderr(settings)]


def prepare_process(settings: Settings) -> None:
    """The lines of libraries too, when the whole process is ours: same form, same restraint."""
    handler = _Stderr(settings)
    handler.addFilter(lambda record: record.name.partition(".")[0] != "portal")
    logging.getLogger().handlers[:] = [handler]


def attach(app: Flask, engine: Engine) -> None:
    """Count the queries of each request, and tell it at its end. Attach before what it measures."""
    if not event.contains(engine, "before_cursor_execute", _count):
        event.listen(engine, "before_cursor_execute", _count)
    app.before_request(_start)
    app.after_request(_told)


def note(name: str, level: int = logging.INFO, *, exc_info=None, **fields: object) -> None:
    """Log an event of the request in hand, with its name, its author and its act."""
    tell(log, name, level, exc_info=exc_info, **_asked(), **fields)


def pseudonym(person_ref: str) -> str:
    """How a person appears in the logs: the same everywhere here, and nowhere else."""
    key = current_app.extensions["portal.settings"].secret_key.encode()
    return "p-" + hmac.new(key, person_ref.encode(), hashlib.sha256).hexdigest()[:12]


def _count(*_cursor) -> None:
    if has_app_context():
        g.queries = g.get("queries", 0) + 1


def _start() -> None:
    g.started = time.perf_counter()


def _told(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    spent = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    note("request", status=response.status_code, ms=round(spent, 1), queries=g.get("queries", 0))
    return response


def _asked() -> dict[str, object]:
    view = current_app.view_functions.get(request.endpoint or "")
    return {
        "request": g.get("request_id", ""),
        "person": _person(),
        "act": getattr(view, "act", ""),
        "method": request.method if request.method in _METHODS else "other",
        "route": request.url_rule.rule if request.url_rule else "",
    }


def _person() -> str:
    # Only if it is known already: telling a request asks nothing of the database.
    actor = getattr(g.get("_login_user"), "actor", None)
    return pseudonym(actor.ref) if actor is not None and actor.ref else ""
