"""What people do of a day: sittings planned, convened, held, forgotten; votes; terms extended."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees import (
    attendance_actions,
    ballot_actions,
    decision_actions,
    decision_queries,
    dossier_actions,
    item_actions,
    item_queries,
    queries,
    sitting_actions,
    undecided_actions,
    vote_actions,
)
from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import (
    Attendance,
    Choice,
    Direction,
    EffectKind,
    ItemState,
    SittingState,
    StopReason,
)
from portal.kernel.errors import Refused
from portal.startups import actions as startups, queries as startup_queries
from portal.startups.words import Phase
from tests.clock.almanac import months_after
from tests.clock.oracle import Expected
from tests.clock.world import House, World, at

VOTERS = ("chair", "ann", "bob")
FATES = ("go",) * 10 + ("provisional",) * 2 + ("no_go", "unfunded", "tie", "absent", "later")
NEXT = {"construction": Phase.ACCELERATION, "acceleration": Phase.CONSOLIDATION}


def plan(session: Session, house: House, day: date, now: datetime) -> bool:
    """The director sets a date, unless there is one that day."""
    if _planned(session, at(day, 0), at(day, 23), house.committee_id):
        return False
    committee = queries.by_ref(session, house.committee_ref)
    told = {"starts_at": at(day, 14, 30), "place": "Salle 1", "now": now}
    sitting_actions.plan(session, house.actors["director"], committee, **told)
    return True


def near(session: Session, world: World, now: datetime) -> list[tuple[House, Sitting]]:
    """The sittings of today and of the next ten days that are not held yet."""
    found = _planned(session, at(now.date(), 0), now + timedelta(days=10))
    houses = {house.committee_id: house for house in world.houses}
    return [(houses[one.committee_id], one) for one in found]


def convene(session: Session, world: World, house: House, sitting: Sitting, now: datetime) -> None:
    """The secretary convenes a sitting that has an agenda."""
    items = item_queries.of_sitting(session, sitting, now)
    if sitting.state is SittingState.PLANNED and items:
        for item in items:
            write(session, world, item, now)
        if world.chance.random() < 0.7:
            sitting_actions.convene(
                session, house.actors["secretary"], sitting, urgency="Il le faut.", now=now
            )


def cancel(session: Session, house: House, now: datetime) -> bool:
    """The secretary cancels the next sitting."""
    found = queries.ahead(session, {house.committee_id}, now)
    for sitting in found[:1]:
        sitting_actions.cancel(
            session, house.actors["secretary"], sitting, motive="La salle est prise.", now=now
        )
    return bool(found)


def write(session: Session, world: World, item: Item, now: datetime) -> None:
    """The team proposes its months, unless the dossier is frozen already."""
    if item.startup_ref not in world.teams or dossier_actions.is_frozen(item, now):
        return
    chance = world.chance
    months = {"months": chance.choice((3, 6, 6, 12)), "provisional_months": chance.choice((1, 2))}
    dossier_actions.write_dossier(
        session,
        world.teams[item.startup_ref],
        item,
        proposal={"amount": 100_000, "provisional_amount": 20_000, "money_ends_on": None} | months,
        request="Continuer.",
        body="",
        rungs={},
        now=now,
    )


def ask(session: Session, world: World, ref: str, now: datetime) -> bool:
    """The team asks for another phase, or to be handed over, before the clock does."""
    expected = world.startups[ref]
    if not expected.runs or item_queries.live_about(session, ref) is not None:
        return False
    startup = startup_queries.by_ref(session, ref)
    phase = NEXT.get(expected.phase)
    leaves = phase is None or world.chance.random() < 0.3
    direction = Direction.OPERATE if leaves else Direction.NEXT_PHASE
    committee = queries.by_ref(session, world.house(expected.houses[0]).committee_ref)
    item_actions.send_startup(
        session,
        world.teams[ref],
        startup,
        committee,
        direction=direction,
        phase=None if leaves else phase,
        now=now,
    )
    return True


def extend(session: Session, world: World, ref: str, now: datetime) -> bool:
    """The chair signs the one extension, or is told that it is not the moment."""
    expected, months = world.startups[ref], world.chance.choice((1, 2))
    if expected.may_be_extended(now.date()):
        _sign(session, world, expected, months, now)
        expected.extended(months)
        return True
    try:
        _sign(session, world, expected, months, now)
    except Refused:
        return False
    raise AssertionError(f"{ref}: extended out of time")


def _sign(session: Session, world: World, expected: Expected, months: int, now: datetime) -> None:
    startups.extend_term(
        session,
        world.house(expected.houses[0]).actors["chair"],
        startup_queries.by_ref(session, expected.ref),
        months=months,
        motive="La salle a brûlé.",
        now=now,
    )


def hold(session: Session, world: World, house: House, sitting: Sitting, now: datetime) -> int:
    """Hold a sitting: every point is decided or put off. How many were decided."""
    secretary = house.actors["secretary"]
    sitting_actions.open_sitting(session, secretary, sitting, now=now)
    decided = sum(
        _hear(session, world, house, sitting, item, now)
        for item in item_queries.of_sitting(session, sitting, now)
    )
    sitting_actions.close_sitting(session, secretary, sitting, now=now)
    return decided


def _planned(session: Session, first: datetime, last: datetime, *of: int) -> list[Sitting]:
    ahead = (SittingState.PLANNED, SittingState.CONVENED)
    query = select(Sitting).where(Sitting.state.in_(ahead), Sitting.starts_at.between(first, last))
    query = query.where(Sitting.committee_id.in_(of)) if of else query
    return list(session.scalars(query.order_by(Sitting.starts_at)))


def _hear(session, world, house, sitting, item, now) -> int:
    fate, expected = world.chance.choice(FATES), world.startups[item.startup_ref]
    _attend(session, house, sitting, VOTERS if fate != "absent" else VOTERS[:1], now)
    # Who presides depends on who is there.
    item = item_queries.by_ref(session, item.ref, now)
    write(session, world, item, now)
    expected.back, today = None, now.date()
    if fate == "later" or decision_actions.unsaid(item):
        return _put_off(session, world, house, item, now)
    chair = house.actors["chair"]
    if vote_actions.open_vote(session, chair, item, now=now) is ItemState.NO_QUORUM:
        expected.back = today
        return 0
    _vote(session, house, item, fate, now)
    vote_actions.close(session, chair, item, now=now)
    if fate == "tie":
        return _put_off(session, world, house, item, now)
    reason = next(
        (one.reason for one in decision_queries.ballots(session, item) if one.reason), None
    )
    item = item_queries.by_ref(session, item.ref, now)
    decision = decision_actions.proclaim(
        session, chair, item, motive="Les preuves.", reason=reason, now=now
    )
    _expect(expected, item, decision, today)
    return 1


def _attend(session, house, sitting, present, now) -> None:
    there = {
        house.ids[who]: Attendance.PRESENT if who in present else Attendance.ABSENT
        for who in ("chair", "deputy", "ann", "bob")
    }
    attendance_actions.note_attendance(
        session, house.actors["secretary"], sitting, attendances=there, now=now
    )


def _put_off(session, world, house, item, now) -> int:
    day = now.date() + timedelta(days=world.chance.randrange(5, 60))
    told = {"motive": "Il manque un chiffre.", "next_on": day, "now": now}
    undecided_actions.defer(session, house.actors["chair"], item, **told)
    world.startups[item.startup_ref].back = day
    return 0


def _vote(session, house, item, fate, now) -> None:
    choices = {
        "go": [Choice.GO] * 3,
        "provisional": [Choice.PROVISIONAL] * 3,
        "tie": [Choice.ABSTAIN, Choice.GO, Choice.NO_GO],
    }.get(fate, [Choice.NO_GO] * 3)
    if fate == "provisional" and Choice.PROVISIONAL not in ballot_actions.offered(session, item):
        choices = [Choice.GO] * 3
    reason = StopReason.NO_FUNDING if fate == "unfunded" else StopReason.NO_IMPACT
    for who, choice in zip(VOTERS, choices, strict=True):
        ballot_actions.cast_ballot(
            session,
            house.actors[who],
            item,
            choice=choice,
            motive="Parce que.",
            reason=reason if choice is Choice.NO_GO else None,
            now=now,
        )


def _expect(expected, item, decision, today) -> None:
    """What the table of the design says of this outcome."""
    outcome, leaves = decision.outcome, item.direction is Direction.OPERATE
    if outcome == "provisional":
        expected.granted(today, item.provisional_months, is_provisional=True)
    elif outcome == "go" and leaves:
        expected.moved("operated", decision.ref)
    elif outcome == "go":
        if item.direction is Direction.NEXT_PHASE and item.phase != expected.phase:
            expected.moved(item.phase.value, decision.ref)
        expected.granted(today, item.months)
    elif leaves:
        assert decision.effect is EffectKind.RETURN_TO_AGENDA
        expected.back = today
    elif decision.stop_reason == "no_funding":
        expected.safeguard = (months_after(today, 3), decision.ref)
    else:
        expected.moved("stopped", decision.ref)
