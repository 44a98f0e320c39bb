"""The inbox."""

from flask import Blueprint, Response

from portal.extensions import db
from portal.notices import actions, queries
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing

bp = Blueprint("notices", __name__)


@bp.get("/moi/messages")
@allow(Act.NOTICES_VIEW)
def show() -> Response:
    """What the portal told me."""
    pager = paginate(db.session(), queries.inbox(actor().person_id))
    return page("notices/show.html", pager=pager, form=ActForm(formdata=None))


@bp.post("/moi/messages/<ref:ref>/lecture")
@allow(Act.NOTICE_READ)
def read(ref: str) -> Response:
    """Mark a notice read, and open what it speaks of."""
    with writing() as session:
        notice = queries.mine(session, actor().person_id, ref)
        actions.mark_read(notice, now())
        return done(notice.path)
