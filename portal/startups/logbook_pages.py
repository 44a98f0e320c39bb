"""Pages of the logbook."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.policy import Act
from portal.startups import logbook, sheet_says
from portal.startups.blueprint import bp
from portal.startups.leaves import insiders_names, may, opened, written
from portal.startups.models import Startup
from portal.startups.promise_forms import LogbookForm
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/journal")
@allow(Act.STARTUP_VIEW)
def logbook_page(ref: str) -> Response:
    """What happened lately?"""
    return _logbook(opened(ref), LogbookForm(formdata=None, on=today()))


@bp.post("/startups/<ref:ref>/journal")
@allow(Act.STARTUP_JOURNAL)
def write_logbook(ref: str) -> Response:
    """Add a line."""
    form = LogbookForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_JOURNAL,
        lambda session, startup: logbook.write(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: _logbook(opened(ref), form, **more),
        goal=url_for(".logbook_page", ref=ref),
        said=_("C’est écrit au journal de bord."),
    )


@bp.post("/startups/<ref:ref>/journal/<ref:entry_ref>")
@allow(Act.STARTUP_JOURNAL)
def withdraw_entry(ref: str, entry_ref: str) -> Response:
    """Take a line away."""
    return written(
        ActForm.read(),
        ref,
        Act.STARTUP_JOURNAL,
        lambda session, startup: logbook.withdraw(
            session, actor(), startup, logbook.entry(session, startup, entry_ref), now=now()
        ),
        lambda **more: _logbook(opened(ref), LogbookForm(formdata=None, on=today()), **more),
        goal=url_for(".logbook_page", ref=ref),
        said=_("La ligne est retirée."),
    )


def _logbook(startup: Startup, form: LogbookForm, *, status: int = 200, **values) -> Response:
    pager = paginate(db.session(), logbook.entries(actor(), startup))
    return page(
        "startups/logbook.html",
        fragment="startups/_logbook_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        pager=pager,
        names=insiders_names({one.author_id for one in pager.rows}),
        form=form,
        act=ActForm(formdata=None),
        say=sheet_says,
        may_write=may(Act.STARTUP_JOURNAL, startup),
        **values,
    )
