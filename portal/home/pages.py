"""« Mes tâches », the public home, and health."""

from flask import Blueprint, Response, make_response
from sqlalchemy import text

from portal.db.migrate import is_current
from portal.extensions import db
from portal.home import queries
from portal.notices import queries as notices
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(Act.PUBLIC_VIEW)
def show() -> Response:
    """What is this, and does it keep its word?"""
    return page("home/show.html")


@bp.get("/moi/taches")
@allow(Act.TASKS_VIEW)
def tasks() -> Response:
    """What waits for me, in what order?"""
    session = db.session()
    return page(
        "home/tasks.html",
        agenda=queries.agenda(session, actor(), now()),
        unread=notices.unread_count(session, actor().person_id),
    )


@bp.get("/sante/vivant")
@allow(Act.HEALTH_VIEW)
def alive() -> Response:
    """The process answers."""
    return make_response("vivant\n", 200, {"Content-Type": "text/plain; charset=utf-8"})


@bp.get("/sante/pret")
@allow(Act.HEALTH_VIEW)
def ready() -> Response:
    """The database answers and has the schema of this code."""
    db.session().execute(text("SELECT 1"))
    fit = is_current(db.engine)
    words = "pret\n" if fit else "schema different\n"
    return make_response(words, 200 if fit else 503, {"Content-Type": "text/plain; charset=utf-8"})
