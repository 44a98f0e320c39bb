"""The promise: an answer within thirty days of the first deposit, pauses aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel.periods import days_between

ANSWER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Pause:
    """Days when the author was asked to complete: from the request to the answer, if any."""

    began_on: date
    ended_on: date | None = None


def answer_due_on(
    deposited_on: date, pauses: Iterable[Pause], today: date, *, days: int = ANSWER_DAYS
) -> date:
    """The last day of the promise, counted from the first deposit, transfers or not.

    While a pause is running the day moves with `today`, so that the days left stand still.
    """
    return deposited_on + timedelta(days=days + paused_days(pauses, today))


def after_pause(due_on: date, began_on: date, ended_on: date) -> date:
    """The day due once the days of one more pause are given back."""
    return due_on + timedelta(days=max(0, days_between(began_on, ended_on)))


def days_left(
    deposited_on: date, pauses: Iterable[Pause], today: date, *, days: int = ANSWER_DAYS
) -> int:
    """Days from today to the day due; negative once the promise is late."""
    return days_between(today, answer_due_on(deposited_on, pauses, today, days=days))


def was_kept(
    deposited_on: date, pauses: Iterable[Pause], answered_on: date, *, days: int = ANSWER_DAYS
) -> bool:
    """Whether the answer came in time, the day due included."""
    return days_left(deposited_on, pauses, answered_on, days=days) >= 0


def paused_days(pauses: Iterable[Pause], today: date) -> int:
    """How many days the clock stood still up to today; days paused twice count once."""
    spans = sorted((pause.began_on, min(pause.ended_on or today, today)) for pause in pauses)
    total, reached = 0, date.min
    for began_on, ended_on in spans:
        total += max(0, days_between(max(began_on, reached), ended_on))
        reached = max(reached, ended_on)
    return total
