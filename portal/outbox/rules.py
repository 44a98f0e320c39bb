"""When a mail is tried again."""

from datetime import datetime, timedelta

MOST_TRIES = 10
LEASE = timedelta(minutes=2)
_WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 360)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after `tries` attempts, from one minute to six hours; None: give up."""
    if tries >= MOST_TRIES:
        return None
    return now + timedelta(minutes=_WAITS[min(tries, len(_WAITS)) - 1])
