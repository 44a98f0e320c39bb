"""Substitutes: naming who sits in a member's place when that member is away, and reading them.

A substitute holds a seat of the committee that has no voice of its own and stands for another
(`Mandate.stands_for`). So whoever sits is convened, reads, declares and withdraws alike; the roll
alone (`rolls`) says who votes. Ending the other seat ends it.
"""

from datetime import date, datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal import policy
from portal.committees import queries, seat_rules as rules
from portal.committees.models import Committee
from portal.committees.seat_words import seat_days
from portal.notices import actions as notices
from portal.people import actions as people, queries as of_people
from portal.people.models import Mandate, Person
from portal.policy import Act, Actor, Role


def name_substitute(
    session: Session,
    actor: Actor,
    committee: Committee,
    principal: Mandate,
    person: Person,
    *,
    starts_on: date,
    ends_on: date | None,
    motive: str,
    now: datetime,
) -> Mandate:
    """Let `person` sit in the place of `principal`'s holder when they are away; tell both.

    Without an end, it lasts as long as the seat. Raises Forbidden for oneself; Refused for the
    chair and the deputy, for a second substitute, and for whoever sits there already.
    """
    policy.require(actor, Act.MEMBER_APPOINT, committee)
    committee = queries.lock(session, committee)
    # Held, so that it does not end meanwhile without ending what is given here.
    session.refresh(principal, with_for_update={"of": Mandate})
    ends_on = ends_on or principal.ends_on
    rules.check_principal(principal.role, is_substitute=principal.stands_for_id is not None)
    rules.check_within((starts_on, ends_on), (principal.starts_on, principal.ends_on))
    _check_free(session, committee, principal, person, starts_on, ends_on)
    made = people.appoint(
        session,
        actor,
        person,
        Role.SEAT,
        committee.ref,
        now=now,
        starts_on=starts_on,
        ends_on=ends_on,
        voting=False,
        act=Act.MEMBER_APPOINT,
        thing=committee,
        stands_for=principal,
        motive=motive,
    )
    _tell_named(session, committee, made, motive, now)
    return made


def _check_free(session, committee: Committee, principal, person, starts_on, ends_on) -> None:
    named = queries.substitute_of(session, principal, starts_on, ends_on)
    rules.check_first_substitute(named.person.name if named else None)
    held = queries.seat_between(session, committee, person, starts_on, ends_on)
    rules.check_not_seated(is_seated=held is not None)


def check_not_substitute(
    session: Session, committee: Committee, person: Person, starts_on: date, ends_on: date | None
) -> None:
    """Raise Refused if this person stands for somebody there on one of these days."""
    held = queries.seat_between(session, committee, person, starts_on, ends_on, standing=True)
    rules.check_not_seated(is_seated=held is not None)


def check_days(
    session: Session, committee: Committee, seat: Mandate, starts_on: date, ends_on: date | None
) -> None:
    """Raise Refused where these new days would have one person sit twice, or a seat two substitutes."""
    principal = seat.stands_for
    if principal is None:
        check_not_substitute(session, committee, seat.person, starts_on, ends_on)
        return
    rules.check_within((starts_on, ends_on), (principal.starts_on, principal.ends_on))
    named = queries.substitute_of(session, principal, starts_on, ends_on, seat)
    rules.check_first_substitute(named.person.name if named else None)


def _tell_named(session: Session, committee, made: Mandate, motive: str, now) -> None:
    holder = made.stands_for.person if made.stands_for else made.person
    days = seat_days(made.starts_on, made.last_on)
    notices.tell(
        session,
        [made.person, holder],
        event=f"substitute:{made.ref}",
        kind="role",
        subject_ref=committee.ref,
        title=_l(
            "%(name)s supplée %(holder)s : %(committee)s",
            name=made.person.name,
            holder=holder.name,
            committee=committee.name,
        ),
        body=lambda: "\n\n".join((_how_it_sits(), days(), motive)),
        path=f"/comites/{committee.ref}",
        now=now,
    )


def _how_it_sits() -> str:
    return _(
        "La personne suppléante est convoquée comme les membres. Elle siège et vote"
        " quand le membre est absent ou excusé, jamais en même temps que lui."
    )


def versions(session: Session, seat: Mandate) -> dict[int, int]:
    """The version of each mandate that stands for this seat."""
    return {one.id: one.version for one in of_people.standing_for(session, seat)}


def tell_changed(
    session: Session, committee: Committee, seat: Mandate, before: dict[int, int], motive: str, now
) -> None:
    """Tell whoever stands for this seat, if its days have just changed theirs."""
    session.flush()
    for one in of_people.standing_for(session, seat):
        if before.get(one.id) != one.version:
            _tell_days(session, committee, one, motive, now)


def _tell_days(session: Session, committee: Committee, one: Mandate, motive: str, now) -> None:
    notices.tell(
        session,
        [one.person],
        event=f"substitute:{one.ref}:{one.version}",
        kind="role",
        subject_ref=committee.ref,
        title=_l("Votre suppléance change de dates : %(name)s", name=committee.name),
        body=lambda: f"{_days_text(one)} {motive}",
        path=f"/comites/{committee.ref}",
        now=now,
    )


def _days_text(one: Mandate) -> str:
    if one.ends_on == one.starts_on:
        return _("Elle ne commence plus.")
    return seat_days(one.starts_on, one.last_on)()


def principals(session: Session, committee: Committee, today: date) -> dict[int, Mandate]:
    """By the number of a substitute in force today, the seat that they stand for."""
    seats = queries.seats(session, committee, today)
    by_id = {seat.id: seat for seat in seats}
    return {
        seat.person_id: by_id[seat.stands_for_id] for seat in seats if seat.stands_for_id in by_id
    }


def beneath(members: list[Person], named: dict[int, Mandate]) -> list[Person]:
    """These people, each substitute just after whoever they stand for."""
    places = {person.id: number for number, person in enumerate(members)}

    def rank(person: Person) -> tuple[int, bool]:
        seat = named.get(person.id)
        holder = seat.person_id if seat else person.id
        return places.get(holder, places[person.id]), seat is not None

    return sorted(members, key=rank)


def standing(name: str, holder: str, quality: str = "") -> str:
    """« X, en suppléance de Y (quality) »."""
    return f"{name}, {in_place_of(holder, quality)}"


def in_place_of(holder: str, quality: str = "") -> str:
    """« en suppléance de Y (quality) »."""
    told = _("supplée %(holder)s", holder=holder)
    return f"{told} ({quality})" if quality else told
