"""Pages of the budget: planned beside real, and what the impact costs."""

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.kernel.periods import add_months, half_year_of
from portal.policy import Act
from portal.startups import (
    cost_says,
    measure_queries,
    money_queries,
    series,
    sheet_says,
    spending,
)
from portal.startups.blueprint import bp
from portal.startups.leaves import may, opened, writable, written
from portal.startups.measure_models import Measure
from portal.startups.models import Startup
from portal.startups.money_forms import (
    AmountsForm,
    CostForm,
    LineForm,
)
from portal.startups.sheet_words import Better
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import page

_BACK, _AHEAD = 4, 2


@bp.get("/startups/<ref:ref>/budget")
@allow(Act.STARTUP_BUDGET)
def budget(ref: str) -> Response:
    """What was to be spent, what was, and does the impact cost less each time?"""
    return _budget(opened(ref, Act.STARTUP_BUDGET), LineForm(formdata=None))


@bp.post("/startups/<ref:ref>/budget")
@allow(Act.BUDGET_EDIT)
def plan(ref: str) -> Response:
    """Add a line."""
    form = LineForm.read()
    form.half_year.choices = _half_years()

    def verb(session, startup):
        told = form.values()
        told["half_year"] = date.fromisoformat(told["half_year"])
        spending.plan(session, actor(), startup, **told, now=now())

    goal, said = url_for(".budget", ref=ref), _("La ligne est ajoutée.")
    return written(
        form,
        ref,
        Act.BUDGET_EDIT,
        verb,
        lambda **more: _budget(opened(ref, Act.STARTUP_BUDGET), form, **more),
        goal=goal,
        said=said,
    )


@bp.get("/startups/<ref:ref>/budget/<ref:line_ref>")
@allow(Act.STARTUP_BUDGET)
def line_form(ref: str, line_ref: str) -> Response:
    """What are the right amounts?"""
    startup = writable(ref, Act.BUDGET_EDIT)
    found = money_queries.line(db.session(), startup, line_ref)
    return _restating(startup, found, AmountsForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/budget/<ref:line_ref>")
@allow(Act.BUDGET_EDIT)
def restate(ref: str, line_ref: str) -> Response:
    """Change the amounts of a line."""
    form = AmountsForm.read()

    def verb(session, startup):
        found = money_queries.line(session, startup, line_ref)
        form.check(found)
        spending.restate(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.BUDGET_EDIT)
        return _restating(
            startup, money_queries.line(db.session(), startup, line_ref), form, **more
        )

    goal, said = url_for(".budget", ref=ref), _("La ligne est modifiée.")
    return written(form, ref, Act.BUDGET_EDIT, verb, again, goal=goal, said=said)


def _half_years() -> list[tuple[str, str]]:
    first = half_year_of(today())
    told = [add_months(first, 6 * shift) for shift in range(_AHEAD, -_BACK - 1, -1)]
    return [(one.isoformat(), sheet_says.half_year(one)) for one in told]


def _budget(startup: Startup, form: LineForm, *, status: int = 200, **values) -> Response:
    session = db.session()
    form.half_year.choices = _half_years()
    form.half_year.data = form.half_year.data or half_year_of(today()).isoformat()
    lines = money_queries.budget(session, startup)
    measures = [
        one
        for one in measure_queries.measures(session, startup)
        if one.better is Better.UP and one.series
    ]
    asked = CostForm.read(measures)
    measure = _chosen(measures, asked)
    asked.mesure.data = measure.ref if measure else None
    found = money_queries.cost_series(session, startup, today(), measure) if measure else []
    return page(
        "startups/budget.html",
        fragment="startups/_line_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=form,
        lines=lines,
        half_years=list(dict.fromkeys(one.half_year for one in lines)),
        totals=money_queries.totals,
        asked=asked,
        measure=measure,
        costs=found,
        no_cost=money_queries.no_cost(measure, found, lines),
        costing=cost_says,
        picture=series.series([(one.on, one.each) for one in found]),
        say=sheet_says,
        may_edit=may(Act.BUDGET_EDIT, startup),
        may_say=may(Act.STARTUP_EDIT, startup),
        **values,
    )


def _chosen(measures: list[Measure], asked: CostForm) -> Measure | None:
    named = [one for one in measures if one.ref == asked.mesure.data]
    return next(iter(named or measures), None)


def _restating(startup: Startup, found, form: AmountsForm, *, status: int = 200, **values):
    return page(
        "startups/budget_line.html",
        fragment="startups/_amounts_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        line=found,
        form=form,
        say=sheet_says,
        **values,
    )
