"""The roll of a point: frozen once its vote has opened, of the seats held today before."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees import item_queries, proxy_queries, roll
from portal.committees.item_models import Item
from portal.committees.models import SeatCollege
from portal.committees.words import College
from portal.people.models import Mandate


def of_item(session: Session, item: Item, today: date) -> roll.Roll:
    """Who counts for this point, and in which college where the committee asks for it."""
    members = _members(session, item, today)
    return roll.Roll(
        frozenset(members),
        item.recused_ids,
        second_convening=item.second_convening,
        proxies=_proxies(session, item),
        colleges=_grouped(members) if item.committee.college_quorum else {},
    )


def _proxies(session: Session, item: Item) -> tuple[roll.Proxy, ...]:
    """Those that stand; once the vote has opened, those that stood then."""
    at = item.opened_at if item.roll else None
    found = proxy_queries.standing(session, item.sitting, at)
    return tuple(roll.Proxy(one.giver_id, one.holder_id) for one in found)


def _members(session: Session, item: Item, today: date) -> dict[int, College | None]:
    if item.roll:
        return {member.person_id: member.college for member in item.roll}
    seats = item_queries.voting_mandates(session, item, today)
    known = colleges_of(session, seats) if item.committee.college_quorum else {}
    return {seat.person_id: known.get(seat.id) for seat in seats}


def _grouped(members: Mapping[int, College | None]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for person_id, college in members.items():
        if college is not None:
            found.setdefault(college.value, set()).add(person_id)
    return {
        college.value: frozenset(found[college.value])
        for college in College
        if college.value in found
    }


def colleges_of(session: Session, seats: list[Mandate]) -> dict[int, College]:
    """The college of each of these seats that has one, by the number of the seat."""
    query = select(SeatCollege).where(SeatCollege.mandate_id.in_([seat.id for seat in seats]))
    return {one.mandate_id: one.college for one in session.scalars(query)}
