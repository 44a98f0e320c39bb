"""A startup in safeguard, asleep or stopped, and an offer upon it."""

from datetime import date, timedelta

from portal.kernel.periods import add_months
from portal.policy import MACHINE
from portal.startups import actions, takeovers
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.words import Phase, StopReason
from tests.startups.conftest import Studio

STOP = "dec-0000000b"
# What another startup made beside the first is born of.
SECOND = {"investigation_ref": "inv-0000000b", "decision_ref": "dec-0000000d"}
THIRD = {"investigation_ref": "inv-0000000c", "decision_ref": "dec-0000000e"}


def safeguarded(s: Studio, **made) -> Startup:
    """Stopped today for want of money: three months run."""
    startup = s.made(**made)
    until = add_months(s.today, 3)
    told = {"decision_ref": STOP, "reason": StopReason.NO_FUNDING, "now": s.now}
    actions.safeguard(s.session, MACHINE, startup, until=until, **told)
    return startup


def ended(s: Studio, phase: Phase = Phase.STOPPED, on: date | None = None, **made) -> Startup:
    """Ended by a decision, today unless told."""
    startup = s.made(**made)
    told = {"decision_ref": STOP, "reason": StopReason.NO_IMPACT, "now": s.now}
    actions.end(s.session, MACHINE, startup, phase, on=on or s.today, **told)
    return startup


def offered(s: Studio, startup: Startup, who: str = "programme", **changes) -> TakeoverOffer:
    """An offer of the organisation of the studio."""
    told = {
        "organisation_ref": s.body.ref,
        "receiving_ref": None,
        "amount": 120_000,
        "carrier": "La direction des guichets",
        "message": "Nous reprenons l’équipe.",
        "holds_until": s.today + timedelta(days=30),
        "now": s.now,
    }
    return takeovers.offer(s.session, s.actor(who), startup, **(told | changes))
