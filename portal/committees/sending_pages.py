"""Carrying an investigation or a startup to a committee."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import exit_pages, item_actions, item_queries, queries, takeover_pages
from portal.committees.blueprint import bp
from portal.committees.forms import SendInvestigationForm, SendStartupForm
from portal.committees.words import DIRECTIONS, SubjectKind
from portal.extensions import db
from portal.investigations import queries as investigations
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.startups import queries as startups
from portal.startups.words import LIVE_PHASES
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, go, page
from portal.web.writing import writing

# Importing them attaches their addresses: an offer, an exit are carried to a committee too.
ALSO = (exit_pages, takeover_pages)


@bp.get("/investigations/<ref:ref>/comite")
@allow(Act.INVESTIGATION_VIEW)
def send_investigation(ref: str) -> Response:
    """Choose the committee."""
    source = investigations.by_ref(db.session(), ref)
    policy.require(actor(), Act.INVESTIGATION_SEND, source)
    form = _investigation_form(source, formdata=None, data={"startup_title": source.title})
    return _ask(source, form, 200)


def _ask(source, form, status: int) -> Response:
    under_way = item_queries.live_about(db.session(), source.ref)
    if under_way is not None and status == 200:
        return go(url_for(".item", ref=under_way.ref))
    return page("committees/send.html", status=status, source=source, form=form)


def _investigation_form(source, **kwargs) -> SendInvestigationForm:
    form = SendInvestigationForm(**kwargs)
    found = queries.open_of(db.session(), (source.incubator_ref,))
    form.committee.choices = [(one.ref, one.name) for one in found]
    return form


@bp.post("/investigations/<ref:ref>/comite")
@allow(Act.INVESTIGATION_SEND)
def carry_investigation(ref: str) -> Response:
    """Send the investigation."""
    source = investigations.by_ref(db.session(), ref)
    policy.require(actor(), Act.INVESTIGATION_SEND, source)
    form = _investigation_form(source)
    if form.validate():
        try:
            with writing() as session:
                source = investigations.by_ref(session, ref)
                values = form.values()
                committee = queries.by_ref(session, values.pop("committee"))
                item = item_actions.send_investigation(
                    session, actor(), source, committee, now=now(), **values
                )
                return done(
                    url_for(".dossier", ref=item.ref), said=_("Point créé : complétez le dossier.")
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _ask(investigations.by_ref(db.session(), ref), form, 422)


@bp.get("/startups/<ref:ref>/comite")
@allow(Act.STARTUP_VIEW)
def send_startup(ref: str) -> Response:
    """Choose the committee and what is proposed."""
    startup = startups.by_ref(db.session(), ref)
    policy.require(actor(), Act.STARTUP_SEND, startup)
    item_actions.check_heard(db.session(), startup)
    return _ask(startup, _startup_form(startup, formdata=None), 200)


def _startup_form(startup, **kwargs) -> SendStartupForm:
    form = SendStartupForm(**kwargs)
    found = queries.open_of(db.session(), startup.incubator_refs)
    # The main incubator's committees first: the clock does the same.
    found.sort(key=lambda one: one.incubator_ref != startup.incubator_ref)
    form.committee.choices = [(one.ref, one.name) for one in found]
    form.direction.choices = [(one.value, one.label) for one in DIRECTIONS[SubjectKind.STARTUP]]
    phases = [(one.value, one.label) for one in LIVE_PHASES]
    form.phase.choices = [("", _("la même")), *phases]
    return form


@bp.post("/startups/<ref:ref>/comite")
@allow(Act.STARTUP_SEND)
def carry_startup(ref: str) -> Response:
    """Send the startup."""
    startup = startups.by_ref(db.session(), ref)
    policy.require(actor(), Act.STARTUP_SEND, startup)
    form = _startup_form(startup)
    if form.validate():
        try:
            with writing() as session:
                startup = startups.by_ref(session, ref)
                item = item_actions.send_startup(
                    session,
                    actor(),
                    startup,
                    queries.by_ref(session, form.committee.data),
                    direction=form.direction.data,
                    phase=form.phase.data,
                    now=now(),
                )
                return done(
                    url_for(".dossier", ref=item.ref), said=_("Point créé : complétez le dossier.")
                )
        except Refused as refusal:
            form.refuse(refusal)
    return _ask(startups.by_ref(db.session(), ref), form, 422)
