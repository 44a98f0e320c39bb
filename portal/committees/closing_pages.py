"""Closing a committee: what will happen, then the act."""

from flask import Response, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from portal import policy
from portal.committees import closing, item_queries, queries
from portal.committees.blueprint import bp
from portal.committees.models import Committee
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.kernel.text import plural
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.input import LongText, Pick
from portal.web.respond import done, page
from portal.web.writing import writing


class ClosingForm(PageForm):
    """Why a committee ends, and who hears what waits."""

    motive = LongText(
        _l("Motif"),
        most=1000,
        ask=_l("Dites pourquoi ce comité prend fin : ses membres le liront."),
    )
    heir = Pick(
        _l("Comité permanent qui entendra les points en attente"),
        needed=False,
        description=_l("Nécessaire seulement si des points attendent."),
    )


@bp.get("/comites/<ref:ref>/fin")
@allow(Act.COMMITTEE_VIEW)
def closing_form(ref: str) -> Response:
    """What happens if this committee ends?"""
    committee = _mine(ref)
    return _page(committee, _form(committee, formdata=None))


def _mine(ref: str) -> Committee:
    committee = queries.by_ref(db.session(), ref)
    policy.require(actor(), Act.COMMITTEE_CLOSE, committee)
    return committee


def _form(committee: Committee, **kwargs) -> ClosingForm:
    form = ClosingForm(**kwargs)
    others = [one for one in queries.open_standing(db.session()) if one.id != committee.id]
    # Those of the same incubator first: they know its startups.
    others.sort(key=lambda one: one.incubator_ref != committee.incubator_ref)
    named = [(one.ref, f"{one.name} ({one.incubator.title})") for one in others]
    form.heir.choices = [("", _("Choisir…")), *named]
    return form


@bp.post("/comites/<ref:ref>/fin")
@allow(Act.COMMITTEE_CLOSE)
def close(ref: str) -> Response:
    """Close it."""
    form = _form(_mine(ref))
    if form.validate():
        try:
            with writing() as session:
                committee = queries.by_ref(session, ref)
                heir = queries.by_ref(session, form.heir.data) if form.heir.data else None
                told = {"motive": form.motive.data, "heir": heir, "now": now()}
                went = closing.close(session, actor(), committee, **told)
                return done(url_for(".show", ref=ref), said=_said(went))
        except Refused as refusal:
            form.refuse(refusal)
    return _page(_mine(ref), form, 422)


def _said(went: int) -> str:
    if not went:
        return _("Le comité est clos.")
    points = plural(went, "point", "points")
    return _("Le comité est clos ; l’autre comité reçoit %(points)s.", points=points)


def _page(committee: Committee, form: ClosingForm, status: int = 200) -> Response:
    session = db.session()
    return page(
        "committees/closing.html",
        status=status,
        committee=committee,
        waiting=item_queries.waiting(session, committee),
        ahead=queries.ahead(session, {committee.id}, now()),
        members=queries.members(session, committee, today()),
        form=form,
    )
