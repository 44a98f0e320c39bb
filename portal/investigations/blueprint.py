"""The addresses of investigations, gathered from the files of their pages."""

from flask import Blueprint, url_for

from portal import policy
from portal.extensions import db
from portal.investigations import queries
from portal.investigations.models import Investigation
from portal.policy import Act
from portal.web.context import actor

bp = Blueprint("investigations", __name__)


def writable(ref: str, act: Act) -> Investigation:
    """The investigation, for whoever may do this to it. Raises Missing, or Forbidden."""
    found = queries.by_ref(db.session(), ref)
    policy.require(actor(), act, found)
    return found


def at(ref: str, anchor: str = "") -> str:
    """Its page, at this place."""
    return url_for("investigations.show", ref=ref, _anchor=anchor or None)
