"""Conditions: proposed with an item, then lifted or waived before the next vote opens."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import decision_actions, decision_queries, dossier_actions
from portal.committees.blueprint import bp
from portal.committees.decision_models import Condition
from portal.committees.item_forms import ConditionForm, SettleForm
from portal.committees.item_models import Item
from portal.committees.item_pages import act
from portal.committees.item_views import find
from portal.committees.words import ConditionState
from portal.extensions import db
from portal.kernel.errors import Missing, Refused
from portal.people import queries as people
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.post("/points/<ref:ref>/reserves")
@allow(Act.DOSSIER_EDIT)
def propose_condition(ref: str) -> Response:
    """Add a condition to the proposal."""

    def verb(session, found, *, what, owner, due_on, proof):
        person = people.by_email(session, owner)
        if person is None:
            raise Refused(_("Personne n’a de compte à cette adresse."), field="owner")
        dossier_actions.propose_condition(
            session,
            actor(),
            found,
            what=what,
            owner=person,
            due_on=due_on,
            proof=proof,
            today=today(),
            now=now(),
        )

    return act(ref, ConditionForm(), "condition_form", verb, _("Réserve ajoutée à la proposition."))


@bp.get("/points/<ref:ref>/reserves/<ref:condition>/reglement")
@allow(Act.ITEM_VIEW)
def condition(ref: str, condition: str) -> Response:
    """Was it done, and how is that seen?"""
    found = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.CONDITION_SETTLE, found)
    row = _of(found, condition)
    if row.state is not ConditionState.OPEN:
        raise Refused(_("Cette réserve est déjà levée ou abandonnée."))
    return page(
        "committees/condition.html", item=found, condition=row, form=SettleForm(formdata=None)
    )


def _of(found: Item, ref: str) -> Condition:
    row = decision_queries.condition_by_ref(db.session(), ref)
    is_its = row.subject_ref == found.subject_ref or row.item_id == found.id
    if not is_its or row.decision_ref is None:
        raise Missing
    return row


@bp.post("/points/<ref:ref>/reserves/<ref:condition>/reglement")
@allow(Act.CONDITION_SETTLE)
def settle_condition(ref: str, condition: str) -> Response:
    """Lift or waive it."""
    form = SettleForm()
    if form.validate():
        try:
            with writing() as session:
                found = find(session, actor(), ref, now())
                decision_actions.settle_condition(
                    session,
                    actor(),
                    _of(found, condition),
                    found,
                    waived=form.how.data == "waived",
                    settlement=form.settlement.data,
                    now=now(),
                )
                return done(url_for(".item", ref=ref), said=_("La réserve est réglée."))
        except Refused as refusal:
            form.refuse(refusal)
    found = find(db.session(), actor(), ref, now())
    row = _of(found, condition)
    return page("committees/condition.html", status=422, item=found, condition=row, form=form)
