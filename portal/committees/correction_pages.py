"""Dissents before minutes are signed; corrigenda after; a decision put to the vote again."""

from flask import Response, url_for
from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    corrigendum_actions,
    decision_queries,
    dissent_actions,
    minutes_queries,
    minutes_rules,
    queries,
    review_actions,
)
from portal.committees.blueprint import bp
from portal.committees.forms import SignForm
from portal.committees.item_views import find
from portal.committees.minutes_forms import CorrigendumForm, DissentForm, ReviewForm
from portal.committees.sentences import sentence
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/points/<ref:ref>/desaccord")
@allow(Act.MINUTES_VIEW)
def dissent(ref: str) -> Response:
    """Have my disagreement written in the minutes."""
    return _dissent(ref, None, 200)


def _dissent(ref: str, form: DissentForm | None, status: int) -> Response:
    item = find(db.session(), actor(), ref, now())
    policy.require(actor(), Act.MINUTES_DISSENT, item)
    found = decision_queries.decision_of(db.session(), item)
    if item.sitting is None or found is None:
        raise Missing
    kept = minutes_queries.dissent_of(db.session(), item, actor().person_id)
    form = form or DissentForm(formdata=None, obj=kept)
    values = {"item": item, "decision": found, "said": sentence(found), "form": form}
    return page("committees/dissent.html", status=status, **values)


@bp.post("/points/<ref:ref>/desaccord")
@allow(Act.MINUTES_DISSENT)
def write_dissent(ref: str) -> Response:
    """Write it, or take it back."""
    form = DissentForm()
    if form.validate():
        try:
            with writing() as session:
                item = find(session, actor(), ref, now())
                body = form.body.data or ""
                kept = dissent_actions.write(session, actor(), item, body=body, now=now())
                said = _("Votre désaccord sera écrit.") if kept else _("Désaccord retiré.")
                return done(url_for(".minutes", ref=item.sitting.ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _dissent(ref, form, 422)


@bp.get("/seances/<ref:ref>/rectificatif")
@allow(Act.MINUTES_VIEW)
def corrigendum(ref: str) -> Response:
    """Correct sealed minutes, beside them."""
    return _corrigendum(ref, None, 200)


def _corrigendum(ref: str, form, status: int, theirs: list | None = None) -> Response:
    sitting = queries.sitting_by_ref(db.session(), ref)
    policy.require(actor(), Act.CORRIGENDUM_WRITE, sitting)
    kept = queries.minutes_of(db.session(), sitting)
    if kept is None or kept.register_seq is None:
        raise Missing
    waits = minutes_queries.pending(db.session(), kept)
    form = form or CorrigendumForm(formdata=None, obj=waits)
    values = {"sitting": sitting, "minutes": kept, "waits": waits, "form": form, "theirs": theirs}
    return page("committees/corrigendum.html", status=status, **values)


@bp.post("/seances/<ref:ref>/rectificatif")
@allow(Act.CORRIGENDUM_WRITE)
def write_corrigendum(ref: str) -> Response:
    """Write it and sign it as presider."""
    policy.require(actor(), Act.CORRIGENDUM_WRITE, queries.sitting_by_ref(db.session(), ref))
    form = CorrigendumForm()
    if form.validate():
        try:
            with writing() as session:
                sitting = queries.sitting_by_ref(session, ref)
                told = form.values() | {"version": form.version.data or 0}
                corrigendum_actions.write(session, actor(), sitting, now=now(), **told)
                said = _("Rectificatif signé par la présidence : le secrétariat le contresigne.")
                return done(url_for(".minutes", ref=ref, _anchor="rectificatifs"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            return _stale(ref, form)
    return _corrigendum(ref, form, 422)


def _stale(ref: str, form: CorrigendumForm) -> Response:
    sitting = queries.sitting_by_ref(db.session(), ref)
    waits = minutes_queries.pending(db.session(), queries.minutes_of(db.session(), sitting))
    if waits is not None:
        return _corrigendum(ref, form, 409, theirs=conflict.renew(form, waits))
    form.version.data, form.version.raw_data = 0, None
    form.refuse(
        Refused(_("Le rectificatif précédent vient d’être scellé : celui-ci en serait un autre."))
    )
    return _corrigendum(ref, form, 409)


@bp.post("/seances/<ref:ref>/rectificatif/contreseing")
@allow(Act.CORRIGENDUM_SIGN)
def sign_corrigendum(ref: str) -> Response:
    """Countersign: the correction is sealed."""
    with writing() as session:
        sitting = queries.sitting_by_ref(session, ref)
        seen = SignForm.read().seen.data or ""
        corrigendum_actions.countersign(session, actor(), sitting, seen=seen, now=now())
        goal = url_for(".minutes", ref=ref, _anchor="rectificatifs")
        return done(goal, said=_("Rectificatif scellé au registre."))


@bp.get("/decisions/<ref:ref>/revision")
@allow(Act.COMMITTEE_VIEW)
def review(ref: str) -> Response:
    """Put a decision to the vote again: what the law says, what will happen."""
    return _review(ref, None, 200)


def _review(ref: str, form: ReviewForm | None, status: int) -> Response:
    decision = decision_queries.decision_by_ref(db.session(), ref)
    policy.require(actor(), Act.DECISION_REVIEW, decision.item)
    ends_on = minutes_rules.withdrawal_ends_on(decision.outcome, decision.decided_on)
    form = form or ReviewForm(formdata=None)
    values = {"decision": decision, "said": sentence(decision), "ends_on": ends_on, "form": form}
    return page("committees/review.html", status=status, **values)


@bp.post("/decisions/<ref:ref>/revision")
@allow(Act.DECISION_REVIEW)
def ask_review(ref: str) -> Response:
    """Put the point on the list."""
    decision = decision_queries.decision_by_ref(db.session(), ref)
    policy.require(actor(), Act.DECISION_REVIEW, decision.item)
    form = ReviewForm()
    if form.validate():
        try:
            with writing() as session:
                decision = decision_queries.decision_by_ref(session, ref)
                told = {"motive": form.motive.data, "now": now()}
                item = review_actions.ask(session, actor(), decision, **told)
                said = _(
                    "Un point attend la prochaine séance : seul son vote remplacera la décision."
                )
                return done(url_for(".item", ref=item.ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _review(ref, form, 422)
