"""When something is late. Pure."""

from datetime import datetime, timedelta

# The round is made every minute, and mails leave with it.
LATE = timedelta(minutes=15)
# Under this, a database may soon be unable to write.
LEAST_FREE = 500 * 1024 * 1024


def is_late(at: datetime | None, now: datetime) -> bool:
    """Whether the last round is too old, or was never made."""
    return at is None or now - at > LATE


def is_short(free: int) -> bool:
    """Whether the disk has little room left, in bytes."""
    return free < LEAST_FREE
