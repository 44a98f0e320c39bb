"""Conditions: proposed with an item, then lifted or waived before the next vote opens."""

from flask import Response, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import (
    condition_actions,
    condition_queries,
    decision_actions,
    decision_queries,
    dossier_actions,
)
from portal.committees.blueprint import bp
from portal.committees.condition_forms import ReviewForm, SettleForm
from portal.committees.decision_models import Condition
from portal.committees.item_forms import ConditionForm
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
    return _settling(found, row, _form(row, formdata=None))


def _form(row: Condition, **kwargs) -> SettleForm:
    return ReviewForm(**kwargs) if row.handed_at is not None else SettleForm(**kwargs)


def _settling(found: Item, row: Condition, form: SettleForm, status: int = 200) -> Response:
    """The proof beside what may be answered to it."""
    proofs = condition_queries.proofs(db.session(), row)
    return page(
        "committees/condition.html",
        status=status,
        item=found,
        condition=row,
        form=form,
        proofs=proofs,
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
    """Lift it, waive it, or ask to see again what was handed in."""
    found = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.CONDITION_SETTLE, found)
    form = _form(_of(found, condition))
    if form.validate():
        try:
            with writing() as session:
                found = find(session, actor(), ref, now())
                said = _settled(session, found, _of(found, condition), form)
                return done(url_for(".item", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    found = find(db.session(), actor(), ref, now())
    return _settling(found, _of(found, condition), form, 422)


def _settled(session: Session, found: Item, row: Condition, form: SettleForm) -> str:
    """Do what was chosen; what there is to say of it."""
    how, told = form.how.data, form.settlement.data
    if how == "revised":
        condition_actions.send_back(session, actor(), row, found, reason=told, now=now())
        return _("La réserve est à revoir : la personne qui s’en charge est prévenue.")
    is_waived = how == "waived"
    decision_actions.settle_condition(
        session, actor(), row, found, waived=is_waived, settlement=told, now=now()
    )
    return _("La réserve est réglée.")
