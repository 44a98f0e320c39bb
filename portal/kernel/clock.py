"""The settable clock. Everything below the pages receives `now`; nobody else asks the time."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The real time, a fixed moment, or the real time shifted (setting `PORTAL_NOW`)."""

    def __init__(self, *, fixed: datetime | None = None, shift: timedelta | None = None) -> None:
        self._fixed = fixed
        self._shift = shift or timedelta()

    @classmethod
    def fixed(cls, moment: datetime) -> "Clock":
        """Stand still at `moment`, which bears a zone."""
        return cls(fixed=_aware(moment))

    @classmethod
    def parse(cls, text: str | None) -> "Clock":
        """Read `PORTAL_NOW`: an ISO moment (fixed), or `+3d`, `-12h`, `+45m` (shifted).

        Raises ValueError on anything else.
        """
        if not text:
            return cls()
        if text[0] in "+-":
            return cls(shift=_shift(text))
        return cls.fixed(datetime.fromisoformat(text))

    @property
    def is_real(self) -> bool:
        """Whether this clock tells the true time, so that the database's may be asked."""
        return self._fixed is None and not self._shift

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self._fixed or datetime.now(UTC) + self._shift

    def move_to(self, moment: datetime) -> None:
        """Stand still at another moment (tests and demonstrations)."""
        self._fixed = _aware(moment)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


def _shift(text: str) -> timedelta:
    unit = {"d": "days", "h": "hours", "m": "minutes"}[text[-1]]
    return timedelta(**{unit: int(text[:-1])})
