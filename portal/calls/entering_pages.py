"""Answering a call with one's irritant, and taking it out."""

from flask import Response, request, session as carried, url_for
from flask_babel import gettext as _

from portal import policy
from portal.calls import actions, entering, entry_queries, queries
from portal.calls.blueprint import bp, find, frame
from portal.calls.forms import EnteringForm, answers_of, entering_form
from portal.calls.models import Call
from portal.extensions import db
from portal.irritants import queries as irritants
from portal.kernel.errors import Refused
from portal.policy import Act
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import done, go, page
from portal.web.writing import writing


@bp.get("/appels/<ref:ref>/deposer")
@allow(Act.CALL_ENTER_VIEW)
def deposit(ref: str) -> Response:
    """Go and deposit an irritant; the way back is kept meanwhile."""
    call = find(ref)
    if _closed(call):
        return go(url_for(".answer_form", ref=ref))
    carried["appel"] = call.ref
    return go("/irritants/nouveau")


@bp.get("/appels/<ref:ref>/repondre")
@allow(Act.CALL_ENTER_VIEW)
def answer_form(ref: str) -> Response:
    """Which of my irritants answers this call?"""
    call = find(ref)
    form = entering_form(call)
    offered = _offer(call, form)
    asked = request.args.get("irritant")
    if asked in offered or len(offered) == 1:
        form.irritant.data = asked if asked in offered else offered[0]
    return _page(call, form, offered)


@bp.post("/appels/<ref:ref>/repondre")
@allow(Act.CALL_ENTER)
def enter(ref: str) -> Response:
    """Enter the irritant, with the answers."""
    call = find(ref)
    form = entering_form(call, request.form)
    _offer(call, form)
    if _is_inside(call, form):
        # A second sending: it is there, once.
        return go(url_for(".show", ref=ref, _anchor="miens"))
    if form.validate():
        answers = answers_of(call, form)
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                irritant = irritants.by_ref(session, form.irritant.data)
                actions.enter(session, actor(), call, irritant, answers=answers, now=now())
                said = _(
                    "Votre irritant est dans l’appel. Vous aurez une réponse, quelle qu’elle soit."
                )
                return done(url_for(".show", ref=ref, _anchor="miens"), said=said)
        except Refused as refusal:
            form.refuse(refusal)
    call = find(ref)
    return _page(call, form, _offer(call, form), status=422)


def _is_inside(call: Call, form: EnteringForm) -> bool:
    mine = entry_queries.mine(db.session(), call, actor())
    sent = form.irritant.data
    return any(one.irritant_ref == sent and one.is_waiting for one in mine)


def _offer(call: Call, form: EnteringForm) -> list[str]:
    found = entry_queries.eligible(db.session(), call, actor())
    form.irritant.choices = [("", _("Choisir…")), *((one.ref, one.title) for one in found)]
    return [one.ref for one in found]


def _closed(call: Call) -> str:
    """Why it takes no entry today; empty when it does."""
    try:
        entering.check_window(call, now())
    except Refused as refusal:
        return str(refusal)
    return ""


def _page(call: Call, form: EnteringForm, offered: list[str], status: int = 200) -> Response:
    questions = [f for f in form if f.name.startswith("q_")]
    return page(
        "calls/answer.html",
        fragment="calls/_answer.html",
        status=status,
        form=form,
        offered=offered,
        questions=questions,
        closed=_closed(call),
        **frame(call, "answer_form"),
    )


@bp.post("/appels/<ref:ref>/dossiers/<ref:entry>/retrait")
@allow(Act.CALL_WITHDRAW)
def withdraw(ref: str, entry: str) -> Response:
    """Take it out of the call."""
    call = find(ref)
    policy.require(actor(), Act.CALL_WITHDRAW, entry_queries.by_ref(db.session(), call, entry))
    with writing() as session:
        call = queries.by_ref(session, ref)
        one = entry_queries.by_ref(session, call, entry)
        actions.withdraw(session, actor(), one, now=now())
        said = _("Votre irritant n’est plus dans l’appel. Il suit son cours comme les autres.")
        return done(url_for(".show", ref=ref, _anchor="miens"), said=said)
