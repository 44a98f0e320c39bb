"""Answering several irritants at once: choose, fill in, reread all that is sent, send."""

from flask import Response, request, url_for

from portal.extensions import db
from portal.irritants import batching, shown
from portal.irritants.batching import GESTURES, MOST
from portal.irritants.blueprint import bp
from portal.irritants.gestures import Gesture
from portal.irritants.models import Irritant
from portal.irritants.triage_forms import QueueFilters
from portal.kernel.errors import Refused
from portal.kernel.refs import is_ref
from portal.policy import Act
from portal.settings import queries as settings
from portal.web.context import actor, now
from portal.web.forms import PageForm
from portal.web.guard import allow
from portal.web.respond import done, page
from portal.web.writing import writing


@bp.get("/tri/lot")
@allow(Act.TRIAGE_VIEW)
def batch() -> Response:
    """Which irritants, and what to answer to them all?"""
    gesture = GESTURES.get(request.args.get("geste", ""))
    form = gesture.form(formdata=None) if gesture else None
    # Taking in charge asks for nothing and tells nobody: it is confirmed at once.
    is_plain = gesture is not None and gesture.verb is None
    irritants = _chosen(request.args.getlist("irritant"))
    return _batch_page(irritants, gesture, form, is_reread=is_plain)


@bp.post("/tri/lot")
@allow(Act.TRIAGE_BATCH)
def act_on_batch() -> Response:
    """Reread what each will receive, then send."""
    lot = _lot()
    gesture = GESTURES.get(request.form.get("geste", ""))
    irritants = _chosen(list(lot))
    if gesture is None:
        return _batch_page(irritants, None, None, status=422)
    form, status = gesture.form.read(), 422
    step = request.form.get("suite")
    if step == "modifier":
        status = 200
    elif form.validate():
        try:
            if step == "envoyer":
                return _send(gesture, lot, form)
            return _reread(gesture, irritants, form)
        except Refused as refusal:
            form.refuse(refusal)
    return _batch_page(irritants, gesture, form, status=status)


@bp.get("/tri/lot/resultat")
@allow(Act.TRIAGE_VIEW)
def batch_done() -> Response:
    """What was done, and what was left because it had changed?"""
    return page(
        "triage/batch_done.html",
        finished=_chosen(request.args.getlist("fait")),
        skipped=_chosen(request.args.getlist("saute")),
        shown=shown,
        view=_view(),
    )


def _send(gesture: Gesture, lot: dict[str, int], form: PageForm) -> Response:
    values = _values(form)
    with writing() as session:
        outcome = batching.act(session, actor(), gesture, lot, values, now=now())
        told = {"fait": outcome.done, "saute": outcome.skipped} | _view()
        return done(url_for(".batch_done", **told))


def _reread(gesture: Gesture, irritants: list[Irritant], form: PageForm) -> Response:
    ready, _left = _sorted(irritants, gesture)
    if not ready:
        return _batch_page(irritants, gesture, form, status=422)
    values = _values(form)
    gesture.check(ready[0], values, now())
    days = settings.current(db.session()).answer_days
    told = batching.receivers(db.session(), actor(), ready, gesture, now())
    return _batch_page(
        irritants,
        gesture,
        form,
        is_reread=True,
        told=len(told),
        messages=[gesture.message(one, values, now(), days=days) for one in ready]
        if gesture.verb
        else [],
    )


def _batch_page(irritants, gesture, form, *, status: int = 200, **values) -> Response:
    ready, left = _sorted(irritants, gesture) if gesture else (irritants, [])
    known = {"is_reread": False, "told": 0, "messages": []}
    return page(
        "triage/batch.html",
        status=status,
        ready=ready,
        left=left,
        gesture=gesture,
        gestures=GESTURES.values(),
        form=form,
        most=MOST,
        is_capped=len(request.args.getlist("irritant")) > MOST,
        shown=shown,
        view=_view(),
        **(known | values),
    )


def _sorted(
    irritants: list[Irritant], gesture: Gesture
) -> tuple[list[Irritant], list[tuple[Irritant, str]]]:
    """Those to which it may be done now, then the others, each with why not."""
    why = [(one, batching.why_not(actor(), one, gesture)) for one in irritants]
    return [one for one, no in why if not no], [(one, no) for one, no in why if no]


def _chosen(refs: list[str]) -> list[Irritant]:
    sound = [ref for ref in dict.fromkeys(refs) if is_ref(ref, "irr")]
    return batching.chosen(db.session(), actor(), sound)


def _lot() -> dict[str, int]:
    """The references that were reread, each with its version; anything odd is left out."""
    pairs = (each.partition(":") for each in request.form.getlist("lot"))
    return {
        ref: int(version)
        for ref, _colon, version in pairs
        if is_ref(ref, "irr") and version.isascii() and version.isdigit() and len(version) < 10
    }


def _values(form: PageForm) -> dict:
    return {name: value for name, value in form.values().items() if value is not None}


def _view() -> dict:
    return {"vue": QueueFilters(request.args).chosen().value}
