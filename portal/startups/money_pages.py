"""Pages of money: the budget and what the impact costs, the papers and the sponsors' shares."""

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.kernel.periods import add_months, half_year_of
from portal.policy import Act
from portal.startups import measure_queries, money_queries, series, sheet_says, spending
from portal.startups.blueprint import bp
from portal.startups.leaves import may, opened, writable, written
from portal.startups.measure_models import Measure
from portal.startups.models import Startup
from portal.startups.money_forms import (
    AmountsForm,
    CostForm,
    LineForm,
    NewPaperForm,
    PaperForm,
    ShareForm,
)
from portal.startups.sheet_words import Better, PaperKind
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import page

_BACK, _AHEAD = 4, 2


# Budget


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
        picture=series.series([(one.on, one.each) for one in found]),
        say=sheet_says,
        may_edit=may(Act.BUDGET_EDIT, startup),
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


# Papers


@bp.get("/startups/<ref:ref>/convention")
@allow(Act.STARTUP_BUDGET)
def papers(ref: str) -> Response:
    """Who committed to what, until when, and for which part?"""
    return _papers(opened(ref, Act.STARTUP_BUDGET), NewPaperForm(formdata=None))


@bp.post("/startups/<ref:ref>/convention")
@allow(Act.BUDGET_EDIT)
def file_paper(ref: str) -> Response:
    """Add a paper."""
    startup = writable(ref, Act.BUDGET_EDIT)
    form = _with_agreements(NewPaperForm.read(), startup)

    def verb(session, startup):
        told = form.values()
        amends = spending.known_agreement(session, startup, told.pop("amends"))
        spending.file(session, actor(), startup, amends=amends, **told, now=now())

    goal, said = url_for(".papers", ref=ref), _("Le document est enregistré.")
    return written(
        form,
        ref,
        Act.BUDGET_EDIT,
        verb,
        lambda **more: _papers(opened(ref, Act.STARTUP_BUDGET), form, **more),
        goal=goal,
        said=said,
    )


@bp.get("/startups/<ref:ref>/convention/<ref:paper_ref>")
@allow(Act.STARTUP_BUDGET)
def paper_form(ref: str, paper_ref: str) -> Response:
    """What does this paper say?"""
    startup = writable(ref, Act.BUDGET_EDIT)
    found = money_queries.paper(db.session(), startup, paper_ref)
    return _refiling(startup, found, PaperForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/convention/<ref:paper_ref>")
@allow(Act.BUDGET_EDIT)
def refile_paper(ref: str, paper_ref: str) -> Response:
    """Mend what a paper says."""
    form = PaperForm.read()

    def verb(session, startup):
        found = money_queries.paper(session, startup, paper_ref)
        form.check(found)
        spending.refile(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.BUDGET_EDIT)
        found = money_queries.paper(db.session(), startup, paper_ref)
        return _refiling(startup, found, form, **more)

    goal, said = url_for(".papers", ref=ref), _("Le document est modifié.")
    return written(form, ref, Act.BUDGET_EDIT, verb, again, goal=goal, said=said)


@bp.post("/startups/<ref:ref>/convention/parts")
@allow(Act.BUDGET_EDIT)
def share(ref: str) -> Response:
    """Say the part of a sponsor."""
    startup = writable(ref, Act.BUDGET_EDIT)
    form = _with_sponsors(ShareForm.read(), startup)
    return written(
        form,
        ref,
        Act.BUDGET_EDIT,
        lambda session, startup: spending.share(
            session, actor(), startup, {form.organisation.data: form.share.data}, now=now()
        ),
        lambda **more: _papers(
            opened(ref, Act.STARTUP_BUDGET), NewPaperForm(formdata=None), sharing=form, **more
        ),
        goal=url_for(".papers", ref=ref),
        said=_("La part est enregistrée."),
    )


def _with_agreements(form: NewPaperForm, startup: Startup) -> NewPaperForm:
    known = money_queries.papers(db.session(), startup)
    agreements = [one for one in known if one.kind is PaperKind.AGREEMENT]
    form.amends.choices = [("", _("Aucune")), *((one.ref, _named(one)) for one in agreements)]
    return form


def _named(paper) -> str:
    return sheet_says.paper(paper)


def _with_sponsors(form: ShareForm, startup: Startup) -> ShareForm:
    form.organisation.choices = [
        (one.organisation_ref, one.organisation.name) for one in startup.sponsorships
    ]
    return form


def _papers(startup: Startup, form: NewPaperForm, *, sharing=None, status: int = 200, **values):
    found = money_queries.papers(db.session(), startup)
    sent = "startups/_paper_form.html" if sharing is None else "startups/_share_form.html"
    return page(
        "startups/papers.html",
        fragment=sent if request.method == "POST" else None,
        status=status,
        startup=startup,
        papers=found,
        kinds=PaperKind,
        ends_on=lambda one: money_queries.agreement_ends_on(one, found),
        form=_with_agreements(form, startup),
        sharing=sharing or _with_sponsors(ShareForm(formdata=None), startup),
        say=sheet_says,
        may_edit=may(Act.BUDGET_EDIT, startup),
        **values,
    )


def _refiling(startup: Startup, found, form: PaperForm, *, status: int = 200, **values):
    return page(
        "startups/paper.html",
        fragment="startups/_paper_change.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        paper=found,
        form=form,
        say=sheet_says,
        **values,
    )
