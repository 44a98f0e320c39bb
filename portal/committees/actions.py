"""Verbs upon committees: founding, settings, seats."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.committees import item_queries, queries, rules
from portal.committees.models import Committee
from portal.committees.words import CommitteeMode
from portal.journal import actions as journal
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.people import actions as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role

# Each committee has one chair and one deputy (design, section 3).
ALONE = frozenset({Role.CHAIR, Role.DEPUTY})


def found(
    session: Session,
    actor: Actor,
    incubator: Incubator,
    *,
    name: str,
    vote_minutes: int,
    now: datetime,
    mode: CommitteeMode = CommitteeMode.COLLEGIAL_VOTE,
) -> Committee:
    """Found a standing committee of this incubator."""
    policy.require(actor, Act.COMMITTEE_CREATE, incubator)
    committee = Committee(
        ref=new_ref("com"),
        name=name,
        incubator=incubator,
        incubator_ref=incubator.ref,
        mode=mode,
        vote_minutes=vote_minutes,
    )
    session.add(committee)
    session.flush()
    journal.record(session, actor, Act.COMMITTEE_CREATE, committee, now=now, after={"name": name})
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
) -> None:
    """Change a committee's settings. Raises Refused while one of its votes is open.

    The rules of a vote are those it opened with; the committee is held, so that none opens meanwhile.
    """
    policy.require(actor, Act.COMMITTEE_CONFIGURE, committee)
    committee = queries.lock(session, committee)
    rules.check_configure(has_open_vote=item_queries.has_open_vote(session, committee))
    before = _settings(committee)
    committee.name, committee.vote_minutes, committee.mode = name, vote_minutes, mode
    after = _settings(committee)
    act = Act.COMMITTEE_CONFIGURE
    journal.record(session, actor, act, committee, now=now, before=before, after=after)


def _settings(committee: Committee) -> dict:
    return {"name": committee.name, "minutes": committee.vote_minutes, "mode": committee.mode}


def seat(
    session: Session,
    actor: Actor,
    committee: Committee,
    person: Person,
    *,
    role: Role,
    quality: str,
    voting: bool,
    starts_on: date,
    now: datetime,
    ends_on: date | None = None,
) -> Mandate:
    """Give a seat, from a day to a day.

    Raises Forbidden for oneself, Refused if incompatible, or if the chair or the deputy's place
    is taken on one of these days.
    """
    policy.require(actor, Act.MEMBER_APPOINT, committee)
    committee = queries.lock(session, committee)
    if role in ALONE:
        taken = queries.holding(session, committee, role, starts_on, ends_on)
        rules.check_place(None if taken is None else taken.person.name)
    return people.appoint(
        session,
        actor,
        person,
        role,
        committee.ref,
        now=now,
        starts_on=starts_on,
        ends_on=ends_on,
        quality=quality,
        voting=voting and role is not Role.SECRETARY,
        act=Act.MEMBER_APPOINT,
        thing=committee,
    )


def unseat(
    session: Session,
    actor: Actor,
    committee: Committee,
    mandate: Mandate,
    *,
    ends_on: date,
    motive: str,
    now: datetime,
) -> None:
    """End a seat. A vote already open keeps its roll."""
    people.end_mandate(
        session,
        actor,
        mandate,
        ends_on=ends_on,
        now=now,
        motive=motive,
        act=Act.MEMBER_REVOKE,
        thing=committee,
    )
