"""Administration: health and people, one person, mails."""

from pathlib import Path

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.administration import (
    actions,
    incubator_pages,
    mandate_pages,
    organisation_pages,
    queries,
    settings_pages,
)
from portal.administration.blueprint import bp
from portal.administration.forms import AccountForm, MotiveForm, SearchForm
from portal.extensions import db
from portal.files import store
from portal.health import queries as health
from portal.kernel.errors import Refused
from portal.people import accounts, credentials, queries as people, rules
from portal.people.models import Person
from portal.people.words import KIND_LABELS, ROLE_LABELS
from portal.policy import Act, Kind
from portal.register import queries as register
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

__all__ = ["bp", "incubator_pages", "mandate_pages", "organisation_pages", "settings_pages"]


@bp.get("/administration")
@allow(Act.USER_LIST)
def show() -> Response:
    """Is it healthy, and who is here?"""
    session, form = db.session(), SearchForm(request.args)
    pager = paginate(session, people.everyone(form.q.data or ""))
    return page(
        "administration/show.html",
        fragment="administration/_people.html",
        filters=form,
        pager=pager,
        roles={one.id: _roles(one) for one in pager.rows},
        kind_labels=KIND_LABELS,
        health=health.health(session, _instance(), store.ours(), now()),
        last_round=health.last_round(session),
        outbox=queries.outbox(session, now()),
        register_count=register.head(session)[0],
        may_manage=policy.may(actor(), Act.USER_MANAGE),
    )


@bp.get("/administration/personnes/nouvelle")
@allow(Act.USER_LIST)
def new() -> Response:
    """Whose account is opened?"""
    policy.require(actor(), Act.USER_MANAGE)
    return page("administration/new.html", form=AccountForm(formdata=None))


@bp.post("/administration/personnes/nouvelle")
@allow(Act.USER_MANAGE)
def create() -> Response:
    """Open an account, and invite its person."""
    form = AccountForm.read()
    if form.validate():
        try:
            with writing() as session:
                told = form.values() | {"kind": Kind(form.kind.data), "unit": form.unit.data or ""}
                person = actions.open_account(session, actor(), **told, now=now())
                said = _("Le compte est ouvert, l’invitation part à %(to)s.", to=person.email)
                return done(url_for(".person", ref=person.ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return page("administration/new.html", status=422, form=form)


@bp.get("/administration/personnes/<ref:ref>")
@allow(Act.USER_LIST)
def person(ref: str) -> Response:
    """Who is this, and what may they do?"""
    return _person(ref, MotiveForm(formdata=None))


@bp.post("/administration/personnes/<ref:ref>/invitation")
@allow(Act.USER_MANAGE)
def invite(ref: str) -> Response:
    """Send the invitation again; the links sent before work no more."""
    with writing() as session:
        found = people.by_ref(session, ref)
        credentials.invite(session, actor(), found, now=now())
        return done(
            url_for(".person", ref=ref),
            said=_("Une nouvelle invitation part à %(to)s.", to=found.email),
        )


@bp.get("/administration/personnes/<ref:ref>/fermeture")
@allow(Act.USER_LIST)
def closing(ref: str) -> Response:
    """What ends with this account, and what stays?"""
    policy.require(actor(), Act.USER_MANAGE)
    return _closing(ref, MotiveForm(formdata=None))


@bp.post("/administration/personnes/<ref:ref>/fermeture")
@allow(Act.USER_MANAGE)
def deactivate(ref: str) -> Response:
    """Close the account."""
    said = _("Le compte est fermé : ses sessions et ses rôles ont pris fin.")
    return _manage(ref, accounts.deactivate, said, _closing)


@bp.post("/administration/personnes/<ref:ref>/reouverture")
@allow(Act.USER_MANAGE)
def reactivate(ref: str) -> Response:
    """Open the account again."""
    return _manage(ref, accounts.reactivate, _("Le compte est rouvert."), _person)


@bp.get("/administration/courriers")
@allow(Act.OUTBOX_VIEW)
def outbox() -> Response:
    """Do mails leave?"""
    session = db.session()
    return page(
        "administration/outbox.html",
        outbox=queries.outbox(session, now()),
        dead=queries.dead_mails(session),
        form=ActForm(formdata=None),
    )


@bp.post("/administration/courriers/relance")
@allow(Act.OUTBOX_RETRY)
def retry() -> Response:
    """Send again what was given up."""
    with writing() as session:
        count = actions.retry_dead_mails(session, actor(), now=now())
        return done(url_for(".outbox"), said=_("Courriers remis en file : %(count)s.", count=count))


def _instance() -> Path:
    return current_app.extensions["portal.settings"].instance


def _roles(person: Person) -> str:
    held = [m.role for m in person.mandates if rules.in_force(m.starts_on, m.ends_on, today())]
    return ", ".join(str(ROLE_LABELS[role]) for role in dict.fromkeys(held))


def _manage(ref: str, act, said: str, again) -> Response:
    form = MotiveForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = people.by_ref(session, ref)
                act(session, actor(), found, motive=form.motive.data, now=now())
                return done(url_for(".person", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return again(ref, form, status=422)


def _closing(ref: str, form: MotiveForm, status: int = 200) -> Response:
    session = db.session()
    found = people.by_ref(session, ref)
    return page(
        "administration/closing.html",
        fragment="administration/_closing.html",
        status=status,
        person=found,
        form=form,
        ending=people.mandates_to_end(session, found, today()),
        sessions=people.sessions_of(session, found.id, now()),
        role_labels=ROLE_LABELS,
    )


def _person(ref: str, form: MotiveForm, status: int = 200) -> Response:
    session = db.session()
    found = people.by_ref(session, ref)
    proposal = queries.proposal(session, found, now())
    return page(
        "administration/person.html",
        status=status,
        person=found,
        form=form,
        act_form=ActForm(formdata=None),
        mandates=queries.mandates_of(session, found),
        today=today(),
        kind_labels=KIND_LABELS,
        role_labels=ROLE_LABELS,
        may_manage=policy.may(actor(), Act.USER_MANAGE) and found.id != actor().person_id,
        may_give=policy.may(actor(), Act.ROLE_GRANT) and found.kind is Kind.AGENT,
        proposal=proposal,
        proposed_by=queries.author_of(session, proposal) if proposal else None,
    )
