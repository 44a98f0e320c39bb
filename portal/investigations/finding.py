"""What makes an investigation findable."""

from sqlalchemy.orm import Session

from portal.investigations.models import Investigation
from portal.search import actions as search


def index(session: Session, investigation: Investigation) -> None:
    """Make it findable by what it asks and what it learned."""
    texts = (investigation.title, investigation.question, investigation.report)
    search.index(session, "investigation", investigation.ref, *texts)
