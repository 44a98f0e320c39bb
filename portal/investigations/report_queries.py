"""Named reads of what the public reads of investigations."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.investigations.models import Investigation
from portal.investigations.report_models import PublicReport
from portal.investigations.words import InvestigationOutcome
from portal.kernel.errors import Missing
from portal.kernel.refs import new_ref
from portal.search import queries as search


@dataclass(frozen=True)
class Wanted:
    """What the list of reports was asked for."""

    words: str = ""
    outcome: InvestigationOutcome | None = None


def is_public() -> ColumnElement[bool]:
    """The condition that anybody may read it."""
    return and_(PublicReport.published_at.is_not(None), PublicReport.withdrawn_at.is_(None))


def of(session: Session, investigation: Investigation) -> PublicReport:
    """That of this investigation; one that is not kept yet, version 0, while nobody touched it."""
    query = select(PublicReport).where(PublicReport.investigation_id == investigation.id)
    found = session.scalars(query.execution_options(populate_existing=True)).first()
    if found is not None:
        return found
    return PublicReport(
        ref=new_ref("rap"), investigation_id=investigation.id, passages=[], version=0
    )


def by_ref(session: Session, ref: str) -> PublicReport:
    """A public report, or Missing: one that is not public does not exist."""
    query = select(PublicReport).where(PublicReport.ref == ref, is_public())
    about = joinedload(PublicReport.investigation).joinedload(Investigation.incubator)
    found = session.scalars(query.options(about)).first()
    if found is None:
        raise Missing
    return found


def listing(session: Session, wanted: Wanted) -> Select[tuple[PublicReport]]:
    """Public reports, the last published first."""
    query = (
        select(PublicReport)
        .join(PublicReport.investigation)
        .where(is_public())
        .options(contains_eager(PublicReport.investigation))
        .order_by(PublicReport.published_at.desc(), PublicReport.id.desc())
    )
    if wanted.outcome:
        query = query.where(Investigation.outcome == wanted.outcome)
    refs = search.matching(session, "report", wanted.words) if wanted.words else None
    return query if refs is None else query.where(PublicReport.ref.in_(refs))
