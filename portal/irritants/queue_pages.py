"""The triage queue: what waits, narrowed by the address, which follows from page to page."""

from flask import Response, has_request_context, request

from portal.extensions import db
from portal.irritants import desk_queries, desk_shown, narrowing, shown
from portal.irritants.blueprint import bp
from portal.irritants.triage_forms import QueueFilters
from portal.irritants.words import QueueView
from portal.organisations import queries as organisations
from portal.people import queries as people
from portal.policy import Act, Role, may
from portal.web.context import actor, today
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page

# Where several may be answered at once.
TICKED = (QueueView.DUE, QueueView.MINE, QueueView.FREE, QueueView.OPEN)


@bp.get("/tri")
@allow(Act.TRIAGE_VIEW)
def triage() -> Response:
    """What do I answer today?"""
    session, me = db.session(), actor()
    filters = QueueFilters(request.args).offer(*_choices())
    asked = filters.asked()
    filters.view.data = asked.view
    pager = paginate(session, narrowing.narrowed(session, me, asked, today()))
    return page(
        "triage/list.html",
        fragment="triage/_list.html",
        filters=filters,
        asked=asked,
        view=asked.view,
        View=QueueView,
        pager=pager,
        kept=_kept(),
        may_tick=may(me, Act.TRIAGE_BATCH) and asked.view in TICKED,
        are_ticked=request.args.get("cocher") == "tout",
        labels_of=desk_queries.labels_of(session, pager.rows, desk_queries.scopes(me)),
        shown=shown,
        **desk_shown.views(session, me, asked),
    )


def _choices() -> tuple[list[tuple[str, str]], ...]:
    """The incubators, the colleagues and the labels by which this person may narrow the queue."""
    session, scopes = db.session(), desk_queries.scopes(actor())
    houses = organisations.choices(session)
    known = houses if scopes is None else [one for one in houses if one[0] in scopes]
    colleagues = people.holders_on(session, scopes, today(), Role.DIRECTOR, Role.OFFICER)
    labels = desk_queries.labels(session, scopes)
    return (
        known,
        [(one.ref, one.name) for one in colleagues if one.id != actor().person_id],
        [(one.ref, f"{one.shape.sign} {one.name}") for one in labels],
    )


def _kept() -> dict[str, str]:
    """What the address asks of the queue."""
    return {name: request.args[name] for name in _NAMES if request.args.get(name)}


def _is_desk(endpoint: str | None) -> bool:
    return (endpoint or "").startswith("irritants.triage") or endpoint in _DESK


_DESK = {
    f"irritants.{name}"
    for name in (
        *("take", "release", "entrust", "unmask", "put_label", "write_note", "note"),
        *("batch", "act_on_batch", "batch_done"),
    )
}
_NAMES = tuple(field.name for field in QueueFilters())


@bp.url_defaults
def walk_on(endpoint: str, values: dict) -> None:
    """What the queue is narrowed to follows from page to page of the triage, in each address."""
    if not has_request_context() or endpoint == request.endpoint == "irritants.triage":
        return
    if _is_desk(request.endpoint) and _is_desk(endpoint):
        for name in _NAMES:
            if request.args.get(name) and name not in values:
                values[name] = request.args[name]
