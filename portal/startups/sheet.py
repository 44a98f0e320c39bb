"""How every write upon the sheet of a startup begins."""

from sqlalchemy.orm import Session

from portal import policy
from portal.policy import Act, Actor
from portal.startups import queries, sheet_rules
from portal.startups.models import Startup


def begin(session: Session, actor: Actor, startup: Startup, act: Act) -> Startup:
    """Hold the row for a write upon the sheet: the right first, then that it has not ended."""
    startup = queries.lock(session, startup)
    policy.require(actor, act, startup)
    sheet_rules.check_open(startup.is_ended)
    return startup
