"""Deny by default: an endpoint without an act does not answer."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, make_response, request
from flask_login import current_user

from portal import policy
from portal.policy import Act
from portal.web import logs, signin
from portal.web.context import actor, now
from portal.web.respond import wants_fragment

STEP_UP_LASTS = timedelta(minutes=15)


def allow(act: Act, *, polled: bool = False, takes_files: bool = False) -> Callable:
    """Name the act of an endpoint. `polled`: its page asks for it by itself, not by a gesture.

    `takes_files`: its form may bring a file, hence come in several parts and be heavier.
    """

    def name(view: Callable) -> Callable:
        view.act, view.polled, view.takes_files = act, polled, takes_files
        return view

    return name


def act_of(app: Flask, endpoint: str) -> Act | None:
    """The act that an endpoint names, or None."""
    return getattr(app.view_functions[endpoint], "act", None)


def asked_act() -> Act | None:
    """The act of the request in hand."""
    return act_of(current_app, request.endpoint) if request.endpoint else None


def check():
    """Before each request: is there an act, who asks, and is the password fresh enough?"""
    if request.endpoint is None:
        return None
    if request.endpoint == "static":
        return None
    act = act_of(current_app, request.endpoint)
    if act is None:
        abort(404)
    if (act not in policy.OPEN or _would_mix(act)) and not actor().signed_in:
        return make_response("", 204) if _is_poll() else signin.ask(signin.SIGN_IN)
    # What anyone may do needs no look at who asks, hence nothing of the database.
    if act in policy.PLACES and act not in policy.OPEN:
        policy.require(actor(), act)
    if _is_write() and act in policy.STEP_UP and not _is_fresh():
        logs.note("step_up_asked")
        return signin.ask(signin.CONFIRM)
    return None


def _would_mix(act: Act) -> bool:
    """Whether a passer-by's part would land in the page of somebody whose session has ended."""
    if _is_write() or act is Act.SIGN_IN_VIEW or not signin.was_somebody():
        return False
    return wants_fragment() and not _view().polled


def _is_poll() -> bool:
    """A page that asks by itself: a session that ends must not carry it away while one writes."""
    return not _is_write() and wants_fragment() and _view().polled


def _view() -> Callable:
    return current_app.view_functions[request.endpoint]


def _is_write() -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")


def _is_fresh() -> bool:
    confirmed = current_user.confirmed_at
    return confirmed is not None and now() - confirmed < STEP_UP_LASTS


def check_origin() -> None:
    """A write comes from our own pages: browsers say where from, and are believed."""
    if not _is_write():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        abort(400)
    # Browsers too old to tell the site still tell the origin.
    origin = request.headers.get("Origin")
    if site is None and origin is not None and urlsplit(origin).netloc not in _our_hosts():
        abort(400)


def _our_hosts() -> set[str]:
    settings = current_app.extensions["portal.settings"]
    return {request.host, urlsplit(settings.base_url).netloc}
