"""Verbs upon committees: founding, settings, and the seats, which stand in `seating`."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import committee_rules, item_queries, queries, rules
from portal.committees.models import Committee
from portal.committees.seating import reseat, seat, unseat
from portal.committees.words import CommitteeKind, CommitteeMode
from portal.journal import actions as journal
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.policy import Act, Actor

__all__ = ["configure", "found", "reseat", "seat", "unseat"]


def found(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    *,
    name: str,
    vote_minutes: int,
    now: datetime,
    mode: CommitteeMode = CommitteeMode.COLLEGIAL_VOTE,
    kind: CommitteeKind = CommitteeKind.STANDING,
    purpose: str = "",
    ends_on: date | None = None,
    most_sittings: int | None = None,
) -> Committee:
    """Found a committee of this incubator: standing, or for one purpose and until an end.

    `ends_on` is the first day without it. Raises Refused for an ad hoc one without purpose or end.
    """
    policy.require(actor, Act.COMMITTEE_CREATE, incubator)
    bounds = {"purpose": purpose or "", "ends_on": ends_on, "most_sittings": most_sittings}
    committee_rules.check_bounds(kind, **bounds, today=paris_day(now))
    committee = Committee(
        ref=new_ref("com"),
        name=name,
        incubator=incubator,
        incubator_ref=incubator.ref,
        mode=mode,
        vote_minutes=vote_minutes,
        kind=kind,
        **(bounds if kind is CommitteeKind.AD_HOC else {}),
    )
    session.add(committee)
    session.flush()
    after = {"name": name, "kind": kind}
    journal.record(session, actor, Act.COMMITTEE_CREATE, committee, now=now, after=after)
    return committee


def configure(
    session: Session,
    actor: Actor,
    committee: Committee,
    *,
    name: str,
    vote_minutes: int,
    mode: CommitteeMode,
    now: datetime,
    college_quorum: bool = False,
) -> None:
    """Change a committee's settings. Raises Refused while one of its votes is open.

    The rules of a vote are those it opened with; the committee is held, so that none opens meanwhile.
    """
    policy.require(actor, Act.COMMITTEE_CONFIGURE, committee)
    committee = queries.lock(session, committee)
    rules.check_configure(has_open_vote=item_queries.has_open_vote(session, committee))
    before = _settings(committee)
    committee.name, committee.vote_minutes, committee.mode = name, vote_minutes, mode
    committee.college_quorum = college_quorum
    after = _settings(committee)
    act = Act.COMMITTEE_CONFIGURE
    journal.record(session, actor, act, committee, now=now, before=before, after=after)


def _settings(committee: Committee) -> dict:
    return {
        "name": committee.name,
        "minutes": committee.vote_minutes,
        "mode": committee.mode,
        "college_quorum": committee.college_quorum,
    }
