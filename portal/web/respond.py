"""Page or fragment. This file and `errors.py` alone know htmx."""

from collections.abc import Callable

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException

from portal.extensions import htmx
from portal.web import idempotency


def wants_fragment() -> bool:
    """htmx asks for a part: neither a boosted link nor a history restore, which want pages."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, fragment: str | None = None, status: int = 200, **values) -> Response:
    """The whole page, or its fragment when htmx asks and there is one."""
    name = fragment if fragment and wants_fragment() else template
    response = make_response(render_template(name, **values), status)
    response.vary.add("HX-Request")
    return response


def done(
    url: str,
    *,
    said: str | None = None,
    fragment: str | None = None,
    moves: bool = False,
    showing: Callable[[], dict] = dict,
    **values,
) -> Response:
    """Answer a write: 303 to `url`, or the fragment for htmx. Call it inside `writing()`.

    `url` is what a second sending of the same form answers; with `moves` the browser shows it as
    its address, because the fragment is a part of that page and no longer of the one it was on.
    `showing` gives what the fragment shows, and is asked only when there is one to send.
    """
    idempotency.remember(url)
    if fragment and wants_fragment():
        response = page(fragment, said=said, **values, **showing())
        if moves:
            response.headers["HX-Replace-Url"] = url
        return response
    if said:
        flash(said, "success")
    return go(url)


def later(response: Response, seconds: int) -> Response:
    """The same answer, telling when to come back."""
    response.headers["Retry-After"] = str(seconds)
    return response


def go(url: str) -> Response:
    """Send the browser to `url`, whichever way the request came."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def safe_next(url: str | None, default: str) -> str:
    """An address of this portal, or `default`: never elsewhere, never with control characters."""
    text = url or ""
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if inside and text.isprintable() and "\\" not in text else default


def reload_path() -> str:
    """An address that shows this page again: the one asked for, if it can be read."""
    if request.method in ("GET", "HEAD"):
        return here()
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return "/"
    return request.path


def here() -> str:
    """The address asked for, with its query, to come back to."""
    return request.full_path.rstrip("?")
