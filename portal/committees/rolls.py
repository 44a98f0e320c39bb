"""The roll of a point: frozen once its vote has opened, of the seats held today before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees import item_queries, proxy_queries, roll
from portal.committees.item_models import Item, RollMember
from portal.committees.models import SeatCollege
from portal.committees.words import College
from portal.people.models import Mandate, Person


@dataclass(frozen=True)
class Place:
    """A voting seat, and who sits in it for this point: its holder, or `principal`'s substitute."""

    person: Person
    quality: str
    college: College | None
    principal: Person | None = None

    @property
    def person_id(self) -> int:
        """Whoever votes."""
        return self.person.id

    def as_member(self) -> RollMember:
        """The line of the frozen roll."""
        return RollMember(
            person_id=self.person.id,
            principal_id=self.principal.id if self.principal else None,
            quality=self.quality,
            college=self.college,
        )


def places(session: Session, item: Item, today: date) -> list[Place]:
    """Who sits in each voting seat: as frozen at the opening; before, as attendance now stands."""
    if item.roll:
        return [Place(one.person, one.quality, one.college, one.principal) for one in item.roll]
    held = item_queries.seated(session, item, today)
    seats = item_queries.one_each(held)
    colleges = colleges_of(session, seats) if item.committee.college_quorum else {}
    instead = _instead(session, item, held, seats)
    return [_place(seat, colleges.get(seat.id), instead.get(seat.person_id)) for seat in seats]


def votes_or_may(session: Session, item: Item, today: date) -> list[Mandate]:
    """The voting seats held today, one for each person, and those of their substitutes."""
    held = item_queries.seated(session, item, today)
    voting = item_queries.one_each(held)
    numbers = {seat.id for seat in voting}
    return voting + [seat for seat in held if seat.stands_for_id in numbers]


def _place(seat: Mandate, college: College | None, substitute: Person | None) -> Place:
    if substitute is None:
        return Place(seat.person, seat.quality, college)
    return Place(substitute, seat.quality, college, seat.person)


def _instead(
    session: Session, item: Item, held: list[Mandate], seats: list[Mandate]
) -> dict[int, Person]:
    """By the number of the principal, the substitute who sits in their place.

    Of the seat by which they vote: whoever has become the chair has the deputy, and no substitute.
    """
    if item.sitting is None:
        return {}
    by_id = {seat.id: seat for seat in seats}
    named = {
        by_id[one.stands_for_id].person_id: one.person for one in held if one.stands_for_id in by_id
    }
    found = roll.in_place(
        {principal: substitute.id for principal, substitute in named.items()},
        present=item.sitting.present_ids,
        represented=_represented(session, item),
        recused=item.recused_ids,
    )
    return {principal: named[principal] for principal in found}


def _represented(session: Session, item: Item) -> set[int]:
    """Who is represented for this point: a proxy whose holder is away or withdrew does not count."""
    proxies = _proxies(session, item)
    able = item.sitting.present_ids - item.recused_ids
    standing = {one.giver for one in proxies if one.holder in able}
    return (item.sitting.represented_ids - {one.giver for one in proxies}) | standing


def of_item(session: Session, item: Item, today: date) -> roll.Roll:
    """Who counts for this point, and in which college where the committee asks for it."""
    return made_of(session, item, places(session, item, today))


def made_of(session: Session, item: Item, found: list[Place]) -> roll.Roll:
    """The roll that these places make."""
    return roll.Roll(
        frozenset(one.person_id for one in found),
        item.recused_ids,
        second_convening=item.second_convening,
        proxies=_proxies(session, item),
        colleges=_grouped(found) if item.committee.college_quorum else {},
    )


def _proxies(session: Session, item: Item) -> tuple[roll.Proxy, ...]:
    """Those that stand; once the vote has opened, those that stood then."""
    at = item.opened_at if item.roll else None
    found = proxy_queries.standing(session, item.sitting, at)
    return tuple(roll.Proxy(one.giver_id, one.holder_id) for one in found)


def note_colleges(item: Item, moment: str, found: roll.Roll, there: Iterable[int]) -> None:
    """Keep what each college had at this moment (`opening`, `closing`), where the committee asks."""
    if not found.colleges:
        return
    told = [
        {"college": name, "there": number, "needed": least}
        for name, number, least in found.by_college(frozenset(there))
    ]
    item.college_quorum = (item.college_quorum or {}) | {moment: told}


def _grouped(found: Iterable[Place]) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for one in found:
        if one.college is not None:
            groups.setdefault(one.college.value, set()).add(one.person_id)
    return {
        college.value: frozenset(groups[college.value])
        for college in College
        if college.value in groups
    }


def colleges_of(session: Session, seats: Iterable[Mandate]) -> dict[int, College]:
    """The college of each of these seats that has one, by the number of the seat."""
    query = select(SeatCollege).where(SeatCollege.mandate_id.in_([seat.id for seat in seats]))
    return {one.mandate_id: one.college for one in session.scalars(query)}
