"""The register, for anyone: how long it is, what it holds, how to check it."""

import re

from flask import Blueprint, Response, request

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


@bp.get("/registre/verification")
@allow(Act.PUBLIC_REGISTER)
def check() -> Response:
    """Is this fingerprint, read on a document, one that was sealed?"""
    given = "".join(request.args.get("q", "").split()).lower()
    is_one = re.fullmatch("[0-9a-f]{64}", given) is not None
    found = queries.bearing(db.session(), given) if is_one else []
    return page(
        "register/check.html",
        given=given[:100],
        is_one=is_one,
        found=[(one, queries.holds(one), queries.moment_of(one)) for one in found],
        types={kind.value: kind for kind in EntryType},
    )
