"""Named reads of committees, their seats and their sittings."""

from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.committees.models import Committee, Minutes, Sitting
from portal.committees.words import CommitteeKind, SittingState
from portal.kernel.errors import Missing
from portal.kernel.periods import paris_day
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.policy import Role

SEATED = (Role.CHAIR, Role.DEPUTY, Role.SEAT)
AHEAD = (SittingState.PLANNED, SittingState.CONVENED, SittingState.IN_SESSION)


def by_ref(session: Session, ref: str) -> Committee:
    """The committee, or Missing."""
    found = session.scalars(select(Committee).where(Committee.ref == ref)).first()
    if found is None:
        raise Missing
    return found


def lock(session: Session, committee: Committee) -> Committee:
    """Hold the committee until the end of the transaction, as it now stands."""
    query = select(Committee).where(Committee.id == committee.id).with_for_update(of=Committee)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def everyone() -> Select[tuple[Committee]]:
    """Every committee by name, those that are closed last."""
    is_closed = Committee.closed_on.is_not(None)
    return select(Committee).order_by(is_closed, Committee.name, Committee.id)


def open_of(session: Session, refs: tuple[str, ...]) -> list[Committee]:
    """Those of these incubators that may still be given a point, ad hoc ones included."""
    return [one for one in of_incubators(session, refs) if not one.is_closed]


def standing(session: Session, refs: tuple[str, ...]) -> list[Committee]:
    """Those that terms enter by themselves: neither closed nor made for one purpose."""
    return [one for one in open_of(session, refs) if not one.is_ad_hoc]


def open_standing(session: Session) -> list[Committee]:
    """Every standing committee that is not closed, by name."""
    query = everyone().where(
        Committee.closed_on.is_(None), Committee.kind == CommitteeKind.STANDING
    )
    return list(session.scalars(query))


def sitting_count(session: Session, committee: Committee) -> int:
    """How many sittings it has had or will have, cancelled ones left out."""
    query = select(func.count()).where(
        Sitting.committee_id == committee.id, Sitting.state != SittingState.CANCELLED
    )
    return session.scalar(query) or 0


def of_incubators(session: Session, refs: tuple[str, ...]) -> list[Committee]:
    """The committees that these incubators carry, closed ones included."""
    query = select(Committee).where(Committee.incubator_ref.in_(refs))
    return list(session.scalars(query.order_by(Committee.name, Committee.id)))


def seats(session: Session, committee: Committee, today: date) -> list[Mandate]:
    """The mandates in force, chair first."""
    order = [Role.CHAIR, Role.DEPUTY, Role.SEAT, Role.SECRETARY]
    found = people.mandates_on(session, committee.ref, today, *order)
    by_id = {seat.id: seat for seat in found}

    def rank(seat: Mandate) -> tuple[int, int, int]:
        # A substitute comes just after whoever they stand for.
        first = by_id.get(seat.stands_for_id, seat)
        return order.index(first.role), first.id, seat.id

    return sorted(found, key=rank)


def substitute_of(
    session: Session,
    principal: Mandate,
    starts_on: date,
    ends_on: date | None,
    but: Mandate | None = None,
) -> Mandate | None:
    """Whoever stands for this seat on one of these days, `but` left out."""
    query = select(Mandate).where(Mandate.stands_for_id == principal.id)
    if but is not None:
        query = query.where(Mandate.id != but.id)
    return session.scalars(_sharing(query, starts_on, ends_on)).first()


def seat_between(
    session: Session,
    committee: Committee,
    person: Person,
    starts_on: date,
    ends_on: date | None,
    *,
    standing: bool = False,
) -> Mandate | None:
    """A seat of this person there on one of these days, the secretary's too.

    With `standing`, one that stands for another's alone.
    """
    query = select(Mandate).where(
        Mandate.scope_ref == committee.ref,
        Mandate.person_id == person.id,
        Mandate.role.in_((*SEATED, Role.SECRETARY)),
    )
    if standing:
        query = query.where(Mandate.stands_for_id.is_not(None))
    return session.scalars(_sharing(query, starts_on, ends_on)).first()


def _sharing(query: Select, starts_on: date, ends_on: date | None) -> Select:
    """Those that count on one of these days."""
    query = query.where(
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > starts_on),
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > Mandate.starts_on),
    )
    if ends_on is not None:
        query = query.where(Mandate.starts_on < ends_on)
    return query.options(joinedload(Mandate.person)).order_by(Mandate.id)


def seats_to_come(session: Session, committee: Committee, today: date) -> list[Mandate]:
    """The mandates that begin later, soonest first."""
    query = select(Mandate).where(
        Mandate.scope_ref == committee.ref,
        Mandate.role.in_((*SEATED, Role.SECRETARY)),
        Mandate.starts_on > today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > Mandate.starts_on),
    )
    query = query.options(joinedload(Mandate.person))
    return list(session.scalars(query.order_by(Mandate.starts_on, Mandate.id)))


def seat_by_ref(session: Session, committee: Committee, ref: str) -> Mandate:
    """A seat of this committee, or Missing."""
    query = select(Mandate).where(
        Mandate.scope_ref == committee.ref,
        Mandate.role.in_((*SEATED, Role.SECRETARY)),
        Mandate.ref == ref,
    )
    found = session.scalars(query.options(joinedload(Mandate.person))).first()
    if found is None:
        raise Missing
    return found


def held_on(session: Session, committee: Committee) -> list[date]:
    """The days of the sittings of this committee that were held to their end."""
    over = (SittingState.CLOSED, SittingState.MINUTED)
    query = select(Sitting.starts_at).where(
        Sitting.committee_id == committee.id, Sitting.state.in_(over)
    )
    return [paris_day(moment) for moment in session.scalars(query)]


def holding(
    session: Session,
    committee: Committee,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    but: Mandate | None = None,
) -> Mandate | None:
    """A mandate of this role, other than `but`, that shares a day with this span, if any."""
    query = select(Mandate).where(
        Mandate.scope_ref == committee.ref,
        Mandate.role == role,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > starts_on),
    )
    if ends_on is not None:
        query = query.where(Mandate.starts_on < ends_on)
    if but is not None:
        query = query.where(Mandate.id != but.id)
    return session.scalars(query.order_by(Mandate.id)).first()


def members(session: Session, committee: Committee, today: date) -> list[Person]:
    """Everyone who sits or keeps the minutes, each once."""
    return people.holders(session, committee.ref, today, *SEATED, Role.SECRETARY)


def sitting_by_ref(session: Session, ref: str) -> Sitting:
    """The sitting, or Missing."""
    found = session.scalars(select(Sitting).where(Sitting.ref == ref)).first()
    if found is None:
        raise Missing
    return found


def lock_sitting(session: Session, sitting: Sitting) -> Sitting:
    """Hold the sitting until the end of the transaction, as it now stands."""
    query = select(Sitting).where(Sitting.id == sitting.id).with_for_update(of=Sitting)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def sittings(committee_id: int | None = None) -> Select[tuple[Sitting]]:
    """Sittings, latest first, of one committee or of all."""
    query = select(Sitting).order_by(Sitting.starts_at.desc(), Sitting.id.desc())
    return query.where(Sitting.committee_id == committee_id) if committee_id else query


def ahead(session: Session, committee_ids: set[int], now: datetime) -> list[Sitting]:
    """The sittings to come or under way of these committees, soonest first."""
    query = select(Sitting).where(Sitting.committee_id.in_(committee_ids), Sitting.state.in_(AHEAD))
    return list(session.scalars(query.order_by(Sitting.starts_at, Sitting.id)))


def minutes_of(session: Session, sitting: Sitting) -> Minutes | None:
    """The minutes of a sitting, once begun."""
    query = select(Minutes).where(Minutes.sitting_id == sitting.id)
    return session.scalars(query.options(joinedload(Minutes.sitting))).first()
