"""What an irritant weighs in a year, from what its author told."""

from dataclasses import dataclass

from portal.irritants.words import Frequency

# Days worked and weeks worked in a year by one agent, rounded down: a weight is never overstated.
A_YEAR = {
    Frequency.DAILY: 220,
    Frequency.WEEKLY: 45,
    Frequency.MONTHLY: 11,
    Frequency.YEARLY: 1,
    Frequency.ONCE: 1,
}
FULL_TIME_HOURS = 1607


@dataclass(frozen=True, slots=True)
class Weight:
    """In a year: how many times it happens, the hours lost and the euros spent."""

    occurrences: int
    hours: int
    euros: int

    @property
    def full_time(self) -> float:
        """The hours, in full-time years of one agent."""
        return round(self.hours / FULL_TIME_HOURS, 1)


def yearly(
    people: int | None,
    frequency: Frequency | None,
    times: int | None,
    minutes: int | None,
    euros: int | None,
) -> Weight | None:
    """The weight, or None while people or frequency are not told. Hours are rounded down."""
    if not people or frequency is None:
        return None
    occurrences = people * (times or 1) * A_YEAR[frequency]
    return Weight(occurrences, occurrences * (minutes or 0) // 60, occurrences * (euros or 0))
