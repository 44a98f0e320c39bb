"""Pages of exits: the plan of a startup and how it fared, and the services that left."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.handovers import check_pages, glance, plan_pages, queries, sentences, staff_pages
from portal.handovers.blueprint import bp
from portal.handovers.leaf import shown
from portal.handovers.leaving import follow as follow_service
from portal.handovers.words import CheckStanding
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.startups import queries as startups
from portal.startups.leaves import opened
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

BEFORE = "avant"
"""How the address says « sortis avant le portail »."""

__all__ = ["bp", "check_pages", "glance", "plan_pages", "staff_pages"]


@bp.get("/startups/<ref:ref>/sortie")
@allow(Act.STARTUP_VIEW)
def show(ref: str) -> Response:
    """Where does the service go, is it ready, and how did it fare after?"""
    return shown(opened(ref))


@bp.post("/startups/<ref:ref>/sortie/suivi")
@allow(Act.HANDOVER_CHECK)
def follow(ref: str) -> Response:
    """Plan the health checks of a service that left before the portal knew it."""
    try:
        with writing() as session:
            made = follow_service(session, actor(), startups.by_ref(session, ref), now=now())
            said = _("Les bilans sont prévus.") if made else _("Les bilans étaient déjà prévus.")
            return done(url_for(".show", ref=ref), said=said)
    except Refused as refusal:
        return shown(opened(ref), refused=str(refusal), status=422)


@bp.get("/startups/sortis")
@allow(Act.PROGRAMME_VIEW)
def gone() -> Response:
    """Which services left, how do they fare, and which must be looked at?"""
    session, asked = db.session(), request.args.get("etat")
    standing = CheckStanding(asked) if asked in CheckStanding.codes() else None
    counts, before = queries.counts(session, today()), queries.count_before(session)
    # Where nothing was ever planned, the services that left before are all there is to read.
    is_before = asked == BEFORE or (standing is None and before > 0 and not any(counts.values()))
    query = queries.left_before() if is_before else queries.listed(standing, today())
    return page(
        "handovers/gone.html",
        pager=paginate(session, query),
        counts=counts,
        before=before,
        is_before=is_before,
        standing=standing,
        standings=CheckStanding,
        say=sentences,
        day=today(),
    )
