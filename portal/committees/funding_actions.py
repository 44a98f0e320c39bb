"""Verbs upon funding lines: made with the decision, then said each by its own sponsor."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import decision_queries, funding_queries, funding_rules, funding_telling
from portal.committees.decision_models import Decision
from portal.committees.funding_models import FundingLine, FundingStatement
from portal.committees.funding_queries import Funded
from portal.committees.funding_rules import Said
from portal.committees.item_models import Item
from portal.committees.words import Choice, CommitteeMode, LineState
from portal.journal import actions as journal
from portal.kernel.errors import Stale
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.policy import MACHINE, Act, Actor
from portal.startups import queries as startups, sponsoring, takeover_queries
from portal.startups.models import Startup
from portal.startups.takeover_models import TakeoverOffer


def open_lines(session: Session, item: Item, decision: Decision, *, now: datetime) -> None:
    """One line for each sponsoring organisation, in the transaction of the decision.

    Whoever calls has proclaimed it. No sponsor known: one line, whose sponsor is to be named.
    """
    if not decision.amount or decision.startup_ref is None:
        return
    startup = funding_queries.startup_with_sponsors(session, decision.startup_ref)
    taken = takeover_queries.taken_at(session, startup.ref, now)
    for organisation_ref, asked in _parts(startup, decision.amount, taken):
        session.add(_line(decision, organisation_ref, asked))
    session.flush()
    found = funding_queries.funded(session, decision.ref, paris_day(now))
    _confirm_what_decided(session, item, found, now)
    funding_telling.opened(session, found, now)


def _parts(
    startup: Startup, amount: int, taken: TakeoverOffer | None
) -> list[tuple[str | None, int]]:
    if not startup.sponsorships:
        return [(None, amount)]
    shares = [one.share for one in startup.sponsorships]
    refs = [one.organisation_ref for one in startup.sponsorships]
    if taken is None:
        parts = funding_rules.split(amount, shares)
    else:
        place = refs.index(taken.organisation_ref)
        parts = funding_rules.split_taken(amount, shares, place, taken.amount)
    return [(ref, part) for ref, part in zip(refs, parts, strict=True) if part]


def _line(decision: Decision, organisation_ref: str | None, asked: int) -> FundingLine:
    return FundingLine(
        ref=new_ref("fin"),
        decision_ref=decision.ref,
        startup_ref=decision.startup_ref,
        organisation_ref=organisation_ref,
        asked=asked,
        due_on=funding_rules.due_on(decision.decided_on),
        state=LineState.TO_CONFIRM,
    )


def _confirm_what_decided(session: Session, item: Item, found: Funded, now: datetime) -> None:
    """The only sponsor, where the sponsor decides, committed its own money by its own ballot.

    One that somebody else cast by proxy decides, and commits nobody's money.
    """
    if item.committee.mode is not CommitteeMode.SPONSOR_DECIDES or len(found.lines) > 1:
        return
    cast = decision_queries.deciding_ballot(session, item, decision_queries.ballots(session, item))
    line = found.lines[0]
    # Cast by a substitute or by the holder of a proxy, it commits nobody else's money.
    is_theirs = cast and cast.cast_by_id is None and cast.person_id in line.speaker_ids
    if is_theirs and cast.choice in (Choice.GO, Choice.PROVISIONAL):
        said = Said(LineState.CONFIRMED, line.asked, "", "")
        _write(session, line, said, cast.person_id, now)
        _record(session, MACHINE, Act.FUNDING_CONFIRM, line, None, now)


def say(
    session: Session,
    actor: Actor,
    decision_ref: str,
    line_ref: str,
    said: Said,
    *,
    version: int,
    now: datetime,
) -> FundingLine:
    """Confirm one's own line, or say that one does not fund it; or correct what was said.

    Raises Stale when somebody said something since `version`, Forbidden for another's line.
    """
    found, line = _held(session, decision_ref, line_ref, now)
    policy.require(actor, Act.FUNDING_CONFIRM, line)
    if line.version != version:
        raise Stale(line)
    funding_rules.check_live(is_live=found.is_live)
    is_sent = funding_queries.sending(session, decision_ref) is not None
    funding_rules.check_say(line, said, is_sent=is_sent)
    before = _told(line)
    _write(session, line, said, actor.person_id, now)
    _record(session, actor, Act.FUNDING_CONFIRM, line, before, now)
    funding_telling.said(session, actor, found, line, now)
    return line


def name_sponsor(
    session: Session,
    actor: Actor,
    decision_ref: str,
    organisation: Organisation,
    *,
    asked: int,
    now: datetime,
) -> FundingLine:
    """Ask one more organisation for what lacks, or name the sponsor that was not known."""
    found = locked(session, decision_ref, now)
    policy.require(actor, Act.FUNDING_NAME, found)
    funding_rules.check_live(is_live=found.is_live)
    unnamed = next((one for one in found.lines if one.organisation_ref is None), None)
    missing = unnamed.asked if unnamed else found.missing
    is_known = organisation.ref in {one.organisation_ref for one in found.lines}
    funding_rules.check_name(is_known=is_known, asked=asked, missing=missing)
    sponsoring.add_organisation(session, found.startup, organisation, now=now)
    line = _named(session, found, unnamed, organisation, asked)
    _record(session, actor, Act.FUNDING_NAME, line, None, now)
    named = funding_queries.funded(session, decision_ref, paris_day(now))
    funding_telling.asked(session, named, [funding_queries.line_of(named, line.ref)], now)
    return line


def _named(
    session: Session,
    found: Funded,
    unnamed: FundingLine | None,
    organisation: Organisation,
    asked: int,
) -> FundingLine:
    if unnamed is None:
        line = _line(found.decision, organisation.ref, asked)
        session.add(line)
        session.flush()
        return line
    left = unnamed.asked - asked
    unnamed.organisation_ref, unnamed.asked = organisation.ref, asked
    unnamed.reminded_at = None
    session.flush()
    if left:
        session.add(_line(found.decision, None, left))
        session.flush()
    session.refresh(unnamed, ["organisation"])
    return unnamed


def locked(session: Session, decision_ref: str, now: datetime) -> Funded:
    """The decision's money, its startup held: what is said of it is said one after the other."""
    decision = decision_queries.decision_by_ref(session, decision_ref)
    if decision.startup_ref is not None:
        startups.lock(session, startups.by_ref(session, decision.startup_ref))
    return funding_queries.funded(session, decision_ref, paris_day(now))


def _held(
    session: Session, decision_ref: str, line_ref: str, now: datetime
) -> tuple[Funded, FundingLine]:
    found = locked(session, decision_ref, now)
    return found, funding_queries.line_of(found, line_ref)


def _write(
    session: Session, line: FundingLine, said: Said, person_id: int | None, now: datetime
) -> None:
    is_funded = said.state is LineState.CONFIRMED
    line.state, line.motive = said.state, said.motive
    line.amount = said.amount if is_funded else None
    line.imputation = said.imputation if is_funded else ""
    line.said_by_id, line.said_at = person_id, now
    session.add(
        FundingStatement(
            line_id=line.id,
            number=len(line.statements) + 1,
            state=line.state,
            amount=line.amount,
            imputation=line.imputation,
            motive=line.motive,
            said_by_id=person_id,
            said_at=now,
        )
    )
    session.flush()
    session.expire(line, ["said_by", "statements"])


def _told(line: FundingLine) -> dict:
    return {
        "line": line.ref,
        "organisation": line.organisation_ref,
        "state": line.state.value,
        "asked": line.asked,
        "amount": line.amount,
        "imputation": line.imputation,
    }


def _record(
    session: Session, actor: Actor, act: Act, line: FundingLine, before: dict | None, now: datetime
) -> None:
    for subject in (line.decision_ref, line.startup_ref):
        journal.record(
            session,
            actor,
            act,
            subject,
            now=now,
            before=before,
            after=_told(line),
            motive=line.motive,
        )
