"""One item: the request, interests, recusals, conditions; deferral and annulment."""

from collections.abc import Callable

from flask import Response, url_for
from flask_babel import gettext as _

from portal.committees import (
    decision_actions,
    decision_queries,
    dossier_actions,
    recusal_actions,
    undecided_actions,
)
from portal.committees.blueprint import bp
from portal.committees.forms import ConditionForm, DeferForm, InterestForm, MotiveForm, SettleForm
from portal.committees.item_views import find, recuse_form, seen
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.policy import Act
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/points/<ref:ref>")
@allow(Act.ITEM_VIEW)
def item(ref: str) -> Response:
    """What am I asked, and has my voice been taken?"""
    found = find(db.session(), actor(), ref, now())
    return page("committees/item.html", **seen(db.session(), actor(), found, now()))


def act(
    ref: str, form, name: str, verb: Callable, said: str, *, goal: str | None = None
) -> Response:
    """Do one act upon the item, and show its page again, what was typed kept, if it is refused.

    `verb` takes the session, the item and the form's values.
    """
    if form.validate():
        try:
            with writing() as session:
                found = find(session, actor(), ref, now())
                verb(session, found, **form.values())
                return done(goal or url_for("committees.item", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    found = find(db.session(), actor(), ref, now())
    values = seen(db.session(), actor(), found, now(), **{name: form})
    return page("committees/item.html", status=422, **values)


@bp.post("/points/<ref:ref>/interets")
@allow(Act.INTEREST_DECLARE)
def declare(ref: str) -> Response:
    """Declare one's interests."""

    def verb(session, found, *, has_interest, note):
        recusal_actions.declare(
            session, actor(), found, has_interest=has_interest == "yes", note=note or "", now=now()
        )

    form = InterestForm()
    said = (
        _("Déclaration enregistrée : vous ne prenez pas part à ce point.")
        if (form.has_interest.data == "yes")
        else _("Déclaration enregistrée.")
    )
    return act(ref, form, "interest_form", verb, said)


@bp.post("/points/<ref:ref>/deports")
@allow(Act.RECUSE_IMPOSE)
def impose(ref: str) -> Response:
    """Set a member aside."""

    def verb(session, found, *, person, motive):
        member = people.by_ref(session, person)
        recusal_actions.impose_recusal(session, actor(), found, member, motive=motive, now=now())

    form = recuse_form(find(db.session(), actor(), ref, now()))
    return act(ref, form, "recuse_form", verb, _("Ce membre ne prend plus part au point."))


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


@bp.post("/points/<ref:ref>/reserves/<ref:condition>/reglement")
@allow(Act.CONDITION_SETTLE)
def settle_condition(ref: str, condition: str) -> Response:
    """Lift or waive a condition."""

    def verb(session, found, *, how, settlement):
        row = decision_queries.condition_by_ref(session, condition)
        if row.subject_ref != found.subject_ref:
            raise Refused(_("Cette réserve porte sur un autre objet."))
        decision_actions.settle_condition(
            session, actor(), row, found, waived=how == "waived", settlement=settlement, now=now()
        )

    return act(ref, SettleForm(), "settle_form", verb, _("La réserve est réglée."))


@bp.post("/points/<ref:ref>/report")
@allow(Act.ITEM_DEFER)
def defer(ref: str) -> Response:
    """Put the item off."""

    def verb(session, found, *, motive, next_on):
        undecided_actions.defer(session, actor(), found, motive=motive, next_on=next_on, now=now())

    return act(ref, DeferForm(), "defer_form", verb, _("Point reporté : il revient de lui-même."))


@bp.post("/points/<ref:ref>/annulation")
@allow(Act.ITEM_VOID)
def void(ref: str) -> Response:
    """Annul the vote and refer the item."""

    def verb(session, found, *, motive):
        undecided_actions.void(session, actor(), found, motive=motive, now=now())

    return act(ref, MotiveForm(), "void_form", verb, _("Vote annulé, point renvoyé."))


@bp.get("/points/<ref:ref>/direct")
@allow(Act.ITEM_VIEW)
def live(ref: str) -> Response:
    """What changes while one looks; the page itself without a script."""
    found = find(db.session(), actor(), ref, now())
    values = seen(db.session(), actor(), found, now())
    return page("committees/item.html", fragment="committees/_live.html", **values)
