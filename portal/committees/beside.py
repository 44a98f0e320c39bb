"""What committees tell on the page of a startup, which does not know them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from portal import policy
from portal.committees import (
    agendas,
    decision_queries,
    extension_actions,
    extension_pages,
    funding_queries,
    item_moving,
    item_queries,
    offer_keeping,
    queries,
    sponsor_lines,
    unplanned,
)
from portal.committees.blueprint import bp
from portal.committees.decision_models import Decision
from portal.committees.funding_models import FundingLine
from portal.committees.funding_rules import state_of
from portal.committees.funding_sentences import BADGES, summary
from portal.committees.item_models import Item
from portal.committees.models import Committee, Sitting
from portal.committees.sentences import sentence
from portal.committees.words import FundingState
from portal.extensions import db
from portal.kernel.periods import days_between
from portal.policy import Act, Actor, Role
from portal.settings import queries as settings
from portal.startups import extending, takeover_queries
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.words import LIVE_PHASES
from portal.web.context import actor, now, today

# What the sheet leads to, and what the page of the clock shows: attached with it.
ATTACHED = (extension_pages, unplanned)
# Importing them lets the items of a startup follow its incubators, a vote keep its
# offer, and a sponsor answer before it leaves.
FOLLOWS = (item_moving.follow, offer_keeping.keep, sponsor_lines.keep)


@dataclass(frozen=True)
class Beside:
    """The next sitting, the item under way and the decisions of one startup, for this actor."""

    item: Item | None
    may_item: bool
    sitting: Sitting | None
    missing: str
    may_send: bool
    may_plan: list[Committee]
    may_extend: bool
    decisions: list[tuple[Decision, str]]
    money: tuple[str, str, str] | None


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
        may_plan=[] if sitting else _planned_by(me, startup, window),
        may_extend=_may_extend(me, startup, window),
        may_send=item is None and _is_live(startup) and policy.may(me, Act.STARTUP_SEND, startup),
        decisions=[(one, sentence(one)) for one in found],
        money=_money(startup, found),
    )


def _money(startup: Startup, readable: list[Decision]) -> tuple[str, str, str] | None:
    """What is said of the money that runs, its badge, and the decision, if one may read it."""
    grant = startup.current_grant
    is_halted = startup.is_ended or startup.safeguard_until is not None
    ref = grant.decision_ref if grant and not is_halted else None
    decision = next((one for one in readable if one.ref == ref), None)
    lines = funding_queries.lines_of(db.session(), decision.ref) if decision else []
    if not lines:
        return None
    state = state_of(decision.amount, lines)
    return summary(decision.amount, lines), BADGES[state], decision.ref


def unconfirmed_of(startups: Iterable[Startup]) -> dict[str, str]:
    """For a list: what is said of each startup whose money is not yet confirmed; one query."""
    if not policy.may(actor(), Act.PROGRAMME_VIEW):
        return {}
    refs = [one.ref for one in startups]
    found = funding_queries.by_startup(db.session(), FundingLine.startup_ref.in_(refs))
    return {ref: said for ref, _title, said in _unconfirmed(found)}


def every_unconfirmed() -> list[tuple[str, str, str]]:
    """Reference, title and words for each startup whose money is not yet confirmed."""
    return list(_unconfirmed(funding_queries.by_startup(db.session())))


def _unconfirmed(found: dict[str, list[FundingLine]]) -> Iterator[tuple[str, str, str]]:
    for ref, lines in found.items():
        decision = lines[0].decision
        if state_of(decision.amount, lines) is not FundingState.CONFIRMED:
            yield ref, decision.title, summary(decision.amount, lines)


def _is_live(startup: Startup) -> bool:
    return startup.current_phase in LIVE_PHASES


def _sitting(startup: Startup, item: Item | None, window: int) -> Sitting | None:
    if (
        item is not None
        and item.sitting is not None
        and not agendas.was_missed(item.sitting, today())
    ):
        return item.sitting
    return agendas.sitting_for(db.session(), startup, now(), window) if startup.term_on else None


def _missing(startup: Startup, window: int) -> str:
    """Said once the window of the agenda has begun."""
    return _("Aucune séance avant l’échéance.") if _presses(startup, window) else ""


def _presses(startup: Startup, window: int) -> bool:
    on = startup.target_on or startup.term_on
    if on is None or startup.term_is_presumed or not _is_live(startup):
        return False
    return days_between(today(), on) <= window


def _planned_by(me: Actor, startup: Startup, window: int) -> list[Committee]:
    """The committees where this person may set a date, once one is wanted."""
    if not me.signed_in or not _presses(startup, window):
        return []
    found = queries.standing(db.session(), startup.incubator_refs)
    return [one for one in found if policy.may(me, Act.SITTING_PLAN, one)]


def _may_extend(me: Actor, startup: Startup, window: int) -> bool:
    """Offered to a chair while the term presses, as long as it can be."""
    if not me.has(Role.CHAIR, Role.DEPUTY) or not _presses(startup, window):
        return False
    current = startup.current_grant
    if current is None or not extending.offers(current, today(), window):
        return False
    return extension_actions.signs_at(db.session(), me, startup) is not None


@bp.app_context_processor
def _beside() -> dict:
    return {
        "committee_view_of": committee_view_of,
        "unconfirmed_of": unconfirmed_of,
        "every_unconfirmed": every_unconfirmed,
        "takeover_of": takeover_of,
    }


def takeover_of(item: Item) -> TakeoverOffer | None:
    """The offer that a point examines, if any; its page asks who may read it.

    A point that is over examined another: whoever reads it learns nothing of the one of today.
    """
    if item.startup_ref is None or item.state not in item_queries.LIVE:
        return None
    return takeover_queries.accepted(db.session(), item.startup_ref)
