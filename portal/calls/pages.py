"""The list of calls, and the page of one."""

from flask import Response, request, session as carried, url_for

from portal.calls import (
    answering_pages,
    entering,
    entering_pages,
    entry_queries,
    preparing_pages,
    queries,
    question_pages,
    reviewing_pages,
    selecting_pages,
)
from portal.calls.blueprint import badge, bp, find, frame
from portal.calls.models import Call
from portal.calls.words import CallState, Stage
from portal.extensions import db
from portal.irritants.models import Irritant
from portal.kernel.errors import Refused
from portal.kernel.refs import is_ref
from portal.policy import Act, may
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import go, page

__all__ = [
    "answering_pages",
    "bp",
    "entering_pages",
    "preparing_pages",
    "question_pages",
    "reviewing_pages",
    "selecting_pages",
]


@bp.get("/appels")
@allow(Act.CALL_LIST)
def index() -> Response:
    """Which problems are looked for, and until when?"""
    irritant = request.args.get("irritant", "")
    irritant = irritant if is_ref(irritant, "irr") else ""
    meant = carried.pop("appel", "") if irritant else ""
    if meant:
        # Whoever deposited for a call goes on to its questions.
        return go(url_for(".answer_form", ref=meant, irritant=irritant))
    return page(
        "calls/index.html",
        fragment="calls/_list.html",
        pager=paginate(db.session(), queries.listing(actor(), today())),
        badge_of=badge,
        irritant=irritant,
        CallState=CallState,
        may_prepare=bool(preparing_pages.houses(db.session())),
    )


@bp.get("/appels/<ref:ref>")
@allow(Act.CALL_VIEW)
def show(ref: str) -> Response:
    """What is asked, of whom, until when, and what came of it?"""
    call = find(ref)
    return page("calls/show.html", **seen(call))


def seen(call: Call) -> dict:
    """Everything on the page of a call, for whoever asks."""
    session, me, state = db.session(), actor(), call.state_on(today())
    shows_funnel = state is CallState.ANSWERED or may(me, Act.CALL_ENTRY_VIEW, call)
    return frame(call, "show") | {
        "state": state,
        "CallState": CallState,
        "mine": entry_queries.mine(session, call, me),
        "may_enter": _takes_entries(call) and (me.is_agent or not me.signed_in),
        "funnel": entry_queries.counts(session, call) if shows_funnel else None,
        "may_list": may(me, Act.CALL_ENTRY_VIEW, call),
        "laureates": _laureates(call) if state is CallState.ANSWERED else [],
        "blank": ActForm(formdata=None) if me.signed_in else None,
    }


def _takes_entries(call: Call) -> bool:
    try:
        entering.check_window(call, now())
    except Refused:
        return False
    return True


def _laureates(call: Call) -> list[Irritant]:
    found = db.session().scalars(entry_queries.at_stage(call, Stage.LAUREATES))
    return [one.irritant for one in found if may(actor(), Act.IRRITANT_VIEW, one.irritant)]
