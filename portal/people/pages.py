"""Signing in and out, the password asked again."""

import json

from flask import (
    Response,
    flash,
    make_response,
    render_template,
    request,
    session as cookie,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from flask_wtf.csrf import generate_csrf

from portal.db.engine import transaction
from portal.extensions import db
from portal.kernel.errors import TooMany
from portal.people import account_pages, gate, language_pages, queries, recovery_pages, sessions
from portal.people.blueprint import bp
from portal.policy import Act
from portal.web import signin
from portal.web.context import actor, client_place, now
from portal.web.forms import PasswordAgain, SignInForm
from portal.web.guard import allow
from portal.web.respond import go, later, page, safe_next, wants_fragment

__all__ = ["account_pages", "bp", "language_pages", "recovery_pages"]


@bp.get("/connexion")
@allow(Act.SIGN_IN_VIEW)
def sign_in() -> Response:
    """The sign-in page, or its dialog."""
    if actor().signed_in and not _dialogue():
        return go(_after(request.args.get("suite")))
    form = SignInForm(formdata=None)
    form.suite.data = request.args.get("suite", "")
    return _door("people/sign_in.html", "people/_sign_in.html", form)


@bp.post("/connexion")
@allow(Act.SIGN_IN)
def enter() -> Response:
    """Check the password, begin a session, and go on with what was under way."""
    form, before = SignInForm(), cookie.get(signin.WHO)
    if form.validate():
        try:
            if _enter(form):
                return _go_on(form, before)
            form.form_errors.append(
                _("Adresse ou mot de passe inconnus. Vérifiez l’une et l’autre.")
            )
        except TooMany as refusal:
            form.form_errors.append(str(refusal))
            door = _door("people/sign_in.html", "people/_sign_in.html", form, status=429)
            return later(door, refusal.seconds)
    return _door("people/sign_in.html", "people/_sign_in.html", form, status=422)


def _enter(form: SignInForm) -> bool:
    email, place = form.email.data, client_place()
    ref = gate.check(email, form.password.data, place=place, at=now())
    if ref is None:
        return False
    with transaction() as session:
        gate.forgive(session, email, place=place)
        person = queries.by_ref(session, ref)
        sessions.begin(session, person, device=_device(), at=now())
    return True


@bp.get("/connexion/confirmer")
@allow(Act.STEP_UP_VIEW)
def confirm() -> Response:
    """Ask for the password again."""
    form = PasswordAgain(formdata=None)
    form.suite.data = request.args.get("suite", "")
    return _door("people/confirm.html", "people/_confirm.html", form)


@bp.post("/connexion/confirmer")
@allow(Act.STEP_UP)
def confirmed() -> Response:
    """Check the password again, and go on with what was under way."""
    form = PasswordAgain()
    if form.validate():
        try:
            if _confirm(form.password.data):
                return _go_on(form)
            form.password.errors = [_("Ce n’est pas votre mot de passe. Essayez encore.")]
        except TooMany as refusal:
            form.form_errors.append(str(refusal))
            door = _door("people/confirm.html", "people/_confirm.html", form, status=429)
            return later(door, refusal.seconds)
    return _door("people/confirm.html", "people/_confirm.html", form, status=422)


def _confirm(password: str) -> bool:
    email, place = queries.by_ref(db.session(), actor().ref).email, client_place()
    if gate.check(email, password, place=place, at=now()) is None:
        return False
    with transaction() as session:
        gate.forgive(session, email, place=place)
        # The person themselves, not the proxy: the proxy would end up holding itself.
        sessions.confirm(session, current_user._get_current_object(), now())
    return True


@bp.post("/deconnexion")
@allow(Act.SIGN_OUT)
def sign_out() -> Response:
    """End this session."""
    with transaction() as session:
        row = queries.live_session(session, sessions.digest(current_user.token), now())
        if row is not None:
            sessions.revoke(session, actor(), row, now())
    logout_user()
    cookie.clear()
    flash(_("Vous êtes déconnecté."), "success")
    return go("/")


def _go_on(form: PasswordAgain, before: str | None = None) -> Response:
    """After a password: close the dialog, give the carried form back, or go where one was going.

    `before` is whoever was signed in on this page: somebody else does not send what they wrote.
    """
    if _dialogue() and before not in (None, cookie.get(signin.WHO)):
        return go(_after(None))
    if _dialogue():
        event = {"signed-in": {"csrf": generate_csrf()}}
        return make_response("", 204, {"HX-Trigger": json.dumps(event)})
    carried = _carried(form)
    if carried is not None:
        return page("people/resume.html", carried=carried)
    return go(_after(form.suite.data))


def _carried(form: PasswordAgain) -> signin.Carried | None:
    if not form.carried.data:
        return None
    # Whoever just signed in, which the request began without knowing.
    return signin.unseal(form.carried.data, cookie.get(signin.WHO))


def _door(template: str, fragment: str, form: PasswordAgain, status: int = 200) -> Response:
    dialogue = _dialogue()
    name = fragment if dialogue and wants_fragment() else template
    html = render_template(name, form=form, dialogue=dialogue, carrying=bool(form.carried.data))
    return make_response(html, status)


def _dialogue() -> bool:
    return request.values.get("dialogue") == "1"


def _after(suite: str | None) -> str:
    return safe_next(suite, url_for("home.tasks"))


def _device() -> str:
    return request.user_agent.string
