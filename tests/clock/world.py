"""The houses of the simulation, their committees and people, and how a startup comes to be there."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.committees import actions as committees
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import actions as people
from portal.policy import MACHINE, Actor, Role
from portal.startups import actions, grants
from portal.startups.models import PhasePeriod, Startup, StartupIncubator
from portal.startups.words import Phase, PhaseSource
from tests.clock.almanac import length, months_after
from tests.clock.oracle import Expected
from tests.support.people import actor_of, open_account

PARIS = ZoneInfo("Europe/Paris")
FIRST = date(2027, 1, 4)
SEATS = {"chair": Role.CHAIR, "deputy": Role.DEPUTY, "ann": Role.SEAT, "bob": Role.SEAT}
ODD_DAYS = ((8, 31), (2, 29), (12, 15), (12, 31), (2, 5), (10, 31))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That day at that hour in Paris."""
    return datetime.combine(day, time(hour, minute), PARIS)


@dataclass
class House:
    """An incubator and its committee, which sits every so many days, or thereabouts."""

    ref: str
    committee_ref: str
    committee_id: int
    every: int
    ids: dict[str, int]
    actors: dict[str, Actor]


@dataclass
class World:
    """Who is there; what is expected of each startup."""

    chance: Random
    houses: list[House] = field(default_factory=list)
    programme: int = 0
    startups: dict[str, Expected] = field(default_factory=dict)
    teams: dict[str, Actor] = field(default_factory=dict)

    @property
    def directors(self) -> dict[str, int]:
        return {house.ref: house.ids["director"] for house in self.houses}

    def house(self, ref: str) -> House:
        return next(house for house in self.houses if house.ref == ref)


def settle(session: Session, chance: Random, houses: int) -> World:
    """The programme and its houses, on the eve of the first day."""
    world, now = World(chance), at(FIRST - timedelta(days=1), 9)
    world.programme = open_account(session, "prog@essai.gouv.example", Role.PROGRAMME).id
    for number in range(houses):
        world.houses.append(_house(session, number, chance.choice((21, 30, 45, 75)), now))
    return world


def _house(session: Session, number: int, every: int, now: datetime) -> House:
    incubator = Incubator(ref=new_ref("inc"), title=f"Fabrique {number}")
    session.add(incubator)
    session.flush()
    held = {"director": [(Role.DIRECTOR, incubator.ref)]}
    found = {
        who: open_account(session, f"{who}{number}@essai.gouv.example", *held.get(who, []))
        for who in ("director", "secretary", *SEATS)
    }
    session.flush()
    director = actor_of(found["director"], now.date())
    committee = committees.found(
        session, director, incubator, name=f"Comité {number}", vote_minutes=20, now=now
    )
    for who, role in (*SEATS.items(), ("secretary", Role.SECRETARY)):
        committees.seat(
            session,
            director,
            committee,
            found[who],
            role=role,
            quality=who,
            voting=who in SEATS,
            starts_on=FIRST - timedelta(days=30),
            now=now,
        )
    session.flush()
    for person in found.values():
        session.refresh(person)
    ids = {who: person.id for who, person in found.items()}
    actors = {who: actor_of(person, now.date()) for who, person in found.items()}
    return House(incubator.ref, committee.ref, committee.id, every, ids, actors)


def arrive(session: Session, world: World, today: date, now: datetime) -> Expected:
    """One more startup: decided by a committee, imported without money, or with money stated."""
    chance = world.chance
    # One in eight is carried by two houses.
    houses = chance.sample(
        world.houses, 2 if len(world.houses) > 1 and chance.random() < 0.12 else 1
    )
    number = len(world.startups)
    team = open_account(session, f"team{number}@essai.gouv.example")
    sponsor = open_account(session, f"sponsor{number}@essai.gouv.example")
    how = chance.choice(("decided", "decided", "stated", "imported"))
    made = _decided if how == "decided" else _imported
    startup, expected = made(session, world, houses, team, sponsor, today, now)
    for house in houses[1:]:
        startup.incubations.append(StartupIncubator(incubator_ref=house.ref, position=1))
    world.startups[startup.ref] = expected
    session.flush()
    session.refresh(team)
    world.teams[startup.ref] = actor_of(team, today)
    if how == "stated":
        state(session, world, startup, today, now)
    return expected


def _decided(session, world, houses, team, sponsor, today, now) -> tuple[Startup, Expected]:
    day = odd_day(world.chance, today)
    months = world.chance.choice((1, 2, 3, 6, 6, 6, 9, 12))
    ends = _ends(world.chance, day, months)
    told = {
        "investigation_ref": "inv-00000000",
        "title": f"Produit {len(world.startups)}",
        "mission": "Aider chacun.",
        "incubator_ref": houses[0].ref,
        "team_person_ids": [team.id],
        "coach_ids": [],
        "sponsor_ids": [sponsor.id],
        "decision_ref": new_ref("dec"),
    }
    startup = actions.create_from_investigation(
        session,
        houses[0].actors["chair"],
        decided_on=day,
        months=months,
        amount=100_000,
        money_ends_on=ends,
        now=now,
        **told,
    )
    startup.born_of = None
    expected = Expected(startup.ref, tuple(h.ref for h in houses), team.id, sponsor.id)
    expected.phases.append(("construction", told["decision_ref"]))
    expected.granted(day, months, ends)
    return startup, expected


def _imported(session, world, houses, team, sponsor, today, now) -> tuple[Startup, Expected]:
    since = today - timedelta(days=world.chance.randrange(10, 700))
    title = f"Produit {len(world.startups)}"
    startup = Startup(ref=new_ref("stu"), title=title, mission="Aider chacun.", made_at=now)
    startup.incubations.append(StartupIncubator(incubator_ref=houses[0].ref, is_main=True))
    startup.periods.append(
        PhasePeriod(
            ref=new_ref("pha"),
            phase=Phase.CONSTRUCTION,
            rank=Phase.CONSTRUCTION.rank,
            starts_on=since,
            source=PhaseSource.IMPORT,
        )
    )
    actions.refresh_phase(startup, today)
    grants.set_term(startup, today)
    session.add(startup)
    session.flush()
    for role, person in ((Role.TEAM, team), (Role.SPONSOR, sponsor)):
        people.appoint(session, MACHINE, person, role, startup.ref, now=now, starts_on=today)
    expected = Expected(startup.ref, tuple(h.ref for h in houses), team.id, sponsor.id)
    expected.since = since
    expected.phases.append(("construction", None))
    return startup, expected


def state(session: Session, world: World, startup: Startup, today: date, now: datetime) -> None:
    """The director states the money that runs."""
    expected, chance = world.startups[startup.ref], world.chance
    day = odd_day(chance, today)
    months = chance.choice((1, 2, 4, 6, 6, 12))
    term = months_after(day, months)
    if months in (4, 6) and chance.random() < 0.3:
        term += timedelta(days=chance.randrange(1, 15))
    ends = _ends(chance, day, months)
    actions.record_current_grant(
        session,
        world.house(expected.houses[0]).actors["director"],
        startup,
        amount=80_000,
        money_ends_on=ends,
        term_on=term,
        granted_on=day,
        now=now,
    )
    expected.recorded(day, term, ends)


def odd_day(chance: Random, today: date) -> date:
    """A day of the last months, readily one where months or freezes are hard to count."""
    if chance.random() < 0.5:
        return today - timedelta(days=chance.randrange(0, 60))
    month, number = chance.choice(ODD_DAYS)
    year = today.year if (month, number) <= (today.month, today.day) else today.year - 1
    found = date(year, month, min(number, length(year, month)))
    return found if (today - found).days < 170 else today


def _ends(chance: Random, day: date, months: int) -> date | None:
    if chance.random() < 0.7:
        return None
    return months_after(day, months) + timedelta(days=chance.randrange(-20, 60))
