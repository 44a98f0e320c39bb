"""A house, its committee, a startup it funds, and an investigation that waits for a decision.

Everything is made by the real actions. References and numbers stay true from one transaction to
the next; things are read again in each.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.committees import (
    actions,
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
from portal.investigations import actions as investigations, queries as investigation_queries
from portal.irritants import actions as irritants
from portal.irritants.words import Audience, UserType
from portal.kernel.clock import Clock
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Kind, Role
from portal.startups import actions as startups, queries as startup_queries
from portal.startups.models import Startup
from portal.startups.words import Rung
from tests.support.apps import MONDAY
from tests.support.people import SINCE, actor_of, open_account

VOTERS = ("chair", "deputy", "ann", "bob", "cleo")
SEATED = (*VOTERS, "expert", "secretary")
REPORT = "Trente entretiens montrent que la pièce est demandée faute d’échange entre guichets. " * 4
WEEK = datetime(2026, 12, 7, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
"""A sitting two weeks after the Monday of the tests."""


def email(who: str) -> str:
    """The address of a person of this world."""
    return f"{who}@essai.gouv.example"


@dataclass
class World:
    """References and numbers of what was made."""

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

    def send_startup(self, session: Session, **changes) -> Item:
        known = {"direction": Direction.CONTINUE, "now": self.now}
        return item_actions.send_startup(
            session,
            self.actor(session, "team"),
            self.startup(session),
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

    def take_up(self, session: Session, *items: Item) -> None:
        for item in items:
            sitting_actions.take_up(
                session, self.actor(session, "secretary"), self.sitting(session), item, now=self.now
            )

    def convene(self, session: Session, urgency: str = "") -> None:
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
        sitting_actions.note_attendance(
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
        return vote_actions.cast_ballot(
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


def settle(session: Session, clock: Clock) -> World:
    """Make the house, its people, its committee, its startup and its investigation."""
    world = World(clock=clock)
    for name, title in (("house", "Fabrique du Vaubrun"), ("other", "Atelier des Monts")):
        incubator = Incubator(ref=new_ref("inc"), title=title)
        session.add(incubator)
        setattr(world, name, incubator.ref)
    session.flush()
    _people(session, world)
    _committee(session, world)
    _investigation(session, world)
    _startup(session, world)
    return world


def _people(session: Session, world: World) -> None:
    held = {
        "director": [(Role.DIRECTOR, world.house)],
        "officer": [(Role.OFFICER, world.house)],
        "programme": [Role.PROGRAMME],
    }
    kinds = {"auditor": Kind.AUDITOR}
    agents = ("masked", "author", "both", "outsider", "intra", "coach", "sponsor", "team")
    for who in (*SEATED, *agents, *held, "auditor"):
        person = open_account(
            session,
            email(who),
            *held.get(who, []),
            name=f"{who.title()} Essai",
            kind=kinds.get(who, Kind.AGENT),
        )
        world.ids[who] = person.id


def _committee(session: Session, world: World) -> None:
    director = world.actor(session, "director")
    house = session.query(Incubator).filter_by(ref=world.house).one()
    committee = actions.found(
        session, director, house, name="Comité d’investissement", vote_minutes=20, now=MONDAY
    )
    world.committee_ref = committee.ref
    roles = {"chair": Role.CHAIR, "deputy": Role.DEPUTY, "secretary": Role.SECRETARY}
    for who in SEATED:
        actions.seat(
            session,
            director,
            committee,
            world.person(session, who),
            role=roles.get(who, Role.SEAT),
            quality=f"qualité de {who}",
            voting=who != "expert",
            starts_on=SINCE,
            now=MONDAY,
        )


def _investigation(session: Session, world: World) -> None:
    """On two irritants: one author is masked, and one person supports both."""
    first = _retained(session, world, "masked", "La même pièce est demandée trois fois")
    second = _retained(session, world, "author", "Les guichets ne se parlent pas entre eux")
    for irritant in (first, second):
        irritants.support(session, world.actor(session, "both"), irritant, now=MONDAY)
    irritants.support(session, world.actor(session, "author"), first, now=MONDAY)
    world.irritants = [first.ref, second.ref]
    engagement = investigations.Engagement(
        name="Sponsor Essai",
        title="directrice",
        organisation="Département de l’Aube",
        person=world.person(session, "sponsor"),
        understands=True,
        accepts_stop=True,
        protects=True,
    )
    made = investigations.open_(
        session,
        world.actor(session, "director"),
        incubator_ref=world.house,
        irritant_refs=world.irritants,
        title="Dites-le-nous une fois au guichet",
        question="Pourquoi les familles envoient-elles trois fois les mêmes pièces ?",
        engagement=engagement,
        intrapreneur=world.person(session, "intra"),
        coach=world.person(session, "coach"),
        days_tenths=20,
        planned_end_on=date(2027, 1, 25),
        now=MONDAY,
    )
    world.investigation_ref = made.ref
    _learn(session, world, made)


def _learn(session: Session, world: World, made) -> None:
    who = world.actor(session, "intra")
    told = {"kind": "interview", "on": date(2026, 11, 20), "text": "Une famille raconte."}
    investigations.log(session, who, made, **told, now=MONDAY)
    guess = investigations.add_hypothesis(
        session, who, made, text="Les guichets s’ignorent.", now=MONDAY
    )
    investigations.conclude_hypothesis(
        session, who, made, guess, state="kept", conclusion="Vu partout.", now=MONDAY
    )
    investigations.write_report(session, who, made, report=REPORT, now=MONDAY)


def _retained(session: Session, world: World, who: str, title: str):
    """An irritant told by somebody, qualified and retained by the house."""
    author = actor_of(world.person(session, who))
    values = {
        "title": title,
        "problem": "Chaque famille envoie la même pièce à trois guichets qui ne se parlent pas.",
        "user_types": [UserType.INDIVIDUAL],
        "audience": Audience.USERS,
        "people_affected": 1200,
        "incubator_ref": world.house,
        "identity_shown": who != "masked",
    }
    draft = irritants.save_draft(
        session, author, key=new_ref("key"), values=values, version=0, now=MONDAY
    )
    told = irritants.submit(session, author, draft, now=MONDAY)
    officer = world.actor(session, "officer")
    irritants.qualify(session, officer, told, now=MONDAY)
    irritants.select(session, officer, told, now=MONDAY)
    return told


def _startup(session: Session, world: World) -> None:
    """A startup of the house whose grant ends on 23 January 2027."""
    made = startups.create_from_investigation(
        session,
        world.actor(session, "chair"),
        investigation_ref="inv-00000000",
        title="Pièces à l’heure",
        mission="Éviter aux agents de relancer les familles",
        incubator_ref=world.house,
        team_person_ids=[world.ids["team"]],
        coach_ids=[],
        sponsor_ids=[world.ids["sponsor"]],
        decided_on=date(2026, 7, 23),
        months=6,
        amount=250_000,
        money_ends_on=None,
        decision_ref="dec-00000000",
        now=MONDAY,
    )
    made.born_of = None
    session.flush()
    world.startup_ref = made.ref
