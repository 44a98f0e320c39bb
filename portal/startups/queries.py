"""Named reads of startups."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.errors import Missing
from portal.people.models import Mandate
from portal.policy import Role
from portal.startups.crossing_models import Pivot
from portal.startups.models import PhasePeriod, Startup

TEAM_ROLES = (Role.TEAM, Role.COACH, Role.SPONSOR)


def by_ref(session: Session, ref: str) -> Startup:
    """The startup with its phases and grants, or Missing."""
    query = select(Startup).where(Startup.ref == ref)
    found = session.scalars(
        query.options(selectinload(Startup.periods), selectinload(Startup.grants))
    ).first()
    if found is None:
        raise Missing
    return found


def sheet(session: Session, ref: str) -> Startup:
    """The startup with all that its sheet shows, or Missing."""
    lists = (Startup.periods, Startup.grants, Startup.events, Startup.sponsorships)
    query = select(Startup).where(Startup.ref == ref)
    found = session.scalars(query.options(*(selectinload(one) for one in lists))).first()
    if found is None:
        raise Missing
    return found


def period(session: Session, ref: str, period_ref: str) -> PhasePeriod:
    """One phase of this startup, or Missing."""
    query = select(PhasePeriod).join(Startup).where(Startup.ref == ref)
    # Read anew: the caller compares versions once it holds the lock.
    query = query.where(PhasePeriod.ref == period_ref).execution_options(populate_existing=True)
    found = session.scalars(query).first()
    if found is None:
        raise Missing
    return found


def born_of(session: Session, investigation_ref: str) -> Startup | None:
    """The startup that this investigation gave, if any."""
    return session.scalars(select(Startup).where(Startup.born_of == investigation_ref)).first()


def mandates(session: Session, ref: str) -> list[Mandate]:
    """Everybody who is, was or will be its team, coach or sponsor, in the order of their days."""
    query = select(Mandate).where(Mandate.scope_ref == ref, Mandate.role.in_(TEAM_ROLES))
    query = query.options(joinedload(Mandate.person)).order_by(Mandate.starts_on, Mandate.id)
    return list(session.scalars(query))


def pivots(session: Session, startup: Startup) -> list[Pivot]:
    """Its changes of course, the latest first."""
    query = select(Pivot).where(Pivot.startup_id == startup.id)
    return list(session.scalars(query.order_by(Pivot.on.desc(), Pivot.id.desc())))


def titles(session: Session, refs: set[str]) -> dict[str, str]:
    """Titles by reference, in one query."""
    if not refs:
        return {}
    query = select(Startup.ref, Startup.title).where(Startup.ref.in_(refs))
    return dict(session.execute(query).all())


def lock(session: Session, startup: Startup) -> Startup:
    """Hold the row until the end of the transaction, and read it as it now stands."""
    query = select(Startup).where(Startup.id == startup.id).with_for_update(of=Startup)
    return session.scalars(query.execution_options(populate_existing=True)).one()
