"""An offer to take a service over stays as it is once a committee votes upon it."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.committees import item_queries
from portal.committees.words import ItemState
from portal.kernel.errors import Refused
from portal.startups import takeovers
from portal.startups.models import Startup


@takeovers.keep
def keep(session: Session, startup: Startup, now: datetime) -> None:
    """Raise Refused once the vote has opened: its members count on the money that they read of."""
    item = item_queries.live_about(session, startup.ref)
    if item is not None and item_queries.lock(session, item, now).state is not ItemState.LISTED:
        raise Refused(_("Le vote a commencé : l’offre ne se retire plus, attendez la décision."))
