"""Who publishes what was learned: the directors in force, or else the programme."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Role
from portal.startups.after_models import Lesson
from portal.startups.after_words import TAUGHT
from portal.startups.models import Startup, StartupIncubator


@dataclass(frozen=True, slots=True)
class Publishing:
    """What policy reads; `is_undirected`: none of its incubators has a director in force."""

    incubator_refs: tuple[str, ...]
    is_undirected: bool


def stop_ref(startup: Startup) -> str:
    """The decision of the stop that runs; empty for one that was imported."""
    return (startup.periods[-1].decision_ref if startup.periods else None) or ""


def case(session: Session, startup: Startup, today: date) -> Publishing:
    """This startup, as policy asks who publishes its lesson."""
    refs = startup.incubator_refs
    return Publishing(refs, not people.holders_on(session, refs, today, Role.DIRECTOR))


def orphaned(session: Session, today: date) -> list[Startup]:
    """Stopped startups whose lesson is written and that no director in force can publish."""
    query = (
        select(Startup, Lesson.decision_ref)
        .join(Lesson, Lesson.startup_id == Startup.id)
        .where(Lesson.published_at.is_(None), Startup.current_phase.in_(TAUGHT), ~_directed(today))
        .options(selectinload(Startup.periods))
        .order_by(Startup.ended_on, Startup.id)
    )
    return [one for one, decision in session.execute(query) if decision == stop_ref(one)]


def _directed(today: date):
    return exists().where(
        StartupIncubator.startup_id == Startup.id,
        Mandate.scope_ref == StartupIncubator.incubator_ref,
        Mandate.role == Role.DIRECTOR,
        people.in_force(today),
        Person.id == Mandate.person_id,
        Person.deactivated_at.is_(None),
    )
