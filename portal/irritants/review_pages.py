"""Asking that a refusal be looked at again, and answering."""

from flask import Response, request, url_for
from flask_babel import gettext as _, ngettext

from portal.extensions import db
from portal.irritants import messages, names, queries, review_queries, reviewing, rules, shown
from portal.irritants.blueprint import bp
from portal.irritants.models import Irritant
from portal.irritants.review_forms import AskReviewForm, ReviewForm
from portal.irritants.review_models import Review
from portal.irritants.reviewing import Reviewed
from portal.irritants.sheet import find
from portal.irritants.triage import find as find_in_triage
from portal.irritants.words import ReviewOutcome, ReviewState
from portal.kernel.errors import Missing, Refused
from portal.kernel.periods import paris_day
from portal.policy import Act, require
from portal.settings import queries as settings
from portal.web.context import actor, now, today
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/irritants/<ref:ref>/reexamen")
@allow(Act.IRRITANT_VIEW)
def asking_review(ref: str) -> Response:
    """What happens if I ask, and what do I say?"""
    irritant = find(ref)
    require(actor(), Act.REVIEW_ASK, irritant)
    reviewing.check_asking(db.session(), irritant, now())
    return _asking(irritant, AskReviewForm(formdata=None))


@bp.post("/irritants/<ref:ref>/reexamen")
@allow(Act.REVIEW_ASK)
def ask_review(ref: str) -> Response:
    """Ask, once."""
    require(actor(), Act.REVIEW_ASK, find(ref))
    form = AskReviewForm.read()
    if form.validate():
        try:
            with writing() as session:
                irritant = queries.by_ref(session, ref)
                reviewing.ask(session, actor(), irritant, now=now(), **form.values())
                said = _("Votre demande est envoyée. Vous recevrez la réponse et son motif.")
                return done(url_for(".show", ref=ref), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    return _asking(find(ref), form, 422)


def _asking(irritant: Irritant, form: AskReviewForm, status: int = 200) -> Response:
    told = len(reviewing.told(db.session(), irritant, now()))
    return page(
        "irritants/review_ask.html",
        status=status,
        irritant=irritant,
        form=form,
        told=told,
        answers=[row for row in shown.answer(irritant) if row[1]],
        who=messages.who_answers(irritant),
        until=rules.appeal_until(paris_day(irritant.answered_at)),
    )


def _pending(ref: str) -> tuple[Irritant, Review]:
    irritant = find_in_triage(ref)
    review = review_queries.of(db.session(), irritant)
    if review is None:
        raise Missing
    require(actor(), Act.REVIEW_ANSWER, Reviewed(db.session(), irritant, review, now()))
    if review.state is not ReviewState.ASKED:
        raise Refused(_("Ce réexamen a déjà sa réponse. Relisez l’irritant."))
    return irritant, review


@bp.get("/tri/<ref:ref>/reexamen")
@allow(Act.TRIAGE_VIEW)
def reviewing_page(ref: str) -> Response:
    """Was the answer right, in the light of what its author says?"""
    irritant, review = _pending(ref)
    return _answering(irritant, review, ReviewForm(formdata=None))


@bp.post("/tri/<ref:ref>/reexamen")
@allow(Act.REVIEW_ANSWER)
def review(ref: str) -> Response:
    """Reread what people will receive, then send it."""
    irritant, asked = _pending(ref)
    form, status = ReviewForm.read(), 422
    step = request.form.get("suite")
    if form.validate() and step != "modifier":
        try:
            rules.check_motive(form.motive.data)
            return _send(ref, form) if step == "envoyer" else _preview(irritant, asked, form)
        except Refused as refusal:
            form.refuse(refusal)
    elif step == "modifier":
        status = 200
    return _answering(*_pending(ref), form, status)


def _preview(irritant: Irritant, asked: Review, form: ReviewForm) -> Response:
    due_on = messages.promised_on(today(), settings.current(db.session()).answer_days)
    outcome = ReviewState(form.outcome.data)
    message = reviewing.message(irritant, outcome, form.motive.data, due_on)
    told = len(reviewing.receivers(db.session(), actor(), irritant, now()))
    return _answering(irritant, asked, form, message=message, told=told)


def _send(ref: str, form: ReviewForm) -> Response:
    keeps = form.outcome.data is ReviewOutcome.UPHELD
    act = reviewing.uphold if keeps else reviewing.reopen
    with writing() as session:
        irritant = queries.by_ref(session, ref)
        told = len(reviewing.receivers(session, actor(), irritant, now()))
        act(session, actor(), irritant, motive=form.motive.data, now=now())
        said = ngettext(
            "C’est fait : %(num)s personne est prévenue.",
            "C’est fait : %(num)s personnes sont prévenues.",
            told,
        )
        return done(url_for(".triage_show", ref=ref), said=said)


def _answering(
    irritant: Irritant, asked: Review, form: ReviewForm, status: int = 200, **values
) -> Response:
    known = {"message": None, "told": 0} | values
    return page(
        "triage/review.html",
        status=status,
        irritant=irritant,
        review=asked,
        form=form,
        author=names.author_name(actor(), irritant),
        answers=[row for row in shown.answer(irritant) if row[1]],
        shown=shown,
        **known,
    )
