"""Two administrators, an auditor, the programme's direction, an agent and an incubator."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.refs import new_ref
from portal.organisations import queries as organisations
from portal.organisations.models import Incubator
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Kind, Role
from tests.support.apps import MONDAY, writing
from tests.support.people import open_account


@dataclass
class Office:
    """References, which stay true from a transaction to the next."""

    house: str = ""
    refs: dict[str, str] = field(default_factory=dict)

    def person(self, session: Session, who: str) -> Person:
        return people.by_ref(session, self.refs[who])

    def actor(self, session: Session, who: str) -> Actor:
        person = self.person(session, who)
        session.refresh(person)
        return people.actor_of(person, MONDAY.date())

    def incubator(self, session: Session) -> Incubator:
        return organisations.incubator(session, self.house)


def settle(session: Session) -> Office:
    """Make them in this transaction."""
    made = Office()
    house = Incubator(ref=new_ref("inc"), title="Fabrique du Vaubrun")
    session.add(house)
    session.flush()
    made.house = house.ref
    known = {
        "admin": ([Role.ADMINISTRATOR], Kind.ADMINISTRATOR),
        "admin2": ([Role.ADMINISTRATOR], Kind.ADMINISTRATOR),
        "auditor": ([Role.AUDITOR], Kind.AUDITOR),
        "programme": ([Role.PROGRAMME], Kind.AGENT),
        "director": ([(Role.DIRECTOR, house.ref)], Kind.AGENT),
        "agent": ([], Kind.AGENT),
    }
    for who, (roles, kind) in known.items():
        email = f"{who}@test.gouv.example"
        person = open_account(session, email, *roles, kind=kind, name=f"{who.title()} Test")
        made.refs[who] = person.ref
    return made


@pytest.fixture
def office(session_both: Session) -> Office:
    """On each database in turn, within the transaction of the test."""
    return settle(session_both)


@pytest.fixture
def open_office(app: Flask) -> Office:
    """Committed, for visits."""
    with writing(app) as session:
        return settle(session)
