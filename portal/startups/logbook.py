"""The logbook of a startup: dated lines, public or for those inside."""

from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import policy
from portal.journal import actions as journal
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import sheet_rules
from portal.startups.models import Startup
from portal.startups.promise_models import LogbookEntry
from portal.startups.sheet import begin


def entries(actor: Actor, startup: Startup) -> Select[tuple[LogbookEntry]]:
    """The lines that this actor reads, the latest first: a passer-by reads the public ones."""
    query = select(LogbookEntry).where(
        LogbookEntry.startup_id == startup.id, LogbookEntry.withdrawn_at.is_(None)
    )
    if not policy.may(actor, Act.PROGRAMME_VIEW):
        query = query.where(LogbookEntry.is_public)
    return query.order_by(LogbookEntry.on.desc(), LogbookEntry.id.desc())


def entry(session: Session, startup: Startup, ref: str) -> LogbookEntry:
    """One line that still stands, or Missing."""
    query = select(LogbookEntry).where(
        LogbookEntry.startup_id == startup.id,
        LogbookEntry.ref == ref,
        LogbookEntry.withdrawn_at.is_(None),
    )
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise Missing
    return found


def write(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    on: date,
    body: str,
    is_public: bool,
    now: datetime,
) -> LogbookEntry:
    """Add a line about a day that is not to come."""
    startup = begin(session, actor, startup, Act.STARTUP_JOURNAL)
    sheet_rules.check_past(on, paris_day(now))
    made = LogbookEntry(
        ref=new_ref("jdb"),
        startup_id=startup.id,
        on=on,
        body=body,
        is_public=is_public,
        author_id=actor.person_id,
        at=now,
    )
    session.add(made)
    after = {"on": on, "is_public": is_public}
    journal.record(session, actor, Act.STARTUP_JOURNAL, made, now=now, after=after)
    session.flush()
    return made


def withdraw(
    session: Session, actor: Actor, startup: Startup, entry: LogbookEntry, *, now: datetime
) -> None:
    """Take a line away from what is read; the table keeps it."""
    begin(session, actor, startup, Act.STARTUP_JOURNAL)
    entry.withdrawn_at = now
    after = {"withdrawn": True}
    journal.record(session, actor, Act.STARTUP_JOURNAL, entry, now=now, after=after)
    session.flush()
