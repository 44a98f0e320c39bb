"""What an investigation learns: logbook, hypotheses, report, and its way to a committee."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.investigations import queries, rules
from portal.investigations.finding import index
from portal.investigations.models import Hypothesis, Investigation, LogEntry
from portal.investigations.words import Channel, EntryKind, HypothesisState, Met
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor


def log(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    kind: EntryKind,
    on: date,
    text: str,
    now: datetime,
    met: Met | None = None,
    persons: int | None = None,
    channel: Channel | None = None,
    territory: str = "",
) -> LogEntry:
    """Add a line to the logbook, about a day that is not to come.

    Of an interview: what people met are to the problem, how many, how and where; never who.
    """
    begin(session, actor, investigation)
    rules.check_entry_day(on, paris_day(now))
    rules.check_met(kind, met, persons)
    entry = LogEntry(
        ref=new_ref("log"),
        investigation_id=investigation.id,
        kind=kind,
        on=on,
        text=text,
        met=met,
        persons=persons,
        channel=channel,
        territory=territory,
        author_id=actor.person_id,
        at=now,
    )
    session.add(entry)
    record(session, actor, investigation, now, entry=entry.ref, kind=kind)
    session.flush()
    return entry


def add_hypothesis(
    session: Session, actor: Actor, investigation: Investigation, *, text: str, now: datetime
) -> Hypothesis:
    """Say what is believed and will be checked."""
    begin(session, actor, investigation)
    hypothesis = Hypothesis(ref=new_ref("hyp"), text=text)
    investigation.hypotheses.append(hypothesis)
    record(session, actor, investigation, now, hypothesis=hypothesis.ref)
    session.flush()
    return hypothesis


def conclude_hypothesis(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    hypothesis: Hypothesis,
    *,
    state: HypothesisState,
    conclusion: str,
    now: datetime,
) -> None:
    """Keep or drop a hypothesis, and say what showed it. It may be concluded anew."""
    begin(session, actor, investigation)
    rules.check_conclusion(state, conclusion)
    before = hypothesis.state
    hypothesis.state, hypothesis.conclusion = state, conclusion
    record(session, actor, investigation, now, hypothesis=hypothesis.ref, was=before, now_is=state)
    session.flush()


def write_report(
    session: Session, actor: Actor, investigation: Investigation, *, report: str, now: datetime
) -> None:
    """Replace the report. The page checks the version that was read."""
    begin(session, actor, investigation)
    investigation.report = report
    record(session, actor, investigation, now, report=len(report))
    index(session, investigation)
    session.flush()


def mark_sent(
    session: Session,
    actor: Actor,
    investigation: Investigation,
    *,
    committee_ref: str,
    now: datetime,
) -> None:
    """Note that it goes to this committee; the item of its agenda is the committee's own.

    Raises Refused, naming what is missing. May be said again: a point that came to nothing
    leads to another.
    """
    queries.lock(session, investigation)
    policy.require(actor, Act.INVESTIGATION_SEND, investigation)
    rules.check_send(investigation.state, queries.missing(session, investigation))
    investigation.sent_to_committee_ref, investigation.sent_at = committee_ref, now
    after = {"committee": committee_ref}
    journal.record(session, actor, Act.INVESTIGATION_SEND, investigation, now=now, after=after)
    session.flush()


def begin(session: Session, actor: Actor, investigation: Investigation) -> None:
    """Hold the investigation. Raises Forbidden, or Refused once it is closed."""
    queries.lock(session, investigation)
    policy.require(actor, Act.INVESTIGATION_LOG, investigation)
    rules.check_log(investigation.state)


def record(
    session: Session, actor: Actor, investigation: Investigation, now: datetime, **after: object
) -> None:
    """Leave the line of what was learned."""
    session.flush()
    journal.record(session, actor, Act.INVESTIGATION_LOG, investigation, now=now, after=after)
    session.flush()
