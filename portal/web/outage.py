"""When the database or its disk is out of reach: an answer that asks nothing of either.

Nothing said so is stored, and what was typed comes back to be sent again. A commit whose answer was
lost may have been stored: its key makes the second sending count once.
"""

from flask import Response, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
)

from portal.extensions import login
from portal.web import carried
from portal.web.respond import later, wants_fragment

SECONDS = 30
# What drivers raise when the server, the disk or the file is at fault. `DatabaseError` itself is
# what SQLite says of a file that is no database.
_OUTSIDE = (OperationalError, InterfaceError, InternalError)


def is_outage(error: DBAPIError) -> bool:
    """Whether the fault is that of the database or its disk, and not of our statement."""
    return isinstance(error, _OUTSIDE) or type(error) is DatabaseError


def answer() -> Response:
    """The page 503, or its sentence for an htmx swap, which leaves what is typed in place."""
    # Whoever asks cannot be looked up: the page is nobody's.
    g._login_user = login.anonymous_user()
    html = _fragment() if wants_fragment() else _page()
    return later(make_response(html, 503), SECONDS)


def words() -> tuple[str, str]:
    """Title and advice."""
    return (
        _("Le portail est momentanément indisponible"),
        _("Rien de ce qui a été confirmé n’est perdu. Recommencez dans une minute."),
    )


def _fragment() -> str:
    title, message = words()
    return render_template("errors/_error.html", **_told(title, message))


def _page() -> str:
    title, message = words()
    is_write = request.method == "POST"
    return render_template(
        "errors/unavailable.html",
        **_told(title, message),
        outage=True,
        nav=[],
        links=[(_("Recharger la page"), request.path)] if not is_write else [],
        carried=carried.of_request() if is_write else None,
        incomplete=is_write and carried.has_secret(),
    )


def _told(title: str, message: str) -> dict[str, object]:
    return {"code": 503, "title": title, "message": message, "request_id": g.get("request_id", "")}
