"""Pages of the papers that bind a startup, and of its sponsors' shares."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.policy import Act
from portal.startups import money_queries, sheet_says, spending
from portal.startups.blueprint import bp
from portal.startups.leaves import may, opened, writable, written
from portal.startups.models import Startup
from portal.startups.money_forms import (
    NewPaperForm,
    PaperForm,
    ShareForm,
)
from portal.startups.sheet_words import PaperKind
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page


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
