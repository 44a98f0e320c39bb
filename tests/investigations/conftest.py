"""An incubator, its people, and two irritants that it retained."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.investigations import actions
from portal.investigations.models import Investigation
from portal.irritants import actions as irritants, queries as irritant_queries
from portal.irritants.models import Irritant
from portal.irritants.words import Audience, UserType
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from tests.support.apps import MONDAY, writing
from tests.support.people import actor_of, open_account

PROBLEM = "Chaque famille envoie trois fois la même pièce à trois guichets qui ne se parlent pas."
QUESTION = "Pourquoi les familles envoient-elles trois fois les mêmes pièces ?"
REPORT = "Trente entretiens montrent que la pièce est demandée faute d’échange entre guichets. " * 4


@dataclass
class Fabrique:
    """References and numbers, which stay true from a transaction to the next."""

    house: str = ""
    other: str = ""
    first: str = ""
    second: str = ""
    ids: dict[str, int] = field(default_factory=dict)

    def person(self, session: Session, who: str) -> Person:
        return session.get_one(Person, self.ids[who])

    def actor(self, session: Session, who: str) -> Actor:
        person = self.person(session, who)
        session.refresh(person)
        return people.actor_of(person, MONDAY.date())

    def irritant(self, session: Session, ref: str) -> Irritant:
        return irritant_queries.by_ref(session, ref)

    def open(self, session: Session, *refs: str, **changes) -> Investigation:
        known = {
            "incubator_ref": self.house,
            "irritant_refs": list(refs or (self.first, self.second)),
            "title": "Dites-le-nous une fois au guichet",
            "question": QUESTION,
            "engagement": engagement(),
            "intrapreneur": self.person(session, "intra"),
            "coach": self.person(session, "coach"),
            "days_tenths": 20,
            "planned_end_on": date(2027, 1, 25),
            "now": MONDAY,
        }
        return actions.open_(session, self.actor(session, "director"), **(known | changes))

    def make_ready(self, session: Session, investigation: Investigation) -> None:
        """All that a committee reads."""
        who = self.actor(session, "intra")
        actions.log(
            session,
            who,
            investigation,
            kind="interview",
            on=date(2026, 11, 20),
            text="Une famille raconte ses trois envois.",
            now=MONDAY,
        )
        told = actions.add_hypothesis(
            session, who, investigation, text="Les guichets s’ignorent.", now=MONDAY
        )
        actions.conclude_hypothesis(
            session, who, investigation, told, state="kept", conclusion="Vu partout.", now=MONDAY
        )
        actions.write_report(session, who, investigation, report=REPORT, now=MONDAY)


def engagement(**changes) -> actions.Engagement:
    """A sponsor without account, engaged on the three points."""
    known = {
        "name": "Mme Valbrune",
        "title": "directrice",
        "organisation": "Département de l’Aube",
        "understands": True,
        "accepts_stop": True,
        "protects": True,
    }
    return actions.Engagement(**(known | changes))


def settle(session: Session) -> Fabrique:
    """Make the house and its two irritants in this transaction."""
    made = Fabrique()
    for name, title in (("house", "Fabrique du Vaubrun"), ("other", "Atelier des Monts")):
        incubator = Incubator(ref=new_ref("inc"), title=title)
        session.add(incubator)
        setattr(made, name, incubator.ref)
    session.flush()
    roles = {
        "author": [],
        "agent": [],
        "intra": [],
        "coach": [],
        "sponsor": [],
        "officer": [(Role.OFFICER, made.house)],
        "director": [(Role.DIRECTOR, made.house)],
        "elsewhere": [(Role.DIRECTOR, made.other)],
    }
    for who, held in roles.items():
        person = open_account(
            session, f"{who}@test.gouv.example", *held, name=f"{who.title()} Test"
        )
        made.ids[who] = person.id
    made.first = retained(session, made, "author", "La même pièce est demandée trois fois")
    made.second = retained(session, made, "agent", "Les guichets ne se parlent pas entre eux")
    irritants.support(
        session, made.actor(session, "author"), made.irritant(session, made.second), now=MONDAY
    )
    return made


def retained(session: Session, made: Fabrique, who: str, title: str, **changes) -> str:
    """An irritant told by somebody and retained by the house. Returns its reference."""
    author = actor_of(session.get_one(Person, made.ids[who]))
    values = {
        "title": title,
        "problem": PROBLEM,
        "user_types": [UserType.INDIVIDUAL],
        "audience": Audience.USERS,
        "people_affected": 1200,
        "incubator_ref": made.house,
    }
    draft = irritants.save_draft(
        session, author, key=new_ref("key"), values=values | changes, version=0, now=MONDAY
    )
    told = irritants.submit(session, author, draft, now=MONDAY)
    officer = made.actor(session, "officer")
    irritants.qualify(session, officer, told, now=MONDAY)
    irritants.select(session, officer, told, now=MONDAY)
    return told.ref


@pytest.fixture
def fabrique(session_both: Session) -> Fabrique:
    """On each database in turn, within the transaction of the test."""
    return settle(session_both)


@pytest.fixture
def open_house(app: Flask) -> Fabrique:
    """Committed, for visits; one investigation is under way on the first irritant."""
    with writing(app) as session:
        return settle(session)
