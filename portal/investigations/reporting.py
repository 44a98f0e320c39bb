"""Letting the public read what was learned: passages kept, texts frozen, withdrawn with a motive."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.investigations import queries, report_queries, report_rules as rules
from portal.investigations.models import Investigation
from portal.investigations.report_models import PublicReport
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.policy import Act, Actor
from portal.search import actions as search


def keep_passages(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    passages: list[str],
    version: int,
    now: datetime,
) -> None:
    """Choose what the public will not read. What is public already stays as it is."""
    report = _held(session, actor, investigation, version)
    texts = (investigation.title, investigation.question, investigation.report)
    rules.check_passages(passages, texts)
    report.passages = passages
    _record(session, actor, investigation, now, passages=len(passages))


def publish(
    session: Session, actor: Actor, investigation: Investigation, *, version: int, now: datetime
) -> PublicReport:
    """Let the public read the texts as they now stand, without the passages that are kept."""
    report = _held(session, actor, investigation, version)
    rules.check_publish(investigation.state, investigation.report, is_public=report.is_public)
    report.title, report.question, report.report = shown(investigation, report)
    report.published_at, report.published_by_id = now, actor.person_id
    report.withdrawn_at, report.motive = None, ""
    _record(session, actor, investigation, now, published=True)
    search.index(session, "report", report.ref, report.title, report.question, report.report)
    return report


def retract(
    session: Session, actor: Actor, investigation: Investigation, *, motive: str, now: datetime
) -> None:
    """Let the public read it no more, for this motive."""
    report = _held(session, actor, investigation, None)
    rules.check_withdrawal(is_public=report.is_public)
    report.withdrawn_at, report.motive = now, motive
    search.forget(session, report.ref)
    _record(session, actor, investigation, now, motive=motive, retracted=True)


def shown(investigation: Investigation, report: PublicReport) -> tuple[str, str, str]:
    """Title, question and report, as the public would read them now."""
    texts = (investigation.title, investigation.question, investigation.report)
    title, question, learned = (rules.public_text(one, report.passages) for one in texts)
    return title, question, learned


def _held(
    session: Session, actor: Actor, investigation: Investigation, version: int | None
) -> PublicReport:
    queries.lock(session, investigation)
    policy.require(actor, Act.INVESTIGATION_PUBLISH, investigation)
    report = report_queries.of(session, investigation)
    if version is not None and report.version != version:
        raise Stale(report)
    if report.id is None:
        report.version = 1
        session.add(report)
    return report


def _record(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    now: datetime,
    *,
    motive: str = "",
    **after: object,
) -> None:
    session.flush()
    act = Act.INVESTIGATION_PUBLISH
    journal.record(session, actor, act, investigation, now=now, after=after, motive=motive)
    session.flush()
