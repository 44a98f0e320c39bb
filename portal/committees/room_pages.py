"""The screen of the room: one point at a time, large, led from there by whoever presides it."""

from flask import Response, make_response, request, url_for

from portal import policy
from portal.committees import item_queries, item_views, queries, rules
from portal.committees.blueprint import bp
from portal.committees.item_models import Item
from portal.committees.item_views import Refusal
from portal.committees.models import Sitting
from portal.committees.sentences import sentence, time_left
from portal.committees.words import ConditionState
from portal.extensions import db
from portal.kernel.errors import Forbidden, Missing
from portal.policy import Act
from portal.register.chain import canonical, sha256
from portal.web.context import actor, now
from portal.web.guard import allow
from portal.web.respond import page, wants_fragment

FROM_ROOM = "salle"


@bp.get("/seances/<ref:ref>/salle")
@allow(Act.SITTING_VIEW)
def room(ref: str) -> Response:
    """What is the point, may we vote on it, and what comes next?"""
    sitting = _led(ref)
    return _shown(sitting, request.args.get("point", ""))


def _led(ref: str) -> Sitting:
    sitting = queries.sitting_by_ref(db.session(), ref)
    if not policy.may(actor(), Act.SITTING_RUN, sitting):
        raise Forbidden(Act.SITTING_RUN.value)
    return sitting


def _shown(sitting: Sitting, asked: str, refused: Refusal | None = None) -> Response:
    items = item_queries.of_sitting(db.session(), sitting, now())
    if not items:
        raise Missing
    rank = next((rank for rank, one in enumerate(items) if one.ref == asked), _current(items))
    values = _of_item(sitting, items[rank], refused) | {
        "rank": rank + 1,
        "number": len(items),
        "before": items[rank - 1].ref if rank else None,
        "after": items[rank + 1].ref if rank + 1 < len(items) else None,
        "left": rules.what_prevents_closing(items),
    }
    return page("committees/room.html", status=422 if refused else 200, **values)


def _of_item(sitting: Sitting, item: Item, refused: Refusal | None = None) -> dict:
    values = item_views.seen(db.session(), actor(), item, now(), refused)
    found = values["decision"]
    remains = time_left(item.closes_at, now()) if item.closes_at else ""
    return values | {
        "sitting": sitting,
        "said": sentence(found) if found else None,
        "remains": remains,
        "to_settle": [one for one in values["binding"] if one.state is ConditionState.OPEN],
        # The minutes that remain are on this screen: they change by themselves.
        "mark": sha256(canonical([values["mark"], remains]))[:16],
        "may_run": policy.may(actor(), Act.SITTING_RUN, sitting),
    }


def _current(items: list[Item]) -> int:
    under_way = (rank for rank, one in enumerate(items) if one.state in item_queries.LIVE)
    return next(under_way, 0)


@bp.get("/points/<ref:ref>/salle/direct")
@allow(Act.ITEM_VIEW, polled=True)
def room_live(ref: str) -> Response:
    """What changes on that screen while one looks; the screen itself without a script."""
    if wants_fragment() and not actor().signed_in:
        return make_response("", 204)
    found = item_views.find(db.session(), actor(), ref, now())
    if found.sitting is None:
        raise Missing
    sitting = _led(found.sitting.ref)
    if not wants_fragment():
        return _shown(sitting, ref)
    values = _of_item(sitting, found) | {"oob": True}
    if request.args.get("vu") == values["mark"]:
        return make_response("", 204)
    return page("committees/room.html", fragment="committees/_room_live.html", **values)


def came_from_room() -> bool:
    """Whether the act in hand was done from the screen of the room."""
    return FROM_ROOM in request.args


def back(item: Item) -> str | None:
    """The screen of the room, for an act done from there; None elsewhere."""
    if not came_from_room() or item.sitting is None:
        return None
    return url_for("committees.room", ref=item.sitting.ref, point=item.ref)


def refused_there(item: Item, refused: Refusal) -> Response | None:
    """The screen of the room with what was refused, for an act done from there; None elsewhere."""
    if not came_from_room() or item.sitting is None:
        return None
    return _shown(_led(item.sitting.ref), item.ref, refused)
