"""The questions that a call asks: adding, wording, ordering, asking no more."""

from types import SimpleNamespace

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.calls import actions, queries
from portal.calls.blueprint import bp, find, frame, required
from portal.calls.forms import QuestionForm
from portal.calls.models import Call, Question
from portal.calls.preparing_pages import prepared, seen
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.policy import Act
from portal.web import conflict
from portal.web.context import actor, now
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing

_STEPS = {"monter": -1, "descendre": 1}


@bp.post("/appels/<ref:ref>/questions")
@allow(Act.CALL_MANAGE)
def ask(ref: str) -> Response:
    """Add a question."""
    required(ref, Act.CALL_MANAGE)
    form = QuestionForm.read()
    if form.validate():
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                actions.ask(session, actor(), call, **_told(form), now=now())
                return done(
                    url_for(".preparation", ref=ref),
                    said=_("La question est ajoutée."),
                    fragment="calls/_questions.html",
                    showing=lambda: seen(call),
                )
        except Refused as refusal:
            form.refuse(refusal)
    return prepared(find(ref), "calls/_questions.html", status=422, question_form=form)


@bp.get("/appels/<ref:ref>/questions/<ref:question>")
@allow(Act.CALL_DESK)
def question(ref: str, question: str) -> Response:
    """How is it worded?"""
    call = required(ref, Act.CALL_DESK)
    return _page(call, queries.question(db.session(), call, question))


@bp.post("/appels/<ref:ref>/questions/<ref:question>")
@allow(Act.CALL_MANAGE)
def reword(ref: str, question: str) -> Response:
    """Word it otherwise; answers already given keep the wording they answered."""
    required(ref, Act.CALL_MANAGE)
    form, status, rows = QuestionForm.read(), 422, None
    if form.validate():
        try:
            with writing() as session:
                call = queries.by_ref(session, ref)
                policy.require(actor(), Act.CALL_MANAGE, call)
                queries.lock(session, call)
                one = queries.question(session, call, question)
                form.check(one)
                actions.reword(session, actor(), call, one, **_told(form), now=now())
                return done(_at_questions(ref), said=_("La question est enregistrée."))
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            status = 409
    call = find(ref)
    one = queries.question(db.session(), call, question)
    if status == 409:
        rows = conflict.renew(form, _as_filled(one))
    return _page(call, one, form=form, status=status, rows=rows)


@bp.post("/appels/<ref:ref>/questions/<ref:question>/place")
@allow(Act.CALL_MANAGE)
def place(ref: str, question: str) -> Response:
    """Move it up or down, or ask it no more."""
    required(ref, Act.CALL_MANAGE)
    verb = request.form.get("suite", "")
    if verb not in (*_STEPS, "retirer"):
        raise Missing
    try:
        with writing() as session:
            call = queries.by_ref(session, ref)
            one = queries.question(session, call, question)
            if verb in _STEPS:
                actions.move(session, actor(), call, one, step=_STEPS[verb], now=now())
                return done(_at_questions(ref))
            actions.retire(session, actor(), call, one, now=now())
            said = _("La question n’est plus posée. Les réponses déjà données restent.")
            return done(_at_questions(ref), said=said)
    except Refused as refusal:
        return prepared(find(ref), status=422, refusal=str(refusal))


def _told(form: QuestionForm) -> dict:
    values = form.values()
    return values | {"choices": values["choices"] or ""}


def _at_questions(ref: str) -> str:
    return url_for(".preparation", ref=ref, _anchor="questions")


def _as_filled(one: Question) -> SimpleNamespace:
    """The question as its form is filled in: the answers offered, one by line."""
    return SimpleNamespace(
        label=one.label,
        kind=one.kind,
        choices="\n".join(one.choices or []),
        required=one.required,
        version=one.version,
    )


def _page(call: Call, one: Question, *, form=None, status: int = 200, rows=None) -> Response:
    form = form or QuestionForm(formdata=None, obj=_as_filled(one))
    return page(
        "calls/question.html",
        fragment="calls/_question.html",
        status=status,
        question=one,
        form=form,
        conflict_rows=rows,
        is_answered=queries.is_answered(db.session(), one),
        blank=ActForm(formdata=None),
        **frame(call, "preparation"),
    )
