"""The startup that would receive another: its team and its director agree, or say why not."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import crossing_queries, crossings, item_queries
from portal.committees.blueprint import bp
from portal.committees.crossing_forms import AgreementForm
from portal.committees.item_models import Item
from portal.committees.words import ItemState, Side
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/points/<ref:ref>/accord")
@allow(Act.MERGE_VIEW)
def agreement(ref: str) -> Response:
    """Do we receive this startup?"""
    return _agreement(_found(ref), AgreementForm(formdata=None), 200)


@bp.post("/points/<ref:ref>/accord")
@allow(Act.MERGE_ANSWER)
def agree(ref: str) -> Response:
    """Agree, or say no and why."""
    form = AgreementForm()
    policy.require(actor(), Act.MERGE_ANSWER, _found(ref))
    if form.validate():
        try:
            with writing() as session:
                found = item_queries.by_ref(session, ref, now())
                told = {"agrees": form.agrees.data == "yes", "motive": form.motive.data or ""}
                crossings.answer(session, actor(), found, **told, now=now())
                return done(url_for(".agreement", ref=ref), said=_("Votre réponse est inscrite."))
        except Refused as refusal:
            form.refuse(refusal)
    return _agreement(_found(ref), form, 422)


def _found(ref: str) -> Item:
    item = item_queries.by_ref(db.session(), ref, now())
    told = crossing_queries.told(item)
    if told is None or told.receiver is None or not policy.may(actor(), Act.MERGE_VIEW, item):
        raise Missing
    return item


def _agreement(item: Item, form: AgreementForm, status: int) -> Response:
    told = item.crossing
    return page(
        "committees/agreement.html",
        status=status,
        item=item,
        told=told,
        form=form,
        sides=[(side, told.answer_of(side)) for side in Side],
        mine=crossing_queries.sides_of(actor(), told),
        may_answer=policy.may(actor(), Act.MERGE_ANSWER, item) and item.state is ItemState.LISTED,
        may_item=policy.may(actor(), Act.ITEM_VIEW, item),
        inside=policy.may(actor(), Act.DOSSIER_VIEW, item)
        or policy.may(actor(), Act.MERGE_ANSWER, item),
    )
