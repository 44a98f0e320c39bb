"""Asking to sign in, or for the password again, without losing what was typed.

A read goes to the sign-in page and comes back. A write through htmx answers 401 with an event
that opens a dialog beside the form. A plain write answers the sign-in page carrying the form,
sealed, and gives it back to be sent once signed in.
"""

import json
from dataclasses import dataclass

from flask import (
    Response,
    current_app,
    make_response,
    render_template,
    request,
    session as cookie,
    url_for,
)
from itsdangerous import BadSignature, URLSafeSerializer

from portal.web import carried
from portal.web.carried import Carried
from portal.web.respond import go, here, wants_fragment

# In the cookie: whoever was last signed in here, even once the session is over.
WHO = "who"


@dataclass(frozen=True)
class Door:
    """One of the two reasons to ask for a password."""

    endpoint: str
    template: str


SIGN_IN = Door("people.sign_in", "people/sign_in.html")
CONFIRM = Door("people.confirm", "people/confirm.html")


def was_somebody() -> bool:
    """Whether somebody signed in here, and did not sign out: they may believe that they still are."""
    return WHO in cookie


def ask(door: Door) -> Response:
    """The answer to a request that needs a password first."""
    if request.method == "GET":
        response = go(url_for(door.endpoint, suite=here()))
        # htmx obeys the header and swaps nothing; the status says that nothing was answered.
        response.status_code = 401 if wants_fragment() else response.status_code
        return response
    if wants_fragment():
        event = {"sign-in": {"url": url_for(door.endpoint, dialogue=1)}}
        return make_response("", 401, {"HX-Trigger": json.dumps(event)})
    return make_response(render_template(door.template, **_form(door)), 401)


def _form(door: Door) -> dict:
    from portal.web.forms import PasswordAgain, SignInForm

    form = (SignInForm if door is SIGN_IN else PasswordAgain)(formdata=None)
    form.carried.data = seal(carried.of_request())
    return {"form": form, "dialogue": False, "carrying": True}


def seal(form: Carried) -> str:
    """A form that waits for a sign-in, made one sealed string."""
    return _sealer().dumps({"path": form.path, "pairs": form.pairs, "who": cookie.get(WHO)})


def unseal(text: str, reader: str | None) -> Carried | None:
    """The form that was sealed, or None if the string is not ours.

    None too if somebody else than `reader` (a person's ref) was signed in when it was typed: on a
    shared machine nobody reads, nor sends, what another was writing.
    """
    try:
        told = _sealer().loads(text)
    except BadSignature:
        return None
    if told.get("who") not in (None, reader):
        return None
    return Carried(told["path"], [tuple(pair) for pair in told["pairs"]])


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="carried-form")
