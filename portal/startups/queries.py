"""Named reads of startups."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.kernel.errors import Missing
from portal.startups.models import Startup


def by_ref(session: Session, ref: str) -> Startup:
    """The startup with its phases and grants, or Missing."""
    query = select(Startup).where(Startup.ref == ref)
    found = session.scalars(
        query.options(selectinload(Startup.periods), selectinload(Startup.grants))
    ).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, startup: Startup) -> Startup:
    """Hold the row until the end of the transaction, and read it as it now stands."""
    query = select(Startup).where(Startup.id == startup.id).with_for_update(of=Startup)
    return session.scalars(query.execution_options(populate_existing=True)).one()
