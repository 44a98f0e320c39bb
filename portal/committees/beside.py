"""What committees tell on the page of a startup, which does not know them."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal import policy
from portal.committees import decision_queries, item_moving, item_queries, scheduled
from portal.committees.blueprint import bp
from portal.committees.decision_models import Decision
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.sentences import sentence
from portal.extensions import db
from portal.kernel.periods import days_between
from portal.policy import Act
from portal.settings import queries as settings
from portal.startups.models import Startup
from portal.startups.words import LIVE_PHASES
from portal.web.context import actor, now, today

# Importing it lets the items of a startup follow its incubators.
FOLLOWS = item_moving.follow


@dataclass(frozen=True)
class Beside:
    """The next sitting, the item under way and the decisions of one startup, for this actor."""

    item: Item | None
    may_item: bool
    sitting: Sitting | None
    missing: str
    may_send: bool
    decisions: list[tuple[Decision, str]]


def committee_view_of(startup: Startup) -> Beside:
    """What the page of a startup says of its committee."""
    session, me = db.session(), actor()
    item = item_queries.live_about(session, startup.ref)
    if item is not None:
        item_queries.with_presider(session, item, now())
    window = settings.current(session).window_days
    sitting = _sitting(startup, item, window)
    found = decision_queries.about(session, me, startup.ref)
    return Beside(
        item=item if me.signed_in else None,
        may_item=item is not None and policy.may(me, Act.ITEM_VIEW, item),
        sitting=sitting if policy.may(me, Act.SITTING_VIEW, sitting) else None,
        missing="" if sitting else _missing(startup, window),
        may_send=item is None and _is_live(startup) and policy.may(me, Act.STARTUP_SEND, startup),
        decisions=[(one, sentence(one)) for one in found],
    )


def _is_live(startup: Startup) -> bool:
    return startup.current_phase in LIVE_PHASES


def _sitting(startup: Startup, item: Item | None, window: int) -> Sitting | None:
    if item is not None and item.sitting is not None:
        return item.sitting
    return scheduled.sitting_for(db.session(), startup, now(), window) if startup.term_on else None


def _missing(startup: Startup, window: int) -> str:
    """Said once the window of the agenda has begun."""
    on = startup.target_on or startup.term_on
    if on is None or startup.term_is_presumed or not _is_live(startup):
        return ""
    if days_between(today(), on) > window:
        return ""
    return _("Aucune séance avant l’échéance.")


@bp.app_context_processor
def _beside() -> dict:
    return {"committee_view_of": committee_view_of}
