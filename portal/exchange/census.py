"""Counts that check a reading against the figures the programme gives of itself. Pure.

The definitions (current phase, launched, survival, open code) are those published with the
programme's files, so that the counts compare.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from portal.kernel.periods import add_months

from . import history
from .readers import Batch
from .records import StartupRecord
from .words import PHASE_ORDER, UPCOMING

HORIZONS = (6, 12, 24)  # calendar months after the launch


@dataclass(frozen=True, slots=True)
class Census:
    """`phases` by our code (`upcoming`: none begun); `survival` by months: (alive, observed)."""

    as_of: date
    phases: dict[str, int]
    launched: int
    survival: dict[int, tuple[int, int]]
    open_codes: int


def census(batch: Batch, as_of: date) -> Census:
    """The counts at the end of that day."""
    counts = Counter(_current_name(one, as_of) for one in batch.startups)
    launches = [(one, on) for one in batch.startups if (on := launched_on(one, as_of))]
    return Census(
        as_of=as_of,
        phases={name: counts[name] for name in (UPCOMING, *PHASE_ORDER)},
        launched=len(launches),
        survival={months: _survival(launches, months, as_of) for months in HORIZONS},
        open_codes=sum(one.has_open_code for one in batch.startups),
    )


def launched_on(startup: StartupRecord, as_of: date) -> date | None:
    """The day of the first construction, if it has come."""
    known = history.begun(startup.phases, as_of)
    return next((phase.start for phase in known if phase.name == "construction"), None)


def _current_name(startup: StartupRecord, as_of: date) -> str:
    phase = history.current(startup.phases, as_of)
    return phase.name if phase else UPCOMING


def _survival(
    launches: list[tuple[StartupRecord, date]], months: int, as_of: date
) -> tuple[int, int]:
    anniversaries = [(one, add_months(on, months)) for one, on in launches]
    observed = [(one, day) for one, day in anniversaries if day <= as_of]
    alive = sum(history.stop_on(one.phases, day) is None for one, day in observed)
    return alive, len(observed)
