"""A house with a call, and people who tell, read, listen and decide."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.calls import actions, entry_queries, queries
from portal.calls.entry_models import Entry
from portal.calls.models import Call
from portal.calls.words import Criterion, Part, QuestionKind, Verdict
from portal.irritants import actions as irritants, queries as irritant_queries
from portal.irritants.models import Irritant
from portal.irritants.words import Audience, UserType
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account

PROBLEM = "Chaque famille envoie trois fois la même pièce à trois guichets qui ne se parlent pas."
OPENS, CLOSES = date(2026, 11, 23), date(2026, 12, 4)
AFTER = MONDAY + timedelta(days=14)
PITCH = datetime(2026, 12, 15, 14, 0, tzinfo=MONDAY.tzinfo)
LATER = PITCH + timedelta(hours=3)
MESSAGE = "Le jury a préféré des problèmes plus répandus, et vous remercie."
GRID = dict.fromkeys(Criterion, 6)


@dataclass
class House:
    """References and numbers, which stay true from a transaction to the next."""

    house: str = ""
    other: str = ""
    call: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)

    def person(self, session: Session, who: str) -> Person:
        return session.get_one(Person, self.ids[who])

    def actor(self, session: Session, who: str) -> Actor:
        person = self.person(session, who)
        session.refresh(person)
        return people.actor_of(person, MONDAY.date())

    def the_call(self, session: Session) -> Call:
        return queries.by_ref(session, self.call)

    def entry(self, session: Session, name: str) -> Entry:
        return entry_queries.by_ref(session, self.the_call(session), self.entries[name])

    def tell(self, session: Session, who: str, title: str, **changes) -> Irritant:
        """An irritant deposited by somebody."""
        values = {
            "title": title,
            "problem": PROBLEM,
            "user_types": [UserType.INDIVIDUAL],
            "audience": Audience.USERS,
            "people_affected": 1200,
            "incubator_ref": self.house,
            "identity_shown": True,
        }
        author = self.actor(session, who)
        draft = irritants.save_draft(
            session, author, key=new_ref("key"), values=values | changes, version=0, now=MONDAY
        )
        return irritants.submit(session, author, draft, now=MONDAY)

    def enter(self, session: Session, who: str, name: str, *, answers=None, **changes) -> Entry:
        """An irritant told and entered in the call, kept under this name."""
        told = self.tell(session, who, f"Le problème de {name} au guichet", **changes)
        author, call = self.actor(session, who), self.the_call(session)
        entry = actions.enter(session, author, call, told, answers=answers or {}, now=MONDAY)
        self.entries[name] = entry.ref
        return entry

    def review(self, session: Session, who: str, name: str, *, marks=GRID, **changes):
        known = {"verdict": None, "marks": marks, "comment": "", "version": 0, "now": AFTER}
        entry = self.entry(session, name)
        return actions.review(session, self.actor(session, who), entry, **(known | changes))

    def shortlist(self, session: Session, *names: str) -> int:
        refs = [self.entries[name] for name in names]
        director = self.actor(session, "director")
        return actions.fix_short_list(session, director, self.the_call(session), refs, now=AFTER)

    def hear(self, session: Session, *names: str) -> None:
        """The jury listens to these, after the day was fixed."""
        call, director = self.the_call(session), self.actor(session, "director")
        actions.set_pitch_day(session, director, call, at=PITCH, place="Salle 2", now=AFTER)
        for name in names:
            self.review(session, "juror", name, verdict=Verdict.KEEP, marks={}, now=PITCH)

    def award(self, session: Session, *names: str, who: str = "director") -> None:
        refs = [self.entries[name] for name in names]
        actions.award(session, self.actor(session, who), self.the_call(session), refs, now=LATER)

    def answer(self, session: Session, *names: str) -> int:
        refs = [self.entries[name] for name in names]
        call, director = self.the_call(session), self.actor(session, "director")
        return actions.answer(session, director, call, refs, message=MESSAGE, now=LATER)

    def irritant(self, session: Session, name: str) -> Irritant:
        return irritant_queries.by_ref(session, self.entry(session, name).irritant_ref)


PEOPLE = {
    "anna": [],
    "basile": [],
    "chloe": [],
    "reader": [],
    "second": [],
    "juror": [],
    "director": [Role.DIRECTOR],
    "officer": [Role.OFFICER],
}


def settle(session: Session, *, is_public: bool = True) -> House:
    """Make the house, its people, and its call with two questions, in this transaction."""
    made = House()
    for name, title in (("house", "Fabrique du Vaubrun"), ("other", "Atelier des Monts")):
        incubator = Incubator(ref=new_ref("inc"), title=title)
        session.add(incubator)
        setattr(made, name, incubator.ref)
    session.flush()
    held = {who: [(role, made.house) for role in roles] for who, roles in PEOPLE.items()}
    held |= {"elsewhere": [(Role.DIRECTOR, made.other)], "programme": [Role.PROGRAMME]}
    for who, roles in held.items():
        email = f"{who}@test.gouv.example"
        made.ids[who] = open_account(session, email, *roles, name=f"{who.title()} Test").id
    made.call = _call(session, made, is_public)
    return made


def _call(session: Session, made: House, is_public: bool) -> str:
    director = made.actor(session, "director")
    told = actions.Told(
        title="Mieux accueillir au guichet",
        opens_on=OPENS,
        closes_on=CLOSES,
        theme="l’accueil",
        introduction="Racontez ce qui fait perdre du temps au guichet.",
        conditions="Un jour par semaine est libéré.",
    )
    call = actions.prepare(session, director, incubator_ref=made.house, told=told, now=MONDAY)
    for kind, label, choices, required in (
        (QuestionKind.LONG, "Qui vous accompagne ?", "", True),
        (QuestionKind.CHOICE, "Depuis quand ?", "Cette année\nDepuis longtemps", False),
    ):
        actions.ask(
            session,
            director,
            call,
            kind=kind,
            label=label,
            choices=choices,
            required=required,
            now=MONDAY,
        )
    for who, part in (
        ("reader", Part.PREJURY),
        ("second", Part.PREJURY),
        ("juror", Part.JURY),
    ):
        person = made.person(session, who)
        actions.appoint(session, director, call, person, part=part, now=MONDAY)
    if is_public:
        actions.publish(session, director, call, now=MONDAY)
    return call.ref


def three(session: Session, made: House) -> House:
    """Three people entered their irritants."""
    for who in ("anna", "basile", "chloe"):
        made.enter(session, who, who)
    return made


@pytest.fixture
def house(session_both: Session) -> House:
    """On each database in turn, within the transaction of the test, the call being public."""
    return settle(session_both)


@pytest.fixture
def open_house(app: Flask) -> House:
    """Committed, for visits; three irritants are in the call."""
    with writing(app) as session:
        return three(session, settle(session))
