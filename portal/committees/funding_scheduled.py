"""What time asks of sponsors: a line still to confirm on its day is told, once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.committees import funding_queries, funding_telling
from portal.committees.funding_models import FundingLine
from portal.committees.words import LineState
from portal.kernel.periods import paris_day


def remind(session: Session, now: datetime) -> int:
    """Tell the sponsors and the directors of each line whose day has come; how many were told."""
    today = paris_day(now)
    due = funding_queries.live_lines(
        session,
        FundingLine.state == LineState.TO_CONFIRM,
        FundingLine.due_on <= today,
        FundingLine.reminded_at.is_(None),
    )
    told = 0
    for line in due:
        found = funding_queries.funded(session, line.decision_ref, today)
        told += funding_telling.late(session, found, line, now)
        _note(session, line, now)
    return told


def _note(session: Session, line: FundingLine, now: datetime) -> None:
    """Told: later rounds leave it. Its version stays: a sponsor may be writing their answer."""
    query = update(FundingLine).where(FundingLine.id == line.id).values(reminded_at=now)
    session.execute(query, execution_options={"synchronize_session": False})
