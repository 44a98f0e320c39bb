"""Founding a committee: standing, or for one purpose."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import actions
from portal.committees.blueprint import bp
from portal.committees.forms import CommitteeForm
from portal.extensions import db
from portal.kernel.errors import Forbidden, Missing, Refused
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.settings import queries as settings_of
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/comites/nouveau")
@allow(Act.COMMITTEE_VIEW)
def new() -> Response:
    """Found a committee."""
    minutes = settings_of.current(db.session()).vote_minutes
    form = _committee_form(formdata=None, data={"vote_minutes": minutes})
    if not form.incubator.choices:
        raise Missing
    return page("committees/new.html", form=form)


def _committee_form(**kwargs) -> CommitteeForm:
    form = CommitteeForm(**kwargs)
    form.incubator.choices = [(one.ref, one.title) for one in own_incubators()]
    if not form.incubator.choices:
        raise Forbidden(Act.COMMITTEE_CREATE.value)
    return form


def own_incubators() -> list:
    """Those that the actor may give a committee."""
    every = organisations.incubators(db.session(), hidden=True)
    return [one for one in every if policy.may(actor(), Act.COMMITTEE_CREATE, one)]


@bp.post("/comites/nouveau")
@allow(Act.COMMITTEE_CREATE)
def found() -> Response:
    """Found it."""
    form = _committee_form()
    if form.validate():
        try:
            with writing() as session:
                values = form.values()
                incubator = organisations.receiving(session, values.pop("incubator"), "incubator")
                committee = actions.found(session, actor(), incubator, now=now(), **values)
                return done(
                    url_for(".show", ref=committee.ref),
                    said=_("Le comité est créé. Donnez-lui ses sièges."),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return page("committees/new.html", status=422, form=form)
