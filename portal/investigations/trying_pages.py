"""Pages on which a team says what it tries with users, and what came of it."""

from flask import Response
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.investigations import actions, desk_queries, queries, reading
from portal.investigations.blueprint import at, bp, writable
from portal.investigations.desk_models import Solution
from portal.investigations.forms import SolutionForm, TriedForm
from portal.investigations.models import Investigation
from portal.investigations.words import HypothesisState
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.post("/investigations/<ref:ref>/solutions")
@allow(Act.INVESTIGATION_LOG)
def add_solution(ref: str) -> Response:
    """Say what will be tried."""
    form = SolutionForm.read().offer(queries.by_ref(db.session(), ref).hypotheses)
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                actions.add_solution(session, actor(), found, **form.values(), now=now())
                return done(at(ref, "solutions"), said=_("L’essai est prévu."))
        except Refused as refusal:
            form.refuse(refusal)
    found = queries.by_ref(db.session(), ref)
    return reading.show(found, "investigations/_solutions.html", solution_form=form)


@bp.get("/investigations/<ref:ref>/solutions/<ref:solution_ref>")
@allow(Act.INVESTIGATION_VIEW)
def solution(ref: str, solution_ref: str) -> Response:
    """What came of it?"""
    found = writable(ref, Act.INVESTIGATION_LOG)
    one = desk_queries.solution(db.session(), found, solution_ref)
    form = TriedForm(formdata=None, obj=one)
    if one.state is HypothesisState.OPEN:
        form.state.data = form.users.data = None
    return _page(found, one, form)


@bp.post("/investigations/<ref:ref>/solutions/<ref:solution_ref>")
@allow(Act.INVESTIGATION_LOG)
def conclude_solution(ref: str, solution_ref: str) -> Response:
    """Keep it, or drop it."""
    form, status, rows = TriedForm.read(), 422, None
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                policy.require(actor(), Act.INVESTIGATION_LOG, found)
                queries.lock(session, found)
                one = desk_queries.solution(session, found, solution_ref)
                form.check(one)
                actions.conclude_solution(session, actor(), found, one, **form.values(), now=now())
                return done(at(ref, "solutions"), said=_("L’observation est gardée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status = 409
    found = writable(ref, Act.INVESTIGATION_LOG)
    one = desk_queries.solution(db.session(), found, solution_ref)
    if status == 409:
        rows = conflict.renew(form, one)
    return _page(found, one, form, status, conflict_rows=rows)


def _page(
    found: Investigation, one: Solution, form: TriedForm, status: int = 200, **more: object
) -> Response:
    return page(
        "investigations/solution.html",
        status=status,
        investigation=found,
        solution=one,
        form=form,
        **more,
    )
