"""The list of investigations, and the page of one."""

from flask import Response, request
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.investigations import (
    judging_pages,
    learning_pages,
    opening_pages,
    queries,
    reading,
    report_pages,
    trying_pages,
)
from portal.investigations.blueprint import bp
from portal.investigations.forms import FilterForm
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.web.context import actor
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page

__all__ = ["bp", "judging_pages", "learning_pages", "opening_pages", "report_pages", "trying_pages"]


@bp.get("/investigations")
@allow(Act.INVESTIGATION_LIST)
def index() -> Response:
    """What is being looked into, and what came of the rest?"""
    session, form = db.session(), FilterForm(request.args)
    houses = [(one.ref, one.title) for one in organisations.incubators(session, closed=True)]
    form.incubateur.choices = [("", _("Tous")), *houses]
    wanted = form.wanted()
    pager = paginate(session, queries.listing(session, actor(), wanted))
    return page(
        "investigations/index.html",
        fragment="investigations/_list.html",
        filters=form,
        pager=pager,
        interviews=queries.interviews(session, [one.id for one in pager.rows]),
        filtered=any(
            request.args.get(name) for name in ("q", "etat", "issue", "incubateur", "miennes")
        ),
        may_open=policy.triages_somewhere(actor(), None),
    )


@bp.get("/investigations/<ref:ref>")
@allow(Act.INVESTIGATION_VIEW)
def show(ref: str) -> Response:
    """What have we learned, and is it worth six months?"""
    return reading.show(queries.by_ref(db.session(), ref))
