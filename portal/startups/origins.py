"""Where a startup comes from: the problem in words, and the irritants that it answers."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, load_only

from portal import policy
from portal.investigations import report_queries
from portal.investigations.models import Investigation
from portal.investigations.report_models import PublicReport
from portal.irritants import queries as irritants
from portal.irritants.models import Irritant
from portal.policy import Act, Actor
from portal.startups.models import Startup

SEEN = 3
"""How many irritants are seen at once; the others are folded."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What this reader may read of it: the question that was asked, its page, the irritants."""

    question: str
    href: str | None
    first: list[Irritant]
    others: list[Irritant]


def origin(session: Session, actor: Actor, startup: Startup) -> Origin | None:
    """None for a startup that no investigation gave."""
    if startup.born_of is None:
        return None
    question, href = _question(session, actor, startup.born_of)
    found = answered(session, actor, startup)
    return Origin(question, href, found[:SEEN], found[SEEN:])


def answered(session: Session, actor: Actor, startup: Startup) -> list[Irritant]:
    """The irritants that it answers and that this reader may read, the most shared first."""
    here = or_(
        Irritant.answered_by_ref == startup.ref, Irritant.investigation_ref == startup.born_of
    )
    query = select(Irritant).where(here, irritants.visible_to(actor))
    query = query.options(load_only(*irritants.LISTED))
    return list(session.scalars(query.order_by(Irritant.support_count.desc(), Irritant.id)))


def _question(session: Session, actor: Actor, ref: str) -> tuple[str, str | None]:
    """Agents read the investigation; the others what was published of it, if anything was."""
    if policy.may(actor, Act.INVESTIGATION_VIEW):
        asked = session.scalars(select(Investigation.question).where(Investigation.ref == ref))
        return asked.first() or "", f"/investigations/{ref}"
    query = select(PublicReport).join(PublicReport.investigation)
    found = session.scalars(query.where(Investigation.ref == ref, report_queries.is_public()))
    report = found.first()
    if report is None:
        return "", None
    return report.question, f"/rapports/{report.ref}"
