"""What is under way at a sitting, as the person who looks lives it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, rules
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.sentences import hour_said, until
from portal.committees.vote_models import Ballot
from portal.committees.words import ItemState, SittingState
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor
from portal.register.chain import canonical, sha256


@dataclass(frozen=True)
class Now:
    """A point under way: what this person may do about it, and whether their voice was taken."""

    item: Item
    may_see: bool
    is_recused: bool
    may_vote: bool
    mine: Ballot | None
    mine_at: str
    until: str


def seen(
    session: Session, actor: Actor, sitting: Sitting, items: list[Item], now: datetime
) -> dict:
    """The points under way, and a mark that changes when they do."""
    is_open = sitting.state is SittingState.IN_SESSION
    current = _current(items) if is_open else []
    mine = decision_queries.ballots_by(session, current, actor.person_id)
    lived = [_lived(actor, item, mine.get(item.id), now) for item in current]
    noted = {one.person_id: one.attendance for one in sitting.attendances}
    told = [sitting.state, noted.get(actor.person_id), len(items), *map(_told, lived)]
    return {
        "now_points": lived,
        "may_join": is_open
        and actor.person_id not in sitting.present_ids
        and policy.may(actor, Act.SITTING_JOIN, sitting),
        "my_attendance": noted.get(actor.person_id),
        "is_near": is_open or _is_today(sitting, now),
        "now_mark": sha256(canonical([str(one) for one in told]))[:16],
    }


def _current(items: list[Item]) -> list[Item]:
    """The votes that are open, side by side; else the first point that is not settled."""
    voted = [item for item in items if item.state is ItemState.OPEN]
    waiting = (item for item in items if item.state in (ItemState.CLOSED, ItemState.LISTED))
    first = next(waiting, None)
    return voted or ([first] if first is not None else [])


def _is_today(sitting: Sitting, now: datetime) -> bool:
    is_same_day = paris_day(sitting.starts_at) == paris_day(now)
    return sitting.state is SittingState.CONVENED and is_same_day


def _lived(actor: Actor, item: Item, mine: Ballot | None, now: datetime) -> Now:
    is_running = not rules.is_vote_over(item.state, item.closes_at, now)
    # What a holder cast stays theirs to know until the closing.
    own = mine if mine is not None and mine.cast_by_id is None else None
    return Now(
        item=item,
        may_see=policy.may(actor, Act.ITEM_VIEW, item),
        is_recused=policy.is_recused(actor, item),
        may_vote=is_running and policy.may(actor, Act.BALLOT_CAST, item),
        mine=own,
        mine_at=hour_said(own.cast_at, now) if own else "",
        until=until(item.closes_at, now) if is_running else "",
    )


def _told(one: Now) -> str:
    rights = (one.may_see, one.is_recused, one.may_vote)
    return "|".join(map(str, (one.item.ref, one.item.state.value, *rights, one.mine_at, one.until)))
