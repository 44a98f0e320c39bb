"""The register, for anyone: how long it is, what it holds, how to check it."""

from flask import Blueprint, Response

from portal.extensions import db
from portal.policy import Act
from portal.register import queries
from portal.register.words import EntryType
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page

bp = Blueprint("register", __name__)


@bp.get("/registre")
@allow(Act.PUBLIC_REGISTER)
def show() -> Response:
    """What was sealed, and how does one check that it was not rewritten?"""
    session = db.session()
    count, head = queries.head(session)
    return page(
        "register/show.html",
        fragment="register/_entries.html",
        count=count,
        head=head,
        pager=paginate(session, queries.entries()),
        moments=queries.moment_of,
        types={kind.value: kind for kind in EntryType},
    )
