"""Organisations: the list, and the sheet of each."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.administration.blueprint import bp
from portal.administration.house_forms import BodiesForm, OrganisationForm
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.organisations import actions as houses, queries
from portal.organisations.words import KINDS, OrganisationOrder
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/administration/organisations")
@allow(Act.HOUSES_VIEW)
def organisations() -> Response:
    """Which organisations are there?"""
    session, asked = db.session(), BodiesForm.read()
    asked.tri.choices = OrganisationOrder.choices()
    order = asked.sound("tri", OrganisationOrder.NAME)
    pager = paginate(session, queries.bodies(asked.sound("q", ""), order))
    return page(
        "administration/organisations.html",
        fragment="administration/_organisations.html",
        pager=pager,
        filters=asked,
        counts=queries.owned_counts(session, [one.ref for one in pager.rows]),
        kinds=KINDS,
        may_edit=policy.may(actor(), Act.ORGANISATION_EDIT),
    )


@bp.get("/administration/organisations/nouvelle")
@allow(Act.HOUSES_VIEW)
def new_organisation() -> Response:
    """What is this new organisation?"""
    policy.require(actor(), Act.ORGANISATION_EDIT)
    return _new(OrganisationForm(formdata=None).offer())


@bp.post("/administration/organisations/nouvelle")
@allow(Act.ORGANISATION_EDIT)
def found_organisation() -> Response:
    """Make it."""
    form = OrganisationForm().offer()
    if form.validate():
        try:
            with writing() as session:
                made = houses.found_organisation(session, actor(), now=now(), **form.values())
                said = _("L’organisation est créée : %(name)s.", name=made.name)
                return done(url_for(".organisations"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _new(form, 422)


@bp.get("/administration/organisations/<ref:ref>")
@allow(Act.HOUSES_VIEW)
def organisation_sheet(ref: str) -> Response:
    """What is this organisation?"""
    policy.require(actor(), Act.ORGANISATION_EDIT)
    found = queries.organisation(db.session(), ref)
    return _sheet(ref, OrganisationForm(formdata=None, obj=found).offer(found.kind))


@bp.post("/administration/organisations/<ref:ref>")
@allow(Act.ORGANISATION_EDIT)
def describe_organisation(ref: str) -> Response:
    """Say it better."""
    kept = queries.organisation(db.session(), ref)
    form, clash, status = OrganisationForm().offer(kept.kind), None, 422
    if form.validate():
        try:
            with writing() as session:
                found = queries.organisation(session, ref)
                told = form.values() | {"version": form.version.data}
                houses.describe_organisation(session, actor(), found, now=now(), **told)
                said = _("La fiche est enregistrée : %(name)s.", name=found.name)
                return done(url_for(".organisations"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash = conflict.renew(form, queries.organisation(db.session(), ref))
            status = 409
    return _sheet(ref, form, status, clash=clash)


def _new(form: OrganisationForm, status: int = 200) -> Response:
    return page("administration/organisation_new.html", status=status, form=form)


def _sheet(ref: str, form: OrganisationForm, status: int = 200, clash=None) -> Response:
    session = db.session()
    found = queries.organisation(session, ref)
    return page(
        "administration/organisation_sheet.html",
        status=status,
        organisation=found,
        incubators=queries.owned_by(session, found),
        form=form,
        clash=clash,
    )
