"""One's account: who I am here, my password, my open sessions."""

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale, TooMany
from portal.people import credentials, gate, passwords, profile, queries, rules, sessions
from portal.people.blueprint import bp
from portal.people.forms import ChangePasswordForm, ProfileForm
from portal.people.language_pages import keep_language
from portal.people.models import Person
from portal.people.words import EXAMPLE, KIND_LABELS, ROLE_LABELS
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, client_place, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, later, page
from portal.web.writing import writing


@bp.get("/moi")
@allow(Act.SELF_VIEW)
def show() -> Response:
    """Who am I here, and where am I signed in?"""
    me = _me()
    open_sessions = queries.sessions_of(db.session(), me.id, now())
    return page(
        "people/me.html",
        me=me,
        sessions=open_sessions,
        current=current_user.session_ref,
        form=ActForm(formdata=None),
        roles=[m for m in me.mandates if rules.in_force(m.starts_on, m.ends_on, today())],
        role_labels=ROLE_LABELS,
        kind_labels=KIND_LABELS,
    )


@bp.get("/moi/profil")
@allow(Act.SELF_VIEW)
def profile_form() -> Response:
    """How am I shown, and in what language do I read?"""
    return _profile(ProfileForm(formdata=None, obj=_me()))


@bp.post("/moi/profil")
@allow(Act.SELF_UPDATE)
def update() -> Response:
    """Change one's name, unit and language."""
    form = ProfileForm.read()
    if not form.validate():
        return _profile(form, 422)
    try:
        with writing() as session:
            me = queries.by_ref(session, actor().ref)
            form.check(me)
            told = form.values() | {"unit": form.unit.data or ""}
            profile.update(session, actor(), me, **told, now=now())
            answer = done(url_for(".show"), said=_("Votre profil est enregistré."))
            return keep_language(answer, form.language.data)
    except Stale:
        return _profile(form, 409, conflict.renew(form, _me()))
    except Refused as refusal:
        form.refuse(refusal)
        return _profile(form, 422)


@bp.get("/moi/mot-de-passe")
@allow(Act.SELF_VIEW)
def password_form() -> Response:
    """Which password from now on?"""
    return _password(ChangePasswordForm(formdata=None))


@bp.post("/moi/mot-de-passe")
@allow(Act.PASSWORD_CHANGE)
def change_password() -> Response:
    """Change one's password: the others' sessions end, this one goes on with a fresh token."""
    form = ChangePasswordForm.read()
    if not form.validate():
        return _password(form, 422)
    try:
        return _changed(form)
    except TooMany as refusal:
        form.refuse(refusal)
        return later(_password(form, 429), refusal.seconds)
    except Refused as refusal:
        form.refuse(refusal)
        return _password(form, 422)


@bp.post("/moi/sessions/<ref:ref>/fermeture")
@allow(Act.SESSION_REVOKE)
def revoke(ref: str) -> Response:
    """End one of one's own sessions."""
    with writing() as session:
        rows = [s for s in queries.sessions_of(session, actor().person_id, now()) if s.ref == ref]
        if not rows:
            raise Missing
        sessions.revoke(session, actor(), rows[0], now())
        return done(url_for(".show"), said=_("La session est close."))


@bp.post("/moi/sessions/fermeture")
@allow(Act.SESSION_REVOKE)
def revoke_others() -> Response:
    """End one's sessions everywhere but here."""
    with writing() as session:
        me, here = queries.by_ref(session, actor().ref), current_user.session_ref
        profile.end_other_sessions(session, actor(), me, here=here, now=now())
        return done(url_for(".show"), said=_("Vos autres sessions sont closes."))


def _me() -> Person:
    return queries.by_ref(db.session(), actor().ref)


def _check_password(form: ChangePasswordForm) -> str:
    """The address of whoever asks. Raises Refused unless the old password is right, the new good."""
    email = _me().email
    new = form.new_password.data
    rules.check_password(new, form.new_password_again.data, email=email)
    if gate.check(email, form.current_password.data, place=client_place(), at=now()) is None:
        told = _("Ce n’est pas votre mot de passe actuel. Essayez encore.")
        raise Refused(told, field="current_password")
    return email


def _changed(form: ChangePasswordForm) -> Response:
    email, kept = _check_password(form), passwords.hashed(form.new_password.data)
    with writing() as session:
        gate.forgive(session, email, place=client_place())
        me, here = queries.by_ref(session, actor().ref), current_user.session_ref
        credentials.change(session, actor(), me, kept, here=here, now=now())
        sessions.rotate(session, current_user._get_current_object(), now())
        said = _("Votre mot de passe est changé, vos autres sessions sont closes.")
        return done(url_for(".show"), said=said)


def _profile(form: ProfileForm, status: int = 200, theirs=None) -> Response:
    told = {"form": form, "me": _me(), "theirs": theirs}
    return page("people/profile.html", fragment="people/_profile.html", status=status, **told)


def _password(form: ChangePasswordForm, status: int = 200) -> Response:
    told = {"form": form, "example": EXAMPLE}
    return page("people/password.html", fragment="people/_password.html", status=status, **told)
