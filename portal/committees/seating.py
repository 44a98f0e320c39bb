"""Seats: giving them, ending them, changing their days."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import queries, seat_rules as rules, substitutes
from portal.committees.models import Committee, SeatCollege
from portal.committees.seat_rules import Span
from portal.committees.seat_words import seat_days
from portal.committees.words import College
from portal.notices import actions as notices
from portal.people import actions as people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role
from portal.web.filters import day_text

# Each committee has one chair and one deputy (design, section 3).
ALONE = frozenset({Role.CHAIR, Role.DEPUTY})


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
    college: College | None = None,
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
    substitutes.check_not_substitute(session, committee, person, starts_on, ends_on)
    votes = voting and role is not Role.SECRETARY
    made = people.appoint(
        session,
        actor,
        person,
        role,
        committee.ref,
        now=now,
        starts_on=starts_on,
        ends_on=ends_on,
        quality=quality,
        voting=votes,
        act=Act.MEMBER_APPOINT,
        thing=committee,
    )
    if college is not None and votes:
        session.add(SeatCollege(mandate_id=made.id, college=college))
        session.flush()
    return made


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
    """End a seat. A vote already open keeps its roll, and a past sitting its members."""
    policy.require(actor, Act.MEMBER_REVOKE, committee)
    committee = queries.lock(session, committee)
    _check_days(session, committee, mandate, (mandate.starts_on, ends_on))
    before = substitutes.versions(session, mandate)
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
    substitutes.tell_changed(session, committee, mandate, before, motive, now)


def reseat(
    session: Session,
    actor: Actor,
    committee: Committee,
    mandate: Mandate,
    *,
    starts_on: date,
    ends_on: date | None,
    version: int,
    motive: str,
    now: datetime,
) -> None:
    """Change the days of a seat, and tell whoever holds it.

    A vote already open keeps its roll, and a past sitting its members. Raises Forbidden for
    oneself, Stale, Refused.
    """
    policy.require(actor, Act.MEMBER_APPOINT, committee)
    committee = queries.lock(session, committee)
    _check_days(session, committee, mandate, (starts_on, ends_on))
    if mandate.role in ALONE:
        taken = queries.holding(session, committee, mandate.role, starts_on, ends_on, mandate)
        rules.check_place(None if taken is None else taken.person.name)
    substitutes.check_days(session, committee, mandate, starts_on, ends_on)
    before = substitutes.versions(session, mandate)
    people.reschedule(
        session,
        actor,
        mandate,
        starts_on=starts_on,
        ends_on=ends_on,
        version=version,
        motive=motive,
        now=now,
        act=Act.MEMBER_APPOINT,
        thing=committee,
    )
    _tell_days(session, committee, mandate, motive, now)
    substitutes.tell_changed(session, committee, mandate, before, motive, now)


def _check_days(session: Session, committee: Committee, mandate: Mandate, after: Span) -> None:
    before = (mandate.starts_on, mandate.ends_on)
    rules.check_seat_days(before, after, queries.held_on(session, committee), day_text)


def _tell_days(session, committee: Committee, mandate: Mandate, motive: str, now) -> None:
    days = seat_days(mandate.starts_on, mandate.last_on)
    notices.tell(
        session,
        [mandate.person],
        event=f"seat:{mandate.ref}:{mandate.version}",
        kind="role",
        subject_ref=committee.ref,
        title=_l("Votre siège change de dates : %(committee)s", committee=committee.name),
        body=lambda: f"{days()} {motive}",
        path=f"/comites/{committee.ref}",
        now=now,
    )
