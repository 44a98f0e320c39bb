"""What makes an investigation findable."""

from sqlalchemy.orm import Session

from portal.investigations.models import Investigation
from portal.investigations.words import InvestigationOutcome
from portal.search import actions as search
from portal.search.actions import GOES_ON, Tried
from portal.search.words import Past


def index(session: Session, investigation: Investigation) -> None:
    """Make it findable by what it asks and what it learned."""
    texts = (investigation.title, investigation.question, investigation.report)
    search.index(session, "investigation", investigation.ref, *texts, tried=_tried(investigation))


def _tried(investigation: Investigation) -> Tried:
    if investigation.outcome is not InvestigationOutcome.INCONCLUSIVE:
        return GOES_ON
    told = (investigation.title, investigation.question, investigation.reason)
    return Tried(Past.INCONCLUSIVE, *told)
