"""Incubators: the list, their sheet, closing and opening again."""

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.administration import closing, holdings, queries
from portal.administration.blueprint import bp
from portal.administration.forms import MotiveForm
from portal.administration.house_forms import ClosingForm, HousesForm, IncubatorForm
from portal.extensions import db
from portal.kernel.errors import Refused, Stale
from portal.organisations import actions as houses, queries as organisations
from portal.organisations.words import HouseState
from portal.people.words import ROLE_LABELS
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/administration/incubateurs")
@allow(Act.HOUSES_VIEW)
def incubators() -> Response:
    """Which incubators are there, and who directs each?"""
    session, asked = db.session(), HousesForm.read()
    asked.etat.choices = HouseState.choices()
    state = asked.sound("etat", HouseState.OPEN)
    pager = paginate(session, organisations.houses(asked.sound("q", ""), state))
    return page(
        "administration/incubators.html",
        fragment="administration/_incubators.html",
        pager=pager,
        filters=asked,
        staff=queries.staff(session, today(), [one.ref for one in pager.rows]),
        may_edit=policy.may(actor(), Act.INCUBATOR_EDIT),
    )


@bp.get("/administration/incubateurs/nouveau")
@allow(Act.HOUSES_VIEW)
def new_incubator() -> Response:
    """What is this new incubator?"""
    policy.require(actor(), Act.INCUBATOR_EDIT)
    return _new(_form(formdata=None))


@bp.post("/administration/incubateurs/nouveau")
@allow(Act.INCUBATOR_EDIT)
def found_incubator() -> Response:
    """Make it."""
    form = _form()
    if form.validate():
        try:
            with writing() as session:
                made = houses.found_incubator(session, actor(), now=now(), **form.values())
                said = _("L’incubateur est créé. Nommez qui le dirige.")
                return done(url_for(".incubator", ref=made.ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _new(form, 422)


@bp.get("/administration/incubateurs/<ref:ref>/fiche")
@allow(Act.HOUSES_VIEW)
def incubator_sheet(ref: str) -> Response:
    """What is this incubator?"""
    policy.require(actor(), Act.INCUBATOR_EDIT)
    return _sheet(ref, _form(formdata=None, obj=organisations.incubator(db.session(), ref)))


@bp.post("/administration/incubateurs/<ref:ref>/fiche")
@allow(Act.INCUBATOR_EDIT)
def describe_incubator(ref: str) -> Response:
    """Say it better."""
    form, clash, status = _form(), None, 422
    if form.validate():
        try:
            with writing() as session:
                found = organisations.incubator(session, ref)
                told = form.values() | {"version": form.version.data}
                houses.describe_incubator(session, actor(), found, now=now(), **told)
                return done(url_for(".incubator", ref=ref), said=_("La fiche est enregistrée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            clash = conflict.renew(form, organisations.incubator(db.session(), ref))
            status = 409
    return _sheet(ref, form, status, clash=clash)


@bp.get("/administration/incubateurs/<ref:ref>/fermeture")
@allow(Act.HOUSES_VIEW)
def closing_incubator(ref: str) -> Response:
    """What would its closing do, and to whom?"""
    policy.require(actor(), Act.INCUBATOR_CLOSE)
    return _closing(ref, _closing_form(ref, formdata=None, data={"closed_on": today()}))


@bp.post("/administration/incubateurs/<ref:ref>/fermeture")
@allow(Act.INCUBATOR_CLOSE)
def close_incubator(ref: str) -> Response:
    """Close it."""
    form = _closing_form(ref)
    if form.validate():
        try:
            with writing() as session:
                found = organisations.incubator(session, ref)
                closing.close(session, actor(), found, now=now(), **form.values())
                said = _("L’incubateur est fermé, et chacun est prévenu.")
                return done(url_for(".incubator", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _closing(ref, form, 422)


@bp.get("/administration/incubateurs/<ref:ref>/reouverture")
@allow(Act.HOUSES_VIEW)
def reopening_incubator(ref: str) -> Response:
    """Why does it open again?"""
    policy.require(actor(), Act.INCUBATOR_CLOSE)
    return _reopening(ref, MotiveForm(formdata=None))


@bp.post("/administration/incubateurs/<ref:ref>/reouverture")
@allow(Act.INCUBATOR_CLOSE)
def reopen_incubator(ref: str) -> Response:
    """Open it again."""
    form = MotiveForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = organisations.incubator(session, ref)
                closing.reopen(session, actor(), found, motive=form.motive.data, now=now())
                said = _("L’incubateur est rouvert. Nommez qui le dirige.")
                return done(url_for(".incubator", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _reopening(ref, form, 422)


def _form(**kwargs) -> IncubatorForm:
    return IncubatorForm(**kwargs).offer(organisations.body_choices(db.session()))


def _new(form: IncubatorForm, status: int = 200) -> Response:
    return page("administration/incubator_new.html", status=status, form=form)


def _sheet(ref: str, form: IncubatorForm, status: int = 200, clash=None) -> Response:
    found = organisations.incubator(db.session(), ref)
    return page(
        "administration/incubator_sheet.html",
        status=status,
        incubator=found,
        form=form,
        clash=clash,
    )


def _closing_form(ref: str, **kwargs) -> ClosingForm:
    others = organisations.incubators(db.session(), hidden=True)
    offered = [(one.ref, one.title) for one in others if one.ref != ref]
    return ClosingForm(**kwargs).offer(offered)


def _closing(ref: str, form: ClosingForm, status: int = 200) -> Response:
    session: Session = db.session()
    found = organisations.incubator(session, ref)
    held = holdings.by(session, ref, today())
    form.successor.flags.required = held.leaves
    return page(
        "administration/incubator_closing.html",
        status=status,
        incubator=found,
        held=held,
        told=holdings.teams(session, held, today()),
        readable=[one for one in held.waiting if policy.may(actor(), Act.IRRITANT_VIEW, one)],
        reads_triage=policy.may(actor(), Act.TRIAGE_VIEW),
        form=form,
        role_labels=ROLE_LABELS,
    )


def _reopening(ref: str, form: MotiveForm, status: int = 200) -> Response:
    found = organisations.incubator(db.session(), ref)
    return page(
        "administration/incubator_reopening.html", status=status, incubator=found, form=form
    )
