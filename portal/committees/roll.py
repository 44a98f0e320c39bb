"""Who counts for an item: recusals, proxies, quorum, and who presides. Integers only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.committees.words import ItemState, RecusalCause
from portal.kernel.errors import Refused

FEWEST_LIVE = 3

Person = int | str
"""Whatever names a person: a key or a reference, as long as it is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A written proxy: `giver` lets `holder` vote for them."""

    giver: Person
    holder: Person


@dataclass(frozen=True, slots=True)
class Roll:
    """The voting members of an item as frozen at its opening, with those who withdrew."""

    members: frozenset[Person]
    recused: frozenset[Person] = frozenset()
    second_convening: bool = False
    proxies: tuple[Proxy, ...] = field(default=())
    # Name of a college → its members; empty where the committee asks for no quorum of theirs.
    colleges: Mapping[str, frozenset[Person]] = field(default_factory=dict)

    @property
    def live(self) -> frozenset[Person]:
        """The members who may vote."""
        return self.members - self.recused

    @property
    def is_viable(self) -> bool:
        """At least three live members, always."""
        return len(self.live) >= FEWEST_LIVE

    @property
    def needed(self) -> int:
        """How many must be there, and how many must vote."""
        return 0 if self.second_convening else needed(len(self.live))

    def taking_part(self, present: Collection[Person]) -> frozenset[Person]:
        """Live members who are present, or represented by a live member who is present."""
        there = self.live & frozenset(present)
        return there | {proxy.giver for proxy in self.standing_proxies(there)}

    def standing_proxies(
        self, present: Collection[Person], voted: Collection[Person] = ()
    ) -> list[Proxy]:
        """Proxies that hold: they lapse if the principal is there or votes, or the holder is out."""
        there = self.live & frozenset(present)
        return [
            proxy
            for proxy in self.proxies
            if proxy.giver in self.live - there - frozenset(voted) and proxy.holder in there
        ]

    def opening(self, present: Collection[Person]) -> ItemState:
        """`open`, or why it cannot: `voided` (too few live members) or `no_quorum`."""
        return self._state(self.taking_part(present), ItemState.OPEN)

    def closing(self, voted: Collection[Person]) -> ItemState:
        """`closed`, or why the ballots do not count: `voided` or `no_quorum`."""
        return self._state(self.live & frozenset(voted), ItemState.CLOSED)

    def by_college(self, there: Collection[Person]) -> list[tuple[str, int, int]]:
        """For each college: its name, how many of its live members are there, how many must be.

        A college whose members have all withdrawn asks nothing.
        """
        live = {name: members & self.live for name, members in self.colleges.items()}
        return [
            (name, len(members & frozenset(there)), self._needed_of(members))
            for name, members in live.items()
        ]

    def _needed_of(self, members: Collection[Person]) -> int:
        return 0 if self.second_convening else needed(len(members))

    def _state(self, there: frozenset[Person], reached: ItemState) -> ItemState:
        if not self.is_viable:
            return ItemState.VOIDED
        is_short = any(number < least for _name, number, least in self.by_college(there))
        return reached if len(there) >= self.needed and not is_short else ItemState.NO_QUORUM


def needed(live: int) -> int:
    """The quorum: half of the live members, rounded up."""
    return (live + 1) // 2


def check_proxy(roll: Roll, giver: Person, holder: Person) -> None:
    """Raise Refused unless `giver` may be represented by `holder`, who holds no other proxy."""
    if giver == holder or not {giver, holder} <= roll.live:
        raise Refused(_("La procuration va d’un membre votant à un autre."), field="holder")
    if any(proxy.holder == holder for proxy in roll.proxies):
        raise Refused(_("Cette personne porte déjà une procuration."), field="holder")
    if any(proxy.giver in (giver, holder) or proxy.holder == giver for proxy in roll.proxies):
        raise Refused(
            _("Une procuration ne se donne qu’une fois et ne se transmet pas."), field="giver"
        )


def in_place(
    substitutes: Mapping[Person, Person],
    *,
    present: Collection[Person],
    represented: Collection[Person] = (),
    recused: Collection[Person] = (),
) -> dict[Person, Person]:
    """Which principals are replaced, and by whom (design, section 3). Never both at once.

    The principal is neither there nor represented; the substitute is there, and has not withdrawn.
    """
    able = frozenset(present) - frozenset(recused)
    kept = frozenset(present) | frozenset(represented)
    return {
        principal: substitute
        for principal, substitute in substitutes.items()
        if principal not in kept and substitute in able
    }


def recused_by_rule(
    members: Collection[Person],
    *,
    team: Collection[Person] = (),
    coaches: Collection[Person] = (),
    investigators: Collection[Person] = (),
    authors: Collection[Person] = (),
) -> dict[Person, RecusalCause]:
    """The members of the roll who withdraw by rule, with the first cause that applies."""
    groups = (
        (authors, RecusalCause.AUTHOR),
        (investigators, RecusalCause.INVESTIGATION),
        (coaches, RecusalCause.COACH),
        (team, RecusalCause.TEAM),
    )
    return {person: cause for group, cause in groups for person in group if person in members}


def presider(chair: Person | None, deputy: Person | None, out: Iterable[Person]) -> Person | None:
    """The chair, else the deputy; None when both are absent or recused (`out`): refer the item."""
    away = frozenset(out)
    return next((one for one in (chair, deputy) if one is not None and one not in away), None)


def check_recusal(state: str, *, is_already_out: bool = False) -> None:
    """Raise Refused once the vote is closed: nobody withdraws from what has been counted."""
    if state not in {ItemState.LISTED, ItemState.OPEN}:
        raise Refused(_("Le vote est clos : on ne se déporte plus de ce point."))
    if is_already_out:
        raise Refused(_("Cette personne s’est déjà déportée de ce point."))
