"""What becomes of the item under way when an incubator stops carrying its startup."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import item_queries, queries
from portal.committees.item_models import Item
from portal.committees.models import Committee
from portal.committees.words import ItemState, SittingState
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.policy import MACHINE, Act
from portal.startups import carrying
from portal.startups.models import Startup


@carrying.follow
def follow(
    session: Session, startup: Startup, leaving_ref: str, to_ref: str, now: datetime
) -> None:
    """Put an item that only waits before the committee of the incubator that goes on.

    Raises Refused while a vote is under way. On a sitting already convened it stays there: its
    members have its dossier. With no committee to hear it, it waits where it was.
    """
    item = item_queries.live_about(session, startup.ref)
    if item is None:
        return
    item = item_queries.lock(session, item, now)
    if item.state is not ItemState.LISTED:
        raise Refused(_("Un vote est en cours à son sujet : attendez la décision."))
    if item.committee.incubator_ref != leaving_ref or not _is_free(item):
        return
    committee = _next(session, to_ref, now)
    if committee is not None:
        _put(session, item, committee, now)


def _is_free(item: Item) -> bool:
    return item.sitting is None or item.sitting.state is SittingState.PLANNED


def _next(session: Session, incubator_ref: str, now: datetime) -> Committee | None:
    """Its standing committee that sits the soonest; the first by name when none has a date."""
    found = queries.standing(session, (incubator_ref,))
    ahead = queries.ahead(session, {one.id for one in found}, now)
    ids = [one.committee_id for one in ahead]
    return min(
        found, key=lambda one: ids.index(one.id) if one.id in ids else len(ids), default=None
    )


def _put(session: Session, item: Item, committee: Committee, now: datetime) -> None:
    before = {"committee": item.committee_ref, "on": item.sitting.ref if item.sitting else None}
    item.committee, item.sitting, item.position = committee, None, 0
    session.flush()
    told = {"before": before, "after": {"committee": committee.ref}}
    journal.record(session, MACHINE, Act.SITTING_AGENDA, item, now=now, **told)
