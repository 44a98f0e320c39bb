"""An incubator, its people, and startups: one made by a decision, others as imports leave them."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator, Organisation
from portal.people.models import Person
from portal.policy import Actor, Role
from portal.startups import actions, grants
from portal.startups.models import PhasePeriod, Startup, StartupIncubator, StartupSponsor
from portal.startups.words import Phase, PhaseSource
from tests.support.apps import MONDAY, writing
from tests.support.people import actor_of, open_account

DECISION = "dec-0000000a"
TODAY = MONDAY.date()


@dataclass
class Studio:
    """What a test of startups starts from; the day is Monday 23 November 2026."""

    session: Session
    people: dict[str, Person] = field(default_factory=dict)
    house: Incubator | None = None
    other: Incubator | None = None
    body: Organisation | None = None
    now: datetime = MONDAY
    today: date = TODAY

    def actor(self, who: str) -> Actor:
        return actor_of(self.people[who])

    def imported(
        self,
        title: str = "Boussole",
        *,
        phase: Phase = Phase.CONSTRUCTION,
        since: date = date(2026, 9, 1),
        incubators: tuple[Incubator, ...] = (),
        **columns,
    ) -> Startup:
        """A startup as an import leaves it: phases, and no grant."""
        told = {"mission": f"{title} aide chacun à trouver.", "made_at": self.now} | columns
        startup = Startup(ref=new_ref("stu"), title=title, **told)
        for place, one in enumerate(incubators or (self.house,)):
            startup.incubations.append(
                StartupIncubator(incubator_ref=one.ref, is_main=not place, position=place)
            )
        startup.sponsorships.append(StartupSponsor(organisation_ref=self.body.ref))
        startup.periods.append(
            PhasePeriod(
                ref=new_ref("pha"),
                phase=phase,
                rank=phase.rank,
                starts_on=since,
                source=PhaseSource.IMPORT,
            )
        )
        actions.refresh_phase(startup, self.today)
        grants.set_term(startup, self.today)
        self.session.add(startup)
        self.session.flush()
        actions.index(self.session, startup)
        self.session.flush()
        self.session.expire(startup)
        return startup

    def made(self, **changes) -> Startup:
        """A startup that a decision made from an investigation."""
        told = {
            "investigation_ref": "inv-0000000a",
            "title": "Guichet clair",
            "mission": "Trouver le bon guichet du premier coup.",
            "incubator_ref": self.house.ref,
            "team_person_ids": [self.people["team"].id],
            "coach_ids": [],
            "sponsor_ids": [self.people["sponsor"].id],
            "decided_on": date(2026, 8, 31),
            "months": 6,
            "amount": 150_000,
            "money_ends_on": None,
            "decision_ref": DECISION,
            "now": self.now,
        }
        return actions.create_from_investigation(
            self.session, self.actor("chair"), **(told | changes)
        )

    def recorded(self, startup: Startup, **changes):
        """Its current grant, stated by the director."""
        told = {
            "amount": 90_000,
            "money_ends_on": None,
            "granted_on": date(2026, 7, 1),
            "term_on": date(2027, 1, 1),
            "now": self.now,
        }
        return actions.record_current_grant(
            self.session, self.actor("director"), startup, **(told | changes)
        )


def open_studio(session: Session) -> Studio:
    """Make the incubator, its body and its people."""
    studio = Studio(session)
    studio.body = Organisation(ref=new_ref("org"), name="Office des guichets", acronym="ODG")
    studio.house = Incubator(ref=new_ref("inc"), title="L’Atelier")
    studio.other = Incubator(ref=new_ref("inc"), title="La Fabrique")
    session.add_all([studio.body, studio.house, studio.other])
    session.flush()
    roles = {
        "director": (Role.DIRECTOR, studio.house.ref),
        "stranger": (Role.DIRECTOR, studio.other.ref),
        "chair": (Role.CHAIR, "com-0000000a"),
        "team": None,
        "sponsor": None,
        "programme": Role.PROGRAMME,
    }
    for who, role in roles.items():
        held = [role] if role else []
        studio.people[who] = open_account(session, f"{who}@portail.example", *held)
    session.flush()
    return studio


@pytest.fixture
def studio(session) -> Studio:
    """On the embedded database."""
    return open_studio(session)


@pytest.fixture
def studio_both(session_both) -> Studio:
    """On each database in turn."""
    return open_studio(session_both)


@pytest.fixture
def opened(app):
    """For tests of pages: what `fill(studio)` makes is committed; gives what it returns."""

    def fill(make):
        with writing(app) as session:
            return make(open_studio(session))

    return fill
