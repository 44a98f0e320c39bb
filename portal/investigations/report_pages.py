"""Pages on which a report is prepared for the public, and those on which the public reads it."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.investigations import actions, queries, report_queries, reporting
from portal.investigations.blueprint import bp, writable
from portal.investigations.forms import PassagesForm, PublishForm, ReportFilters, RetractForm
from portal.investigations.models import Investigation
from portal.kernel.errors import Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/investigations/<ref:ref>/publication")
@allow(Act.INVESTIGATION_VIEW)
def publication(ref: str) -> Response:
    """What will the public read, and without what?"""
    return _desk(writable(ref, Act.INVESTIGATION_PUBLISH))


@bp.post("/investigations/<ref:ref>/publication/passages")
@allow(Act.INVESTIGATION_PUBLISH)
def keep_passages(ref: str) -> Response:
    """Choose what the public will not read."""
    writable(ref, Act.INVESTIGATION_PUBLISH)
    form = PassagesForm.read()
    if form.validate():
        try:
            with writing() as session:
                told = form.values() | {"version": form.version.data}
                found = queries.by_ref(session, ref)
                actions.keep_passages(session, actor(), found, now=now(), **told)
                here = url_for(".publication", ref=ref)
                return done(here, said=_("C’est gardé : relisez l’aperçu."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _moved(ref, passages=form)
    return _desk(queries.by_ref(db.session(), ref), 422, passages=form)


@bp.post("/investigations/<ref:ref>/publication")
@allow(Act.INVESTIGATION_PUBLISH)
def publish(ref: str) -> Response:
    """Let the public read it."""
    writable(ref, Act.INVESTIGATION_PUBLISH)
    form = PublishForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                told = {"version": form.version.data, "now": now()}
                made = actions.publish_report(session, actor(), found, **told)
                return done(url_for(".read", ref=made.ref), said=_("Le rapport est public."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _moved(ref, publish=form)
    return _desk(queries.by_ref(db.session(), ref), 422, publish=form)


@bp.post("/investigations/<ref:ref>/publication/retrait")
@allow(Act.INVESTIGATION_PUBLISH)
def retract(ref: str) -> Response:
    """Let the public read it no more."""
    writable(ref, Act.INVESTIGATION_PUBLISH)
    form = RetractForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                actions.retract_report(session, actor(), found, now=now(), **form.values())
                here = url_for(".publication", ref=ref)
                return done(here, said=_("Le rapport n’est plus public."))
        except Refused as refusal:
            form.refuse(refusal)
    return _desk(queries.by_ref(db.session(), ref), 422, retract=form)


def _moved(ref: str, **forms: PageForm) -> Response:
    """Somebody else changed it meanwhile: their version is shown, what was typed is kept."""
    found = queries.by_ref(db.session(), ref)
    rows = [conflict.renew(form, report_queries.of(db.session(), found)) for form in forms.values()]
    return _desk(found, 409, conflict_rows=rows[0], **forms)


def _desk(found: Investigation, status: int = 200, conflict_rows=None, **forms) -> Response:
    report = report_queries.of(db.session(), found)
    shown = reporting.shown(found, report)
    told = {"passages": "\n".join(report.passages), "version": report.version}
    blank = {
        "passages": PassagesForm(formdata=None, data=told),
        "publish": PublishForm(formdata=None, obj=report),
        "retract": RetractForm(formdata=None),
    }
    return page(
        "investigations/publication.html",
        status=status,
        investigation=found,
        public=report,
        shown=dict(zip(("title", "question", "report"), shown, strict=True)),
        has_changed=report.is_public and shown != (report.title, report.question, report.report),
        conflict_rows=conflict_rows,
        **(blank | forms),
    )


@bp.get("/rapports")
@allow(Act.PUBLIC_REPORTS)
def reports() -> Response:
    """What did investigations learn, the inconclusive ones too?"""
    filters = ReportFilters(request.args).offer()
    wanted = filters.wanted()
    return page(
        "investigations/reports.html",
        fragment="investigations/_reports.html",
        filters=filters,
        is_filtered=wanted != report_queries.Wanted(),
        pager=paginate(db.session(), report_queries.listing(db.session(), wanted)),
    )


@bp.get("/rapports/<ref:ref>")
@allow(Act.PUBLIC_REPORT)
def read(ref: str) -> Response:
    """What was learned?"""
    return page("investigations/public.html", public=report_queries.by_ref(db.session(), ref))
