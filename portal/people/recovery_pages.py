"""A password forgotten, or not chosen yet: a link by mail, and the page that it opens."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.db.engine import transaction
from portal.extensions import db
from portal.kernel.errors import Refused, TooMany
from portal.people import credentials, links, passwords, rules, throttling
from portal.people.blueprint import bp
from portal.people.forms import ChosenPasswordForm, ForgottenForm
from portal.people.limits import RESET_ACCOUNT, RESET_PLACE
from portal.people.models import PasswordLink
from portal.people.words import EXAMPLE, LinkPurpose
from portal.policy import Act
from portal.web.context import client_place, now
from portal.web.guard import allow
from portal.web.respond import done, later, page
from portal.web.writing import writing


@bp.get("/connexion/oubli")
@allow(Act.RESET_VIEW)
def forgotten() -> Response:
    """Which address gets a link?"""
    return _forgotten(ForgottenForm(formdata=None))


@bp.post("/connexion/oubli")
@allow(Act.RESET_ASK)
def ask_reset() -> Response:
    """Mail a link if the address has an account; the answer never says whether it has."""
    form = ForgottenForm.read()
    if not form.validate():
        return _forgotten(form, 422)
    try:
        _count(form.email.data)
    except TooMany as refusal:
        form.refuse(refusal)
        return later(_forgotten(form, 429), refusal.seconds)
    with writing() as session:
        credentials.ask_reset(session, form.email.data, now=now())
        return done(url_for(".reset_sent"))


@bp.get("/connexion/oubli/envoi")
@allow(Act.RESET_VIEW)
def reset_sent() -> Response:
    """What happens now?"""
    return page("people/reset_sent.html")


@bp.get(links.PATH)
@allow(Act.RESET_VIEW)
def new_password() -> Response:
    """Which password from now on? Looking uses nothing: mail scanners open every link."""
    form = ChosenPasswordForm(formdata=None)
    form.clef.data = request.args.get("clef", "")
    link = _link(form)
    return _over() if link is None else _chosen(form, link)


@bp.post(links.PATH)
@allow(Act.RESET_USE)
def choose_password() -> Response:
    """Choose a password; the link has then served, and every session ends."""
    form = ChosenPasswordForm.read()
    try:
        if form.validate():
            kept = _hashed(form)
            with writing() as session:
                credentials.choose(session, form.clef.data, kept, now=now())
                said = _("Votre mot de passe est choisi. Connectez-vous avec lui.")
                return done(url_for(".sign_in"), said=said)
    except credentials.LinkOver:
        return _over()
    except Refused as refusal:
        form.refuse(refusal)
    link = _link(form)
    return _over() if link is None else _chosen(form, link, 422)


def _count(email: str) -> None:
    with transaction() as session:
        throttling.take(session, RESET_ACCOUNT, f"account:{email.strip().lower()}", now())
        throttling.take(session, RESET_PLACE, f"place:{client_place()}", now())


def _link(form: ChosenPasswordForm) -> PasswordLink | None:
    return links.usable(db.session(), form.clef.data or "", now())


def _hashed(form: ChosenPasswordForm) -> str:
    """The digest to keep, made before the transaction that writes it."""
    link = _link(form)
    email = link.person.email if link else ""
    rules.check_password(form.new_password.data, form.new_password_again.data, email=email)
    return passwords.hashed(form.new_password.data)


def _forgotten(form: ForgottenForm, status: int = 200) -> Response:
    fragment = "people/_forgotten.html"
    return page("people/forgotten.html", fragment=fragment, status=status, form=form)


def _chosen(form: ChosenPasswordForm, link: PasswordLink, status: int = 200) -> Response:
    return page(
        "people/new_password.html",
        fragment="people/_new_password.html",
        status=status,
        form=form,
        person=link.person,
        is_first=link.purpose is LinkPurpose.INVITATION,
        example=EXAMPLE,
    )


def _over() -> Response:
    return page("people/link_over.html", status=410)
