"""When a convened sitting opens. Pure."""

from datetime import datetime

from portal.kernel.periods import paris_day


def may_begin(starts_at: datetime, now: datetime) -> bool:
    """Whether its day has come, in Paris: those convened for that day know when it opens."""
    return paris_day(now) >= paris_day(starts_at)
