"""Pages on which a team writes: logbook, hypotheses, report."""

from flask import Response
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.investigations import actions, queries, reading
from portal.investigations.blueprint import at, bp, writable
from portal.investigations.forms import ConclusionForm, EntryForm, HypothesisForm, ReportForm
from portal.investigations.models import Hypothesis, Investigation
from portal.investigations.words import HypothesisState
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.post("/investigations/<ref:ref>/journal")
@allow(Act.INVESTIGATION_LOG)
def log(ref: str) -> Response:
    """Add a line to the logbook."""
    form = EntryForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                actions.log(session, actor(), found, **form.values(), now=now())
                return done(at(ref), said=_("C’est consigné."))
        except Refused as refusal:
            form.refuse(refusal)
    return _again(ref, "investigations/_logbook.html", entry_form=form)


@bp.post("/investigations/<ref:ref>/hypotheses")
@allow(Act.INVESTIGATION_LOG)
def add_hypothesis(ref: str) -> Response:
    """Say what is believed and will be checked."""
    form = HypothesisForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                text = form.hypothesis.data
                actions.add_hypothesis(session, actor(), found, text=text, now=now())
                return done(at(ref), said=_("L’hypothèse est posée."))
        except Refused as refusal:
            form.refuse(refusal)
    return _again(ref, "investigations/_hypotheses.html", hypothesis_form=form)


@bp.get("/investigations/<ref:ref>/hypotheses/<ref:hypothesis_ref>")
@allow(Act.INVESTIGATION_VIEW)
def hypothesis(ref: str, hypothesis_ref: str) -> Response:
    """Do facts confirm it?"""
    found = writable(ref, Act.INVESTIGATION_LOG)
    one = queries.hypothesis(db.session(), found, hypothesis_ref)
    form = ConclusionForm(formdata=None, obj=one)
    form.state.data = None if one.state is HypothesisState.OPEN else one.state
    return page("investigations/hypothesis.html", form=form, **_both(found, one))


@bp.post("/investigations/<ref:ref>/hypotheses/<ref:hypothesis_ref>")
@allow(Act.INVESTIGATION_LOG)
def conclude_hypothesis(ref: str, hypothesis_ref: str) -> Response:
    """Keep or drop a hypothesis."""
    form, status, rows = ConclusionForm.read(), 422, None
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                policy.require(actor(), Act.INVESTIGATION_LOG, found)
                queries.lock(session, found)
                one = queries.hypothesis(session, found, hypothesis_ref)
                form.check(one)
                actions.conclude_hypothesis(
                    session, actor(), found, one, **form.values(), now=now()
                )
                return done(at(ref, "hypotheses"), said=_("La conclusion est gardée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status = 409
    found = writable(ref, Act.INVESTIGATION_LOG)
    one = queries.hypothesis(db.session(), found, hypothesis_ref)
    if status == 409:
        rows = conflict.renew(form, one)
    return page(
        "investigations/hypothesis.html",
        fragment="investigations/_conclusion.html",
        status=status,
        form=form,
        conflict_rows=rows,
        **_both(found, one),
    )


@bp.get("/investigations/<ref:ref>/rapport")
@allow(Act.INVESTIGATION_VIEW)
def report(ref: str) -> Response:
    """Write what was learned."""
    found = writable(ref, Act.INVESTIGATION_LOG)
    form = ReportForm(formdata=None, obj=found)
    return page("investigations/report.html", form=form, investigation=found)


@bp.post("/investigations/<ref:ref>/rapport")
@allow(Act.INVESTIGATION_LOG)
def write_report(ref: str) -> Response:
    """Save the report, unless somebody saved it since."""
    form, status, rows = ReportForm.read(), 422, None
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                policy.require(actor(), Act.INVESTIGATION_LOG, found)
                queries.lock(session, found)
                form.check(found)
                actions.write_report(session, actor(), found, **form.values(), now=now())
                return done(at(ref, "rapport"), said=_("Le rapport est enregistré."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status = 409
    found = writable(ref, Act.INVESTIGATION_LOG)
    if status == 409:
        rows = conflict.renew(form, found)
    return page(
        "investigations/report.html",
        fragment="investigations/_report.html",
        status=status,
        form=form,
        conflict_rows=rows,
        investigation=found,
    )


def _again(ref: str, fragment: str, **forms) -> Response:
    return reading.show(queries.by_ref(db.session(), ref), fragment, **forms)


def _both(found: Investigation, one: Hypothesis) -> dict:
    return {"investigation": found, "hypothesis": one}
