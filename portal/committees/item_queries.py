"""Named reads of agenda items; each item read comes with whoever presides it now."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Select, inspect, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from portal.committees import roll
from portal.committees.item_models import Dossier, Item
from portal.committees.models import Committee, Sitting
from portal.committees.vote_rules import is_from_afar
from portal.committees.words import Direction, ItemOrigin, ItemState, Outcome, SittingState
from portal.investigations import queries as investigations
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Mandate
from portal.policy import Role
from portal.settings import queries as settings

LIVE = (ItemState.LISTED, ItemState.OPEN, ItemState.CLOSED)
DECIDED = (ItemState.PROCLAIMED, ItemState.PUBLISHED)
_WHOLE = (
    selectinload(Item.declarations),
    selectinload(Item.dossier).selectinload(Dossier.addenda),
    selectinload(Item.investigation),
    selectinload(Item.startup),
)


def by_ref(session: Session, ref: str, now: datetime) -> Item:
    """The item and who presides it, or Missing."""
    found = session.scalars(select(Item).where(Item.ref == ref).options(*_WHOLE)).first()
    if found is None:
        raise Missing
    return with_presider(session, found, now)


def of_vote(session: Session, ref: str, now: datetime) -> Item:
    """The item with what a vote reads alone: neither its dossier nor what it is about."""
    found = session.scalars(select(Item).where(Item.ref == ref)).first()
    if found is None:
        raise Missing
    return with_presider(session, found, now)


def lock(session: Session, item: Item, now: datetime) -> Item:
    """Hold the item until the end of the transaction, as it now stands.

    Its roll and recusals are read after the lock is held, by the statements that follow it.
    """
    # The identity is known without asking, even when what was read is to be read again.
    query = select(Item).where(Item.id == inspect(item).identity[0]).with_for_update(of=Item)
    held = session.scalars(query.execution_options(populate_existing=True)).one()
    return with_presider(session, held, now)


def with_presider(session: Session, item: Item, now: datetime) -> Item:
    """The item, told who presides it: kept at opening, computed before (design §3)."""
    return with_presiders(session, [item], now)[0]


def with_presiders(session: Session, items: list[Item], now: datetime) -> list[Item]:
    """The same for several items: one query for each committee among them."""
    heads: dict[str, dict[Role, int]] = {}
    for item in items:
        if item.presider_kept_id is not None and item.presider_kept_id not in item.recused_ids:
            item.presider_id = item.presider_kept_id
            continue
        if item.committee_ref not in heads:
            heads[item.committee_ref] = _heads(session, item.committee_ref, paris_day(now))
        item.presider_id = _presider(item, heads[item.committee_ref])
    return items


def _heads(session: Session, committee_ref: str, today: date) -> dict[Role, int]:
    seats = people.mandates_on(session, committee_ref, today, Role.CHAIR, Role.DEPUTY)
    return {seat.role: seat.person_id for seat in seats}


def _presider(item: Item, heads: dict[Role, int]) -> int | None:
    chair, deputy = heads.get(Role.CHAIR), heads.get(Role.DEPUTY)
    return roll.presider(chair, deputy, out_of(item, {chair, deputy} - {None}))


def out_of(item: Item, heads: set[int]) -> set[int]:
    """Who cannot preside: recused, or absent from the sitting under way."""
    out = set(item.recused_ids)
    if item.sitting is not None and item.sitting.state is SittingState.IN_SESSION:
        out |= heads - item.sitting.present_ids
    return out


def of_sitting(session: Session, sitting: Sitting, now: datetime) -> list[Item]:
    """The agenda of a sitting, in order."""
    query = select(Item).where(Item.sitting_id == sitting.id).options(*_WHOLE)
    found = list(session.scalars(query.order_by(Item.position, Item.id)))
    return with_presiders(session, found, now)


def waiting(session: Session, committee: Committee) -> list[Item]:
    """Items listed by the committee that no sitting has taken yet."""
    query = select(Item).where(
        Item.committee_id == committee.id,
        Item.sitting_id.is_(None),
        Item.state == ItemState.LISTED,
    )
    return list(session.scalars(query.order_by(Item.id)))


def live_about(session: Session, subject_ref: str) -> Item | None:
    """The item under way about this startup or investigation, if any."""
    query = select(Item).where(_about(subject_ref), Item.state.in_(LIVE))
    return session.scalars(query).first()


def live_of(session: Session, startup_refs: list[str]) -> dict[str, Item]:
    """The items under way about these startups, by their references."""
    query = select(Item).where(Item.startup_ref.in_(startup_refs), Item.state.in_(LIVE))
    return {item.startup_ref: item for item in session.scalars(query)}


def unchosen(session: Session, items: Iterable[Item]) -> set[str]:
    """Those of these that were referred, and whose other committee nobody has chosen yet."""
    before = aliased(Item)
    referred = [one.ref for one in items if _is_referred(one)]
    query = (
        select(Item.ref)
        .join(before, before.ref == Item.before_ref)
        .where(Item.ref.in_(referred), Item.committee_id == before.committee_id)
    )
    return set(session.scalars(query)) if referred else set()


def _is_referred(item: Item) -> bool:
    waits = item.sitting_id is None and item.before_ref is not None
    return waits and item.origin is ItemOrigin.REFERRAL


def past_outcomes(session: Session, item: Item) -> list[Outcome]:
    """What was decided about the same subject before this item, oldest first."""
    query = (
        select(Item.outcome)
        .where(_about(item.subject_ref), Item.id < item.id, Item.state.in_(DECIDED))
        .order_by(Item.id)
    )
    return list(session.scalars(query))


def deferrals_in_a_row(session: Session, item: Item) -> int:
    """How many times running this subject was put off, this item included."""
    query = (
        select(Item.state)
        .where(_about(item.subject_ref), Item.id <= item.id)
        .order_by(Item.id.desc())
    )
    count = 0
    for state in session.scalars(query):
        if state is not ItemState.DEFERRED:
            break
        count += 1
    return count


def _about(subject_ref: str):
    return or_(Item.startup_ref == subject_ref, Item.investigation_ref == subject_ref)


def freeze_days(session: Session, item: Item) -> int:
    """How many days before its sitting its dossier freezes: as convened, else as now set."""
    sitting = item.sitting
    if sitting is not None and sitting.convened_at is not None:
        return sitting.freeze_days
    return settings.current(session).freeze_days


def has_open_vote(session: Session, committee: Committee) -> bool:
    """Whether somebody votes in this committee, or could until the vote is counted."""
    query = select(Item.id).where(Item.committee_id == committee.id, Item.state == ItemState.OPEN)
    return session.scalars(query.limit(1)).first() is not None


def voted_beside(session: Session, item: Item, now: datetime) -> Item | None:
    """Another point of the sitting whose vote is open in the room, and not yet over."""
    query = select(Item).where(
        Item.sitting_id == item.sitting_id,
        Item.id != item.id,
        Item.state == ItemState.OPEN,
        Item.closes_at > now,
    )
    found = session.scalars(query.order_by(Item.id))
    return next((one for one in found if not is_from_afar(one.opened_at, one.closes_at)), None)


def due_votes(now: datetime) -> Select[tuple[Item]]:
    """Votes whose time is over and that nobody has closed yet."""
    return select(Item).where(Item.state == ItemState.OPEN, Item.closes_at <= now).order_by(Item.id)


def about_to_close(session: Session, now: datetime, within: timedelta) -> list[Item]:
    """Votes that are open and close within that time, the first to close first."""
    query = select(Item).where(
        Item.state == ItemState.OPEN, Item.closes_at > now, Item.closes_at <= now + within
    )
    return list(session.scalars(query.order_by(Item.closes_at, Item.id)))


def one_each(seats: list[Mandate]) -> list[Mandate]:
    """The voting ones among these seats, one for each person, the highest first."""
    found: dict[int, Mandate] = {}
    for seat in seats:
        if seat.voting:
            found.setdefault(seat.person_id, seat)
    return list(found.values())


def seated(session: Session, item: Item, today: date) -> list[Mandate]:
    """The seats held today, voting or advisory, by people still here; the highest first."""
    order = (Role.CHAIR, Role.DEPUTY, Role.SEAT)
    seats = people.mandates_on(session, item.committee_ref, today, *order)
    here = [seat for seat in seats if seat.person.deactivated_at is None]
    return sorted(here, key=lambda seat: (order.index(seat.role), seat.id))


def interested(session: Session, item: Item, today: date) -> dict[str, set[int]]:
    """Who withdraws by rule, by cause: the team, the coaches, the investigators, the authors."""
    team, coaches = set(), set()
    for seat in people.mandates_on(session, item.subject_ref, today, Role.TEAM, Role.COACH):
        (team if seat.role is Role.TEAM else coaches).add(seat.person_id)
    if item.direction is Direction.MERGE and item.crossing is not None:
        # Those who would receive it are judges in their own cause too.
        for ref in item.crossing.receiver_refs:
            team |= {seat.person_id for seat in people.mandates_on(session, ref, today, Role.TEAM)}
    source = item.investigation or _born_of(session, item)
    if source is None:
        return {"team": team, "coaches": coaches, "investigators": set(), "authors": set()}
    seats = people.mandates_on(session, source.ref, today, Role.TEAM, Role.COACH)
    return {
        "team": team,
        "coaches": coaches,
        "investigators": {seat.person_id for seat in seats},
        "authors": set(investigations.author_ids(session, source)),
    }


def _born_of(session: Session, item: Item):
    if item.startup is None or not item.startup.born_of:
        return None
    return investigations.by_ref(session, item.startup.born_of)
