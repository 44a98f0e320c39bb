"""A house, its committee, a startup it funds, and an investigation that waits for a decision.

Everything is made by the real actions. References and numbers stay true from one transaction to
the next; things are read again in each.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.committees import (
    agenda_actions,
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
from portal.committees.decision_models import Decision
from portal.committees.item_models import Item
from portal.committees.models import Committee, Sitting
from portal.committees.vote_models import Ballot
from portal.committees.words import Attendance, Choice, Direction, ItemState, StopReason
from portal.investigations import queries as investigation_queries
from portal.kernel.clock import Clock
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor
from portal.startups import queries as startup_queries
from portal.startups.models import Startup
from portal.startups.words import Rung
from tests.committees.saying import say
from tests.support.apps import MONDAY

VOTERS = ("chair", "deputy", "ann", "bob", "cleo")
SEATED = (*VOTERS, "expert", "secretary")
REPORT = "Trente entretiens montrent que la pièce est demandée faute d’échange entre guichets. " * 4
WEEK = datetime(2026, 12, 7, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
"""A sitting two weeks after the Monday of the tests."""


def email(who: str, place: str = "essai") -> str:
    """The address of a person of this world."""
    return f"{who}@{place}.gouv.example"


@dataclass
class World:
    """References and numbers of what was made."""

    place: str = "essai"
    house: str = ""
    other: str = ""
    committee_ref: str = ""
    startup_ref: str = ""
    investigation_ref: str = ""
    sitting_ref: str = ""
    clock: Clock = field(default_factory=lambda: Clock.fixed(MONDAY))
    irritants: list[str] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def at(self, moment: datetime) -> None:
        """Let time pass until then."""
        self.clock.move_to(moment)

    def later(self, **delta: int) -> None:
        """Let this much time pass: `later(minutes=20)`."""
        self.at(self.now + timedelta(**delta))

    # Reading

    def person(self, session: Session, who: str) -> Person:
        return session.get_one(Person, self.ids[who])

    def actor(self, session: Session, who: str) -> Actor:
        person = self.person(session, who)
        session.refresh(person)
        return people.actor_of(person, paris_day(self.now))

    def committee(self, session: Session) -> Committee:
        return queries.by_ref(session, self.committee_ref)

    def startup(self, session: Session) -> Startup:
        return startup_queries.by_ref(session, self.startup_ref)

    def startup_by(self, session: Session, ref: str) -> Startup:
        return startup_queries.by_ref(session, ref)

    def sitting(self, session: Session) -> Sitting:
        return queries.sitting_by_ref(session, self.sitting_ref)

    def item(self, session: Session, ref: str) -> Item:
        return item_queries.by_ref(session, ref, self.now)

    # Preparing

    def send_startup(self, session: Session, ref: str = "", **changes) -> Item:
        known = {"direction": Direction.CONTINUE, "now": self.now}
        return item_actions.send_startup(
            session,
            self.actor(session, "team"),
            self.startup_by(session, ref or self.startup_ref),
            self.committee(session),
            **(known | changes),
        )

    def send_investigation(self, session: Session) -> Item:
        return item_actions.send_investigation(
            session,
            self.actor(session, "intra"),
            investigation_queries.by_ref(session, self.investigation_ref),
            self.committee(session),
            startup_title="Une fois suffit",
            startup_mission="Éviter aux familles d’envoyer trois fois la même pièce",
            now=self.now,
        )

    def plan(self, session: Session, starts_at: datetime = WEEK) -> Sitting:
        sitting = sitting_actions.plan(
            session,
            self.actor(session, "secretary"),
            self.committee(session),
            starts_at=starts_at,
            place="Salle 3",
            now=self.now,
        )
        self.sitting_ref = sitting.ref
        return sitting

    def take_up(self, session: Session, *items: Item, motive: str = "Il le faut.") -> None:
        for item in items:
            if self.sitting(session).state != "planned":
                say(session, item)
            keeper, told = self.actor(session, "secretary"), {"motive": motive, "now": self.now}
            agenda_actions.take_up(session, keeper, self.sitting(session), item, **told)

    def convene(self, session: Session, urgency: str = "") -> None:
        agenda = item_queries.of_sitting(session, self.sitting(session), self.now)
        say(session, *agenda)
        sitting_actions.convene(
            session,
            self.actor(session, "secretary"),
            self.sitting(session),
            urgency=urgency,
            now=self.now,
        )

    def begin(self, session: Session, *present: str) -> None:
        """Open the sitting, with these people in the room (every member by default)."""
        sitting_actions.open_sitting(
            session, self.actor(session, "secretary"), self.sitting(session), now=self.now
        )
        self.attend(session, *(present or SEATED))

    def attend(self, session: Session, *present: str) -> None:
        seated = [who for who in SEATED if who in self.ids]
        there = {
            self.ids[who]: Attendance.PRESENT if who in present else Attendance.ABSENT
            for who in seated
        }
        attendance_actions.note_attendance(
            session,
            self.actor(session, "secretary"),
            self.sitting(session),
            attendances=there,
            now=self.now,
        )

    def ready(self, session: Session, *items: Item, present: tuple[str, ...] = ()) -> None:
        """Plan, convene and open a sitting with these items on its agenda."""
        self.plan(session)
        self.take_up(session, *items)
        self.convene(session)
        self.at(WEEK)
        self.begin(session, *present)

    # Voting

    def open_vote(self, session: Session, item: Item, *, by: str = "chair") -> ItemState:
        found = self.item(session, item.ref)
        return vote_actions.open_vote(session, self.actor(session, by), found, now=self.now)

    def cast(
        self,
        session: Session,
        item: Item,
        who: str,
        choice: Choice,
        *,
        motive: str = "Parce que.",
        reason: StopReason | None = None,
    ) -> Ballot:
        if choice is Choice.NO_GO and reason is None:
            reason = StopReason.NO_IMPACT
        return ballot_actions.cast_ballot(
            session,
            self.actor(session, who),
            self.item(session, item.ref),
            choice=choice,
            motive=motive,
            reason=reason,
            now=self.now,
        )

    def vote(
        self,
        session: Session,
        item: Item,
        letters: str,
        *,
        reason: StopReason | None = None,
    ) -> None:
        """Cast one ballot for each letter (g p n a, `.` for none), in the order of VOTERS."""
        for who, letter in zip(VOTERS, letters, strict=False):
            if letter != ".":
                self.cast(session, item, who, CHOICES[letter], reason=reason)

    def close(self, session: Session, item: Item, *, by: str = "chair") -> Item:
        found = self.item(session, item.ref)
        return vote_actions.close(session, self.actor(session, by), found, now=self.now)

    def counted(
        self, session: Session, item: Item, letters: str, *, reason: StopReason | None = None
    ) -> Item:
        """Open, vote and close."""
        self.open_vote(session, item)
        self.vote(session, item, letters, reason=reason)
        self.later(minutes=20)
        return self.close(session, item)

    def proclaim(
        self,
        session: Session,
        item: Item,
        *,
        by: str = "chair",
        reason: StopReason | None = None,
    ) -> Decision:
        return decision_actions.proclaim(
            session,
            self.actor(session, by),
            self.item(session, item.ref),
            motive="Les preuves sont là.",
            reason=reason,
            now=self.now,
        )

    def defer(
        self, session: Session, item: Item, next_on: date = date(2027, 1, 11), **changes
    ) -> None:
        known = {"motive": "Il manque un chiffre.", "next_on": next_on, "now": self.now}
        undecided_actions.defer(
            session,
            self.actor(session, "chair"),
            self.item(session, item.ref),
            **(known | changes),
        )

    def decision(self, session: Session, item: Item) -> Decision | None:
        return decision_queries.decision_of(session, item)


CHOICES = {
    "g": Choice.GO,
    "p": Choice.PROVISIONAL,
    "n": Choice.NO_GO,
    "a": Choice.ABSTAIN,
}


def write(session: Session, world: World, item: Item, *, by: str = "team", **changes) -> None:
    """Fill in the dossier of an item."""
    known = {
        "proposal": {"months": 6, "amount": 300_000, "provisional_amount": 50_000},
        "request": "Poursuivre six mois pour ouvrir à vingt départements.",
        "body": "Ce qui était promis, ce qui est observé.",
        "rungs": {
            Rung.USED: {
                "figure": "1 200 usagers",
                "measured_on": date(2026, 11, 1),
                "source": "Statistiques publiques",
            }
        },
        "now": world.now,
    }
    dossier_actions.write_dossier(
        session, world.actor(session, by), world.item(session, item.ref), **(known | changes)
    )


def decided(session, world, letters, reason=None, **proposal):
    """Send the startup with this proposal, vote, close and proclaim."""
    item = world.send_startup(session)
    values = {
        "direction": Direction.CONTINUE,
        "phase": None,
        "months": 6,
        "amount": 300_000,
        "provisional_months": 1,
        "provisional_amount": 40_000,
    }
    write(session, world, item, proposal=values | proposal)
    world.ready(session, item)
    world.counted(session, item, letters, reason=reason)
    return world.proclaim(session, item, reason=reason)
