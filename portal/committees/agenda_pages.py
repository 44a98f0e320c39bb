"""What enters or leaves the agenda of a sitting; after its convening, a page says whom it tells."""

from flask import Response, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from portal import policy
from portal.committees import agenda_actions, agenda_notices, item_queries, queries
from portal.committees.blueprint import bp
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import SittingState
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.input import LongText
from portal.web.respond import done, page
from portal.web.writing import writing


class AgendaForm(PageForm):
    """Why an agenda that was already told changes."""

    motive = LongText(
        _l("Motif d’urgence"),
        needed=False,
        most=500,
        description=_l("Lu par les membres et l’équipe, et écrit au procès-verbal."),
    )


@bp.get("/seances/<ref:ref>/points/<ref:item>")
@allow(Act.SITTING_VIEW)
def taking_up(ref: str, item: str) -> Response:
    """What happens if this point enters an agenda that was already told?"""
    return _entering(ref, item, AgendaForm(formdata=None))


def _entering(ref: str, item: str, form: AgendaForm, status: int = 200) -> Response:
    found = _mine(queries.sitting_by_ref(db.session(), ref))
    taken = item_queries.by_ref(db.session(), item, now())
    if taken.committee_id != found.committee_id or taken.sitting_id is not None:
        raise Missing
    return _page(found, taken, form, status, enters=True)


@bp.get("/points/<ref:ref>/retrait")
@allow(Act.SITTING_VIEW)
def putting_back(ref: str) -> Response:
    """What happens if this point leaves an agenda that was already told?"""
    return _leaving(ref, AgendaForm(formdata=None))


def _leaving(ref: str, form: AgendaForm, status: int = 200) -> Response:
    item = item_queries.by_ref(db.session(), ref, now())
    if item.sitting is None:
        raise Missing
    return _page(_mine(item.sitting), item, form, status, enters=False)


def _mine(sitting: Sitting) -> Sitting:
    policy.require(actor(), Act.SITTING_AGENDA, sitting)
    return sitting


def _page(sitting: Sitting, item: Item, form: AgendaForm, status: int, *, enters: bool) -> Response:
    return page(
        "committees/agenda_change.html",
        status=status,
        sitting=sitting,
        item=item,
        enters=enters,
        is_told=sitting.state is not SittingState.PLANNED,
        told=agenda_notices.audience(db.session(), sitting, item, now()),
        form=form,
    )


@bp.post("/seances/<ref:ref>/points/<ref:item>")
@allow(Act.SITTING_AGENDA)
def take_up(ref: str, item: str) -> Response:
    """Put a waiting item on the agenda."""
    form = AgendaForm()
    if form.validate():
        try:
            with writing() as session:
                found = queries.sitting_by_ref(session, ref)
                taken = item_queries.by_ref(session, item, now())
                motive = form.motive.data or ""
                agenda_actions.take_up(session, actor(), found, taken, motive=motive, now=now())
                return done(url_for(".sitting", ref=ref), said=_("Point inscrit."))
        except Refused as refusal:
            if refusal.field is None:
                raise
            form.refuse(refusal)
    return _entering(ref, item, form, 422)


@bp.post("/points/<ref:ref>/retrait")
@allow(Act.SITTING_AGENDA)
def put_back(ref: str) -> Response:
    """Take an item off the agenda."""
    form = AgendaForm()
    if form.validate():
        try:
            with writing() as session:
                item = item_queries.by_ref(session, ref, now())
                back = item.sitting.ref if item.sitting else ""
                motive = form.motive.data or ""
                agenda_actions.put_back(session, actor(), item, motive=motive, now=now())
                said = _("Point retiré : il attend une autre séance.")
                return done(url_for(".sitting", ref=back), said=said)
        except Refused as refusal:
            if refusal.field is None:
                raise
            form.refuse(refusal)
    return _leaving(ref, form, 422)


@bp.post("/points/<ref:ref>/ordre")
@allow(Act.SITTING_AGENDA)
def reorder(ref: str) -> Response:
    """Hear this point one place earlier."""
    with writing() as session:
        item = item_queries.by_ref(session, ref, now())
        back = item.sitting.ref if item.sitting else ""
        agenda_actions.hear_earlier(session, actor(), item, now=now())
        return done(url_for(".sitting", ref=back), said=_("Ordre du jour changé."))
