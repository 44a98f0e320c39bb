"""What an incubator holds: who waits there, and what another takes over if it closes."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.administration import queries
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.committees import inheriting as committees, queries as of_committees
from portal.committees.models import Committee
from portal.investigations import inheriting as investigations
from portal.investigations.models import Investigation
from portal.irritants import inheriting as irritants
from portal.irritants.models import Irritant
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Role
from portal.startups import inheriting as startups
from portal.startups.models import Startup

SHOWN = 20
_TEAM = (Role.TEAM, Role.COACH, Role.SPONSOR)


@dataclass(frozen=True)
class Holdings:
    """What is in the way of a closing (`waiting`), and what would change hands."""

    waiting_count: int
    waiting: list[Irritant]
    coming_back: int
    has_open_vote: bool
    calls: list[Call] = field(default_factory=list)
    investigations: list[Investigation] = field(default_factory=list)
    startups: list[Startup] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)

    @property
    def leaves(self) -> bool:
        """Whether somebody has to take something over."""
        held = (self.calls, self.investigations, self.startups, self.committees)
        return bool(self.coming_back) or any(held)

    @property
    def is_stuck(self) -> bool:
        """Whether it cannot close today."""
        return bool(self.waiting_count) or self.has_open_vote


def by(session: Session, ref: str, today: date) -> Holdings:
    """What this incubator holds today."""
    waiting = irritants.waiting(ref)
    count = select(func.count()).select_from(waiting.order_by(None).subquery())
    return Holdings(
        waiting_count=session.scalar(count) or 0,
        waiting=list(session.scalars(waiting.limit(SHOWN))),
        coming_back=irritants.coming_back_count(session, ref),
        has_open_vote=committees.has_open_vote(session, ref),
        calls=list(session.scalars(calls.under_way(ref))),
        investigations=list(session.scalars(investigations.running(ref))),
        startups=list(session.scalars(startups.carried(ref))),
        committees=of_committees.of_incubators(session, (ref,)),
        mandates=queries.staff(session, today, [ref]).get(ref, []),
    )


def teams(session: Session, held: Holdings, today: date) -> list[Person]:
    """The teams, coaches and sponsors of what changes hands, each once."""
    refs = [one.ref for one in (*held.investigations, *held.startups)]
    query = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.scope_ref.in_(refs), Mandate.role.in_(_TEAM), people.in_force(today))
        .where(Person.deactivated_at.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    return list(session.scalars(query)) if refs else []
