"""The addresses of calls, gathered from the files of their pages, and what every page shows."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from portal import policy
from portal.calls import queries
from portal.calls.models import Call
from portal.calls.words import CallState
from portal.extensions import db
from portal.policy import Act, may
from portal.web.context import actor, today

bp = Blueprint("calls", __name__)

_BADGES = {
    CallState.DRAFT: "none",
    CallState.OPEN: "new",
    CallState.CLOSED: "info",
    CallState.ANSWERED: "success",
}


def find(ref: str) -> Call:
    """The call, for whoever may read it. Raises Missing."""
    return queries.readable(db.session(), actor(), ref)


def required(ref: str, act: Act) -> Call:
    """The call, for whoever may do this. Raises Missing, or Forbidden."""
    found = find(ref)
    policy.require(actor(), act, found)
    return found


def badge(call: Call) -> tuple[str, str]:
    """Its state, as a word and a shape."""
    state = call.state_on(today())
    return str(state.label), _BADGES[state]


def frame(call: Call, current: str) -> dict:
    """What every page of a call shows: itself, and the tabs that this person may open."""
    return {"call": call, "badge_of": badge, "tabs": _tabs(call, current)}


def _tabs(call: Call, current: str) -> list[tuple[str, str, bool]]:
    me, named = actor(), [("show", _("L’appel"))]
    may_manage, may_read = may(me, Act.CALL_DESK, call), may(me, Act.CALL_ENTRY_VIEW, call)
    if may_manage:
        named.append(("preparation", _("Préparation")))
    if may_read and call.published_at:
        named.append(("entries", _("Dossiers")))
    if may_read and call.shortlisted_at:
        named.append(("pitches", _("Présentations")))
    if may_manage and call.shortlisted_at:
        named.append(("answering", _("Réponses")))
    if len(named) == 1:
        return []
    return [
        (label, url_for(f"calls.{name}", ref=call.ref), name == current) for name, label in named
    ]
