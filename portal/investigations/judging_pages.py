"""The opinions that are read before the committee, and the grid on which one gives one's own."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.investigations import actions, desk_queries, queries
from portal.investigations.blueprint import bp, writable
from portal.investigations.forms import OpinionForm
from portal.investigations.models import Investigation
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/investigations/<ref:ref>/avis")
@allow(Act.OPINION_VIEW)
def opinions(ref: str) -> Response:
    """Is it ready for the committee, in the eyes of those who go along with it?"""
    return _page(writable(ref, Act.OPINION_VIEW))


@bp.post("/investigations/<ref:ref>/avis")
@allow(Act.OPINION_GIVE)
def give_opinion(ref: str) -> Response:
    """Give one's own."""
    writable(ref, Act.OPINION_GIVE)
    form = OpinionForm.read()
    if form.validate():
        try:
            with writing() as session:
                found = queries.by_ref(session, ref)
                actions.give_opinion(session, actor(), found, lines=form.lines(), now=now())
                here = url_for(".opinions", ref=ref)
                return done(here, said=_("Votre avis est gardé."))
        except Refused as refusal:
            form.refuse(refusal)
    return _page(queries.by_ref(db.session(), ref), form, 422)


def _page(found: Investigation, form: OpinionForm | None = None, status: int = 200) -> Response:
    given = desk_queries.opinions(db.session(), found)
    mine = next((one for one in given if one.author_id == actor().person_id), None)
    may_give = found.is_running and policy.may(actor(), Act.OPINION_GIVE, found)
    return page(
        "investigations/opinions.html",
        status=status,
        investigation=found,
        opinions=given,
        mine=mine,
        may_give=may_give,
        form=form or OpinionForm(formdata=None).fill(mine.lines if mine else ()),
    )
