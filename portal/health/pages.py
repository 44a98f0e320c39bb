"""Health, for whoever watches: is the process alive, is the portal ready?"""

from flask import Blueprint, Response, current_app, jsonify, make_response

from portal.extensions import db
from portal.files import store
from portal.health import queries
from portal.policy import Act
from portal.web.context import now
from portal.web.guard import allow

bp = Blueprint("health", __name__)


@bp.get("/sante/vivant")
@allow(Act.HEALTH_VIEW)
def show() -> Response:
    """The process answers."""
    return make_response("vivant\n", 200, {"Content-Type": "text/plain; charset=utf-8"})


@bp.get("/sante/pret")
@allow(Act.HEALTH_VIEW)
def ready() -> Response:
    """503 unless one may write here. What is late is told, and takes no server out of service."""
    folder = current_app.extensions["portal.settings"].instance
    found = queries.health(db.session(), folder, store.ours(), now())
    told = {
        "pret": found.is_ready,
        "base": found.database,
        "schema": found.schema,
        "disque": found.disk,
        "registre": found.register,
        "horloge": found.tick,
        "courriers": found.mails,
        "fichiers": found.files,
    }
    return make_response(jsonify(told), 200 if found.is_ready else 503)
