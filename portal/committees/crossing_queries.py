"""Named reads of what a change of course or a merger proposes, and who answers for it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees.crossing_models import Crossing, MergeAnswer
from portal.committees.item_models import Item
from portal.committees.item_queries import LIVE
from portal.committees.words import Direction, Side
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from portal.search import queries as search
from portal.startups.models import Startup
from portal.startups.words import LIVE_PHASES

CROSSING = frozenset({Direction.PIVOT, Direction.MERGE})
MOST_FOUND = 12


def told(item: Item) -> Crossing | None:
    """What the item proposes beside months and money; None for the other directions."""
    return item.crossing if item.direction in CROSSING else None


def kept_or_new(session: Session, item: Item) -> Crossing:
    """The row of this item, made if there is none; the item is locked."""
    session.expire(item, ["crossing"])
    found = item.crossing
    if found is None:
        found = Crossing(item=item)
        session.add(found)
    return found


def copy(session: Session, item: Item, again: Item) -> None:
    """Give an item that is listed again what was proposed, and the agreements already given.

    What the startup said before is read anew: it is kept when a dossier freezes.
    """
    found = told(item)
    if found is None:
        return
    made = Crossing(
        item_id=again.id,
        title=found.title,
        mission=found.mission,
        kept=found.kept,
        receiver_ref=found.receiver_ref,
        leftover=found.leftover,
    )
    for one in found.answers:
        facts = {"side": one.side, "agrees": one.agrees, "motive": one.motive}
        made.answers.append(MergeAnswer(person_id=one.person_id, at=one.at, **facts))
    session.add(made)


def is_leaving(session: Session, ref: str) -> bool:
    """Whether an item under way proposes that this startup join another."""
    query = select(Item.id).where(
        Item.startup_ref == ref, Item.direction == Direction.MERGE, Item.state.in_(LIVE)
    )
    return session.scalars(query.limit(1)).first() is not None


def candidates(session: Session, item: Item, words: str) -> list[Startup]:
    """Startups still carried that could receive it, found by these words, by title."""
    refs = search.matching(session, "startup", words)
    if refs is None:
        return []
    query = select(Startup).where(
        Startup.ref.in_(refs),
        Startup.ref != item.startup_ref,
        Startup.current_phase.in_(LIVE_PHASES),
        Startup.safeguard_until.is_(None),
    )
    return list(session.scalars(query.order_by(Startup.title, Startup.id).limit(MOST_FOUND)))


def sides_of(actor: Actor, found: Crossing) -> list[Side]:
    """For which sides of the receiver this actor speaks."""
    sides = []
    if any(actor.holds(Role.TEAM, ref) for ref in found.receiver_refs):
        sides.append(Side.TEAM)
    if any(actor.holds(Role.DIRECTOR, ref) for ref in found.receiver_incubator_refs):
        sides.append(Side.DIRECTOR)
    return sides


def needed_sides(session: Session, found: Crossing, today: date) -> list[Side]:
    """The sides whose agreement the vote waits for: those where somebody can answer today."""
    return [side for side in Side if _holding(session, found, side, today)]


def receivers(session: Session, found: Crossing, today: date) -> list[Person]:
    """The team and the directors of the startup that receives, each once."""
    told_once = {one.id: one for side in Side for one in _holding(session, found, side, today)}
    return list(told_once.values())


def askers(session: Session, item: Item, today: date) -> list[Person]:
    """The team and the directors of the startup that leaves, each once."""
    team = people.holders(session, item.startup_ref, today, Role.TEAM)
    refs = item.startup.incubator_refs
    heads = [one for ref in refs for one in people.holders(session, ref, today, Role.DIRECTOR)]
    return list({one.id: one for one in (*team, *heads)}.values())


def _holding(session: Session, found: Crossing, side: Side, today: date) -> list[Person]:
    if side is Side.TEAM:
        return people.holders(session, found.receiver_ref, today, Role.TEAM)
    refs = found.receiver_incubator_refs
    return [one for ref in refs for one in people.holders(session, ref, today, Role.DIRECTOR)]
