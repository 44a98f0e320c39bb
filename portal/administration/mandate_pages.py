"""Mandates: those of an incubator, given by the programme's direction; the direction itself."""

from datetime import timedelta

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.administration import actions, house_history, queries
from portal.administration.blueprint import bp
from portal.administration.forms import EndForm, MandateForm
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.organisations import queries as organisations
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.people.words import ROLE_LABELS
from portal.policy import Act, Kind, Role
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/administration/incubateurs/<ref:ref>")
@allow(Act.HOUSES_VIEW)
def incubator(ref: str) -> Response:
    """What is this incubator, who directs it, and who triages?"""
    return _incubator(ref, MandateForm(formdata=None, starts_on=today()))


@bp.post("/administration/incubateurs/<ref:ref>")
@allow(Act.MANDATE_GRANT)
def appoint(ref: str) -> Response:
    """Give a role in this incubator."""
    form = MandateForm.read()
    if form.validate():
        try:
            with writing() as session:
                house, who = organisations.incubator(session, ref), _somebody(session, form)
                told = form.values() | {"role": Role(form.role.data)}
                del told["person"]
                actions.appoint(session, actor(), house, who, **told, now=now())
                return done(
                    url_for(".incubator", ref=ref),
                    said=_("%(who)s est prévenu de son rôle.", who=who.name),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _incubator(ref, form, status=422)


@bp.get("/administration/incubateurs/<ref:ref>/<ref:person_ref>/<role>")
@allow(Act.PROGRAMME_VIEW)
def ending(ref: str, person_ref: str, role: str) -> Response:
    """When does this role end, and why?"""
    policy.require(actor(), Act.MANDATE_GRANT)
    return _ending(
        ref, person_ref, role, EndForm(formdata=None, ends_on=today() + timedelta(days=1))
    )


@bp.post("/administration/incubateurs/<ref:ref>/<ref:person_ref>/<role>")
@allow(Act.MANDATE_GRANT)
def end(ref: str, person_ref: str, role: str) -> Response:
    """End this role."""
    form = EndForm.read()
    if form.validate():
        try:
            with writing() as session:
                house, who = (
                    organisations.incubator(session, ref),
                    people.by_ref(session, person_ref),
                )
                mandate = queries.open_mandate(session, who, _role(role), ref, today())
                actions.end_mandate(session, actor(), house, mandate, **form.values(), now=now())
                return done(
                    url_for(".incubator", ref=ref),
                    said=_("Le rôle prend fin, et la personne est prévenue."),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _ending(ref, person_ref, role, form, status=422)


@bp.post("/administration/personnes/<ref:ref>/direction")
@allow(Act.ROLE_GRANT)
def propose(ref: str) -> Response:
    """Propose somebody for the programme's direction, or confirm them."""
    with writing() as session:
        who = people.by_ref(session, ref)
        given = actions.propose_direction(session, actor(), who, now=now())
        said = (
            _("Le rôle est donné.")
            if given
            else _("Proposition gardée : un second administrateur doit confirmer.")
        )
        return done(url_for(".person", ref=ref), said=said)


@bp.get("/administration/personnes/<ref:ref>/direction/fin")
@allow(Act.USER_LIST)
def ending_direction(ref: str) -> Response:
    """When does this person leave the programme's direction, and why?"""
    policy.require(actor(), Act.ROLE_GRANT)
    return _ending_direction(ref, EndForm(formdata=None, ends_on=today() + timedelta(days=1)))


@bp.post("/administration/personnes/<ref:ref>/direction/fin")
@allow(Act.ROLE_GRANT)
def end_direction(ref: str) -> Response:
    """End a role in the programme's direction."""
    form = EndForm.read()
    if form.validate():
        try:
            with writing() as session:
                who = people.by_ref(session, ref)
                mandate = queries.open_mandate(session, who, Role.PROGRAMME, None, today())
                actions.end_direction(session, actor(), mandate, **form.values(), now=now())
                return done(
                    url_for(".person", ref=ref),
                    said=_("Le rôle prend fin, et la personne est prévenue."),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _ending_direction(ref, form, status=422)


def _incubator(ref: str, form: MandateForm, status: int = 200) -> Response:
    session = db.session()
    house = organisations.incubator(session, ref)
    return page(
        "administration/incubator.html",
        fragment="administration/_mandate.html",
        status=status,
        incubator=house,
        staff=queries.staff(session, today(), [ref]).get(ref, []),
        form=form,
        role_labels=ROLE_LABELS,
        heir=_heir(session, house),
        history=house_history.of(session, house),
        may_give=policy.may(actor(), Act.MANDATE_GRANT) and not house.is_closed,
        may_end=policy.may(actor(), Act.MANDATE_GRANT),
        may_edit=policy.may(actor(), Act.INCUBATOR_EDIT),
        may_close=policy.may(actor(), Act.INCUBATOR_CLOSE),
    )


def _heir(session: Session, house: Incubator) -> Incubator | None:
    found = organisations.incubators_of(session, {house.successor_ref} - {None})
    return found.get(house.successor_ref)


def _ending(ref: str, person_ref: str, role: str, form: EndForm, status: int = 200) -> Response:
    session = db.session()
    house, who = organisations.incubator(session, ref), people.by_ref(session, person_ref)
    mandate = queries.open_mandate(session, who, _role(role), ref, today())
    here = {"ref": ref, "person_ref": person_ref, "role": role}
    return _end_page(
        mandate, form, status, house.title, url_for(".end", **here), url_for(".incubator", ref=ref)
    )


def _ending_direction(ref: str, form: EndForm, status: int = 200) -> Response:
    session = db.session()
    who = people.by_ref(session, ref)
    mandate = queries.open_mandate(session, who, Role.PROGRAMME, None, today())
    where = _("tout le programme")
    return _end_page(
        mandate,
        form,
        status,
        where,
        url_for(".end_direction", ref=ref),
        url_for(".person", ref=ref),
    )


def _end_page(mandate: Mandate, form: EndForm, status: int, where: str, address, back) -> Response:
    return page(
        "administration/ending.html",
        fragment="administration/_ending.html",
        status=status,
        mandate=mandate,
        form=form,
        where=where,
        address=address,
        back=back,
        role_label=ROLE_LABELS[mandate.role],
    )


def _role(code: str) -> Role:
    if code not in queries.IN_INCUBATORS:
        raise Missing
    return Role(code)


def _somebody(session: Session, form: MandateForm) -> Person:
    person = people.by_email(session, form.person.data)
    if person is None or person.deactivated_at or person.kind is not Kind.AGENT:
        raise Refused(_("Aucun agent n’a de compte à cette adresse."), field="person")
    return person
