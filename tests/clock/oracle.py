"""What must be, said of one startup by somebody who read the design and not the code."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.clock.almanac import eve_of_freeze, months_after

STEPS = (60, 45, 30, 7)
WINDOW = 60
CLIMB = (("sponsor", 0), ("director", 15), ("programme", 30))
LIVE = ("construction", "acceleration", "consolidation", "reintegration")


@dataclass(frozen=True)
class Money:
    """A grant: months counted from an anchor, so that the 31st comes back to the 31st."""

    start: date
    months: int
    anchor: date
    before: int = 0
    extension: int = 0
    ends: date | None = None
    # The day a committee gave it; none when a director stated it.
    decided: date | None = None
    is_provisional: bool = False

    @property
    def term(self) -> date:
        return months_after(self.anchor, self.before + self.months + self.extension)

    @property
    def target(self) -> date:
        """The day by which the committee is expected."""
        found = self.term
        if self.ends is not None:
            found = min(found, self.ends - timedelta(days=45))
        if self.months >= 3:
            found = eve_of_freeze(found) or found
        return self.term if found < self.start + timedelta(days=14) else found


@dataclass
class Expected:
    """One startup: its money, its phase, and what was said to whom."""

    ref: str
    houses: tuple[str, ...]
    team: int
    sponsor: int
    phase: str = "construction"
    phases: list[tuple[str, str]] = field(default_factory=list)
    grants: list[Money] = field(default_factory=list)
    since: date | None = None
    safeguard: tuple[date, str] | None = None
    # A point put off, or without its quorum, comes back from this day on.
    back: date | None = None
    # Sent to whoever chooses another committee: no agenda is expected.
    is_referred: bool = False
    told: set[tuple[str, int]] = field(default_factory=set)

    @property
    def money(self) -> Money | None:
        return self.grants[-1] if self.grants else None

    @property
    def runs(self) -> bool:
        """Whether a recorded term runs."""
        return self.money is not None and self.phase in LIVE and self.safeguard is None

    @property
    def clock(self) -> tuple[date | None, date | None, bool]:
        """Term, committee's day, whether presumed."""
        if self.runs:
            return self.money.term, self.money.target, False
        if self.phase in LIVE and self.safeguard is None and self.since is not None:
            return months_after(self.since, 6), None, True
        return None, None, False

    def is_overdue(self, today: date) -> bool:
        return self.runs and today > self.money.term

    # What people decide

    def granted(
        self, day: date, months: int, ends: date | None = None, *, is_provisional: bool = False
    ) -> None:
        """A decision gives money: from the term if it came in time, else from that day."""
        last = self.money
        if last is not None and day <= last.term:
            before = last.before + last.months + last.extension
            made = Money(last.term, months, last.anchor, before, ends=ends)
        else:
            made = Money(day, months, day, ends=ends)
        self.grants.append(replace(made, decided=day, is_provisional=is_provisional))
        self.safeguard = None

    def recorded(self, day: date, term: date, ends: date | None) -> None:
        """A director states what runs: whole months from that day, or counted from the term."""
        whole = [n for n in range(1, 13) if months_after(day, n) == term]
        if whole:
            made = Money(day, whole[0], day, ends=ends)
        else:
            months = max(1, round((term - day).days / 30.44))
            made = Money(day, months, term, -months, ends=ends)
        self.grants = [made]

    def may_be_extended(self, today: date) -> bool:
        """Once, when the committee cannot meet in time: near the term, and it has not spoken."""
        money = self.money
        if money.extension or money.is_provisional:
            return False
        near = money.term - timedelta(days=WINDOW)
        return today >= near and (money.decided is None or money.decided < near)

    def extended(self, months: int) -> None:
        self.grants[-1] = replace(self.money, extension=months)

    def moved(self, phase: str, decision: str) -> None:
        self.phase, self.safeguard = phase, None
        self.phases.append((phase, decision))

    # What time brings

    def passes(self, today: date) -> None:
        """A safeguard that nobody took over ends dormant, as its decision said."""
        if self.safeguard is not None and today > self.safeguard[0]:
            self.moved("dormant", self.safeguard[1])

    def tells(self, today: date, directors: dict[str, int], programme: int) -> set[tuple]:
        """What a round made that day must say anew: (event, person)."""
        if not self.runs:
            return set()
        found: set[tuple[str, int]] = set()
        bosses = [directors[house] for house in self.houses]
        left = (self.money.target - today).days
        steps = [step for step in STEPS if 0 <= left <= step]
        if steps:
            event = f"term:{self.ref}:{self.money.target}:{min(steps)}"
            found |= {(event, person) for person in (self.team, *bosses)}
        whom = {"sponsor": [self.sponsor], "director": bosses, "programme": [programme]}
        for level, after in CLIMB:
            if (today - self.money.term).days >= after:
                event = f"overdue:{self.ref}:{self.money.term}:{level}"
                found |= {(event, person) for person in whom[level]}
        fresh = found - self.told
        self.told |= found
        return fresh

    def wants(self, today: date, sittings: list[date]) -> bool:
        """Whether its point must stand on one of these sittings to come (their days, in order)."""
        if not self.runs or self.is_referred:
            return False
        if self.back is not None:
            return any(day >= self.back for day in sittings)
        term, target = self.money.term, self.money.target
        if today < target - timedelta(days=WINDOW):
            return False
        if today > term:
            return bool(sittings)
        last = (
            target
            if any(target - timedelta(days=WINDOW) <= d <= target for d in sittings)
            else term
        )
        return any(day <= last for day in sittings)
