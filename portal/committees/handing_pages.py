"""Whoever takes care of a condition says what is done, and shows where it is seen."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import condition_actions, condition_queries, decision_queries, item_queries
from portal.committees.blueprint import bp
from portal.committees.condition_forms import HandInForm
from portal.committees.condition_rules import CONDITION
from portal.committees.condition_words import ConditionVerb
from portal.committees.decision_models import Condition, Decision
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/decisions/<ref:ref>/reserves/<ref:condition>/preuve")
@allow(Act.PUBLIC_DECISION)
def proof_form(ref: str, condition: str) -> Response:
    """What was asked, what was said of it, and what is done now?"""
    return _shown(_opened(ref, condition), HandInForm(formdata=None))


@bp.post("/decisions/<ref:ref>/reserves/<ref:condition>/preuve")
@allow(Act.CONDITION_HAND_IN)
def hand_in(ref: str, condition: str) -> Response:
    """Hand in what was done."""
    form = HandInForm()
    row = _opened(ref, condition)
    if form.validate():
        told = {"done": form.done.data, "link": form.link.data or ""}
        try:
            with writing() as session:
                row = _opened(ref, condition)
                item = item_queries.by_ref(session, _decision(row).item.ref, now())
                condition_actions.hand_in(session, actor(), row, item, **told, now=now())
                said = _("La preuve est remise : qui peut lever la réserve la lira.")
                return done(url_for(".decision", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _shown(_opened(ref, condition), form, 422)


def _opened(ref: str, wanted: str) -> Condition:
    """The condition of this decision, for whoever may say what is done."""
    row = decision_queries.condition_by_ref(db.session(), wanted)
    if row.decision_ref != ref:
        raise Missing
    policy.require(actor(), Act.CONDITION_HAND_IN, row)
    return row


def _decision(row: Condition) -> Decision:
    return decision_queries.decision_by_ref(db.session(), row.decision_ref)


def _shown(row: Condition, form: HandInForm, status: int = 200) -> Response:
    session, decision = db.session(), _decision(row)
    item = item_queries.by_ref(session, decision.item.ref, now())
    return page(
        "committees/proof.html",
        status=status,
        condition=row,
        decision=decision,
        form=form,
        proofs=condition_queries.proofs(session, row),
        told=condition_actions.readers(session, actor(), item, now()),
        is_settled=not CONDITION.can(row.step, ConditionVerb.HAND_IN),
    )
