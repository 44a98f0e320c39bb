"""What time brings to the offers between incubators: they lapse, or their day comes."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.startups import carrying, carrying_ends, carrying_queries


def run(session: Session, now: datetime) -> int:
    """Lapse what was left without an answer, move what was agreed for today; how many."""
    return sum(
        carrying_ends.lapse(session, one, now=now) or carrying.move_due(session, one, now=now)
        for one in carrying_queries.live(session)
    )
