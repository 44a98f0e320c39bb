"""« Mes tâches », and the public home."""

from flask import Response, request

from portal.committees import decision_queries as decisions
from portal.committees.sentences import sentence
from portal.extensions import db
from portal.home import figures, finding, legal, queries
from portal.home.blueprint import bp
from portal.irritants import queries as irritants, shown
from portal.notices import queries as notices
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.input import clean
from portal.web.respond import page

__all__ = ["bp", "legal"]


@bp.get("/")
@allow(Act.PUBLIC_VIEW)
def show() -> Response:
    """What is this, and does it keep its word?"""
    session = db.session()
    return page(
        "home/show.html",
        figures=figures.rhythm(session, actor(), today()),
        decisions=list(session.scalars(decisions.visible_to(actor()).limit(5))),
        sentence=sentence,
    )


@bp.get("/recherche")
@allow(Act.PUBLIC_SEARCH)
def search() -> Response:
    """Is it here already?"""
    words = clean(request.args.get("q", ""))[:200]
    found = finding.find(db.session(), actor(), words) if words else None
    return page("home/search.html", words=words, found=found, sentence=sentence)


@bp.get("/moi/taches")
@allow(Act.TASKS_VIEW)
def tasks() -> Response:
    """What waits for me, in what order?"""
    session, me = db.session(), actor()
    mine = irritants.listing(session, me, irritants.Wanted(mine=True)).limit(8)
    return page(
        "home/tasks.html",
        mine=list(session.scalars(mine).unique()) if me.is_agent else [],
        shown=shown,
        agenda=queries.agenda(session, actor(), now()),
        unread=notices.unread_count(session, actor().person_id),
    )
