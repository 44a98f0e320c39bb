"""An organisation that is asked to confirm its line answers before it leaves the sponsors."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import funding_queries
from portal.committees.funding_models import FundingLine
from portal.committees.words import LineState
from portal.kernel.errors import Refused
from portal.startups import backing
from portal.startups.models import Startup


@backing.keep
def keep(session: Session, startup: Startup, organisation_ref: str) -> None:
    """Raise Refused while its line waits: nobody else could say it. What it confirmed stays."""
    waiting = funding_queries.live_lines(
        session,
        FundingLine.startup_ref == startup.ref,
        FundingLine.organisation_ref == organisation_ref,
        FundingLine.state == LineState.TO_CONFIRM,
    )
    if waiting:
        raise Refused(
            _(
                "Sa ligne de financement attend sa réponse : qui répond pour elle la confirme, "
                "ou dit qu’elle ne finance pas. Elle pourra partir ensuite."
            )
        )
