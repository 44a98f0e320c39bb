"""The sheet of a public body. Incubators and what they carry stand with the startups."""

from flask import Blueprint, Response

from portal.extensions import db
from portal.organisations import queries
from portal.organisations.words import KINDS
from portal.policy import Act
from portal.web.guard import allow
from portal.web.respond import page

bp = Blueprint("organisations", __name__)


@bp.get("/organisations/<ref:ref>")
@allow(Act.PUBLIC_VIEW)
def show(ref: str) -> Response:
    """Which body is this, and which incubators does it carry?"""
    session = db.session()
    found = queries.organisation(session, ref)
    return page(
        "organisations/show.html",
        organisation=found,
        kind=KINDS.get(found.kind, found.kind),
        incubators=queries.owned_by(session, found),
    )
