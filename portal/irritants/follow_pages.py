"""Following an irritant, and the list of those one follows."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.extensions import db
from portal.irritants import actions, comment_queries, queries, shown
from portal.irritants.blueprint import bp
from portal.irritants.sheet import find, follows
from portal.policy import Act, require
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/irritants/suivis")
@allow(Act.FOLLOWED_VIEW)
def followed() -> Response:
    """What do I follow, and what moved there?"""
    session = db.session()
    pager = paginate(session, queries.followed(actor()))
    return page(
        "irritants/followed.html",
        fragment="irritants/_followed.html",
        pager=pager,
        last_at=comment_queries.last_at(session, actor(), [one.id for one in pager.rows]),
        shown=shown,
    )


@bp.post("/irritants/<ref:ref>/suivi")
@allow(Act.IRRITANT_FOLLOW)
def follow(ref: str) -> Response:
    """Follow it, or no longer."""
    require(actor(), Act.IRRITANT_FOLLOW, find(ref))
    stops = request.form.get("suite") == "arreter"
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        verb = actions.unfollow if stops else actions.follow
        verb(session, actor(), irritant, now=now())
        said = (
            _("Vous ne suivez plus cet irritant.")
            if stops
            else _(
                "Vous suivez cet irritant : chaque étape et chaque commentaire vous seront dits."
            )
        )
        here = url_for(".show", ref=ref)
        return done(here, said=said, fragment="irritants/_follow.html", **follows(irritant))
