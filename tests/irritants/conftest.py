"""A small incubator, its officers, two agents, and an irritant told in full."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.irritants import actions
from portal.irritants.models import Irritant
from portal.irritants.words import Audience, Frequency, UserType
from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.organisations.models import Incubator
from portal.people.models import Person
from portal.policy import Actor, Kind, Role
from tests.support.apps import MONDAY
from tests.support.people import actor_of, open_account

TOLD = {
    "title": "Le même justificatif est demandé trois fois",
    "user_types": [UserType.INDIVIDUAL, UserType.STATE],
    "audience": Audience.USERS,
    "territory": "Marne",
    "administration": "Préfecture de Vaubrun",
    "problem": "Chaque usager envoie trois fois la même pièce à trois guichets qui ne se parlent pas.",
    "people_affected": 1200,
    "frequency": Frequency.YEARLY,
    "times": 3,
    "minutes": 20,
    "euros": None,
    "workarounds": "On garde des copies papier.",
    "evidence": "Comptage de mars : 3600 envois.",
    "existing_solutions": "",
    "solution_idea": "Un coffre partagé entre guichets.",
}
REVIEW = date(2027, 5, 3)
WHY = "Une dizaine de demandes par an, traitées en direct par le service."


@dataclass
class Village:
    """Everybody of a test, by what they do; `actors` are made on the Monday."""

    session: Session
    people: dict[str, Person] = field(default_factory=dict)
    house: Incubator | None = None
    other: Incubator | None = None
    now: datetime = MONDAY

    def actor(self, who: str) -> Actor:
        return actor_of(self.people[who])

    def draft(self, who: str = "author", key: str = "k1", **changes) -> Irritant:
        values = TOLD | {"incubator_ref": self.house.ref} | changes
        return actions.save_draft(
            self.session, self.actor(who), key=key, values=values, version=0, now=self.now
        )

    def irritant(self, who: str = "author", key: str = "k1", **changes) -> Irritant:
        draft = self.draft(who, key, **changes)
        return actions.submit(self.session, self.actor(who), draft, now=self.now)


def settle(session: Session) -> Village:
    """Make the village in this transaction."""
    village = Village(session)
    for name, title in (("house", "Fabrique du Vaubrun"), ("other", "Atelier des Monts")):
        incubator = Incubator(ref=new_ref("inc"), title=title)
        session.add(incubator)
        setattr(village, name, incubator)
    session.flush()
    house, other = village.house.ref, village.other.ref
    roles = {
        "author": [],
        "agent": [],
        "fan": [],
        "officer": [(Role.OFFICER, house)],
        "director": [(Role.DIRECTOR, house)],
        "elsewhere": [(Role.OFFICER, other)],
        "programme": [Role.PROGRAMME],
    }
    for who, held in roles.items():
        name = "Odile Vraisnom" if who == "author" else f"{who.title()} Test"
        village.people[who] = open_account(session, f"{who}@test.gouv.example", *held, name=name)
    village.people["auditor"] = open_account(
        session, "auditor@test.gouv.example", Role.AUDITOR, kind=Kind.AUDITOR
    )
    village.people["admin"] = open_account(
        session, "admin@test.gouv.example", Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR
    )
    for person in village.people.values():
        session.refresh(person)
    return village


@pytest.fixture
def village(session: Session) -> Village:
    return settle(session)


@pytest.fixture
def village_both(session_both: Session) -> Village:
    """The village on each database in turn."""
    return settle(session_both)


@pytest.fixture
def v(village_both: Village) -> Village:
    """The village, on each database in turn."""
    return village_both


@pytest.fixture
def irritant(v: Village) -> Irritant:
    """One irritant, deposited."""
    return v.irritant()


def later(v: Village, days: int) -> datetime:
    """The moment of the village, some days on."""
    return v.now + timedelta(days=days)


def told_to(v: Village, who: str) -> list[str]:
    """The titles of what this person was told, in order."""
    query = select(Notice.title).where(Notice.person_id == v.people[who].id)
    return list(v.session.scalars(query.order_by(Notice.id)))


def count(v: Village, table: type) -> int:
    """How many rows."""
    return v.session.scalar(select(func.count()).select_from(table))
