"""The people of the host who work in the team before the exit."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.handovers import queries, rules
from portal.handovers.models import HostStay
from portal.journal import actions as journal
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups.models import Startup
from portal.startups.sheet import begin


def welcome(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    who: str,
    starts_on: date,
    ends_on: date | None,
    share: int,
    now: datetime,
) -> HostStay:
    """Say that somebody of the host works in the team, from when, for which share of their time."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    rules.check_stay(starts_on, ends_on)
    plan = queries.plan(session, startup.ref)
    told = {"who": who, "starts_on": starts_on, "ends_on": ends_on, "share": share}
    made = HostStay(ref=new_ref("acc"), handover_id=plan.id, **told)
    session.add(made)
    session.flush()
    journal.record(session, actor, Act.STARTUP_EDIT, plan, now=now, after={"stay": "added"} | told)
    session.flush()
    return made


def correct(
    session: Session,
    actor: Actor,
    startup: Startup,
    stay: HostStay,
    *,
    who: str,
    starts_on: date,
    ends_on: date | None,
    share: int,
    now: datetime,
) -> None:
    """Mend what is said of somebody of the host."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    rules.check_stay(starts_on, ends_on)
    before = _as_told(stay)
    stay.who, stay.starts_on, stay.ends_on, stay.share = who, starts_on, ends_on, share
    _record(session, actor, startup, now, before, {"stay": "changed"} | _as_told(stay))


def withdraw(
    session: Session, actor: Actor, startup: Startup, stay: HostStay, *, now: datetime
) -> None:
    """Take somebody away from the plan; the journal keeps what was said."""
    startup = begin(session, actor, startup, Act.STARTUP_EDIT)
    stay.withdrawn_at = now
    _record(session, actor, startup, now, _as_told(stay), {"stay": "withdrawn", "who": stay.who})


def _as_told(stay: HostStay) -> dict:
    return {name: getattr(stay, name) for name in ("who", "starts_on", "ends_on", "share")}


def _record(session: Session, actor: Actor, startup: Startup, now, before: dict, after: dict):
    session.flush()
    plan = queries.plan(session, startup.ref)
    told = {"before": before, "after": after}
    journal.record(session, actor, Act.STARTUP_EDIT, plan, now=now, **told)
    session.flush()
