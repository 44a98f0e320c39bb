"""One search over irritants, startups, decisions and what was learned; each list opens further."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.committees import decision_queries
from portal.committees.decision_models import Decision
from portal.investigations import queries as investigations, report_queries
from portal.investigations.models import Investigation
from portal.investigations.report_models import PublicReport
from portal.irritants import queries as irritants
from portal.irritants.models import Irritant
from portal.policy import Act, Actor, may
from portal.search import queries as search
from portal.startups.models import Startup

MOST = 8


@dataclass(frozen=True)
class Found:
    """The first things found of each kind, newest first."""

    irritants: list[Irritant]
    startups: list[Startup]
    decisions: list[Decision]
    investigations: list[Investigation]
    reports: list[PublicReport]

    @property
    def is_empty(self) -> bool:
        learned = self.investigations or self.reports
        return not (self.irritants or self.startups or self.decisions or learned)


def find(session: Session, actor: Actor, words: str) -> Found:
    """What this actor may read that bears all the words."""
    return Found(
        irritants=_irritants(session, actor, words),
        startups=_startups(session, words),
        decisions=_decisions(session, actor, words),
        investigations=_investigations(session, actor, words),
        reports=_reports(session, actor, words),
    )


def _irritants(session: Session, actor: Actor, words: str) -> list[Irritant]:
    if search.matching(session, "irritant", words) is None:
        return []
    wanted = irritants.Wanted(words=words)
    return _first(session, irritants.listing(session, actor, wanted))


def _startups(session: Session, words: str) -> list[Startup]:
    refs = search.matching(session, "startup", words)
    if refs is None:
        return []
    query = select(Startup).where(Startup.ref.in_(refs))
    return _first(session, query.order_by(func.lower(Startup.title), Startup.id))


def _decisions(session: Session, actor: Actor, words: str) -> list[Decision]:
    refs = search.matching(session, "startup", words)
    if refs is None:
        return []
    query = decision_queries.visible_to(actor).where(Decision.startup_ref.in_(refs))
    return _first(session, query)


def _investigations(session: Session, actor: Actor, words: str) -> list[Investigation]:
    if not _sees_inside(actor) or search.matching(session, "investigation", words) is None:
        return []
    return _first(session, investigations.listing(session, actor, investigations.Wanted(words)))


def _reports(session: Session, actor: Actor, words: str) -> list[PublicReport]:
    """For those who do not read the investigations themselves."""
    if _sees_inside(actor) or search.matching(session, "report", words) is None:
        return []
    return _first(session, report_queries.listing(session, report_queries.Wanted(words)))


def _sees_inside(actor: Actor) -> bool:
    return may(actor, Act.INVESTIGATION_LIST)


def _first(session: Session, query: Select) -> list:
    return list(session.scalars(query.limit(MOST)).unique())
