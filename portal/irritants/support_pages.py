"""What those who say « moi aussi » tell, line by line: every count of an irritant opens here."""

from flask import Response, request

from portal.extensions import db
from portal.irritants import support_queries
from portal.irritants.blueprint import bp
from portal.irritants.forms import ToldFilters
from portal.irritants.sheet import find
from portal.irritants.support_queries import Told
from portal.kernel.territories import territory_name
from portal.policy import Act, require
from portal.web.context import actor
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page


@bp.get("/irritants/<ref:ref>/soutiens")
@allow(Act.SUPPORT_VIEW)
def supporters(ref: str) -> Response:
    """Who else meets it, where, and how much of it?"""
    irritant, session = find(ref), db.session()
    require(actor(), Act.SUPPORT_VIEW, irritant)
    tally = support_queries.tally(session, irritant)
    filters = ToldFilters(request.args).offer(tally)
    told = Told(**filters.sound())
    return page(
        "irritants/supporters.html",
        fragment="irritants/_saying.html",
        irritant=irritant,
        filters=filters,
        is_filtered=told != Told(),
        territory_name=territory_name,
        pager=paginate(session, support_queries.saying(irritant, told)),
    )
