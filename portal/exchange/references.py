"""What sheets say of one another: who is cited must exist."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .fields import spelling
from .findings import Notes
from .records import IncubatorRecord, StartupRecord
from .sentences import HINT


@dataclass(frozen=True, slots=True)
class Known:
    """The slugs (and numbers of cohorts) that may be cited."""

    organisations: Collection[str] = ()
    incubators: Collection[str] = ()
    startups: Collection[str] = ()
    cohorts: Collection[int] = ()


def check_startup(startup: StartupRecord, known: Known, notes: Notes) -> StartupRecord | None:
    """The startup without its unknown co-incubators; None if its incubator is unknown."""
    lines = startup.lines
    _check_organisations(startup.sponsors, known, notes, lines.get("sponsors", 1))
    if startup.fast and startup.fast.promotion not in known.cohorts:
        notes.say("unknown_cohort", startup.fast.line, number=startup.fast.promotion)
    if startup.incubator not in known.incubators:
        _say(notes, "unknown_incubator", lines["incubator"], startup.incubator, known.incubators)
        return None
    return replace(startup, incubators=_known_incubators(startup, known, notes))


def check_incubator(incubator: IncubatorRecord, known: Known, notes: Notes) -> None:
    """Note an owner or a highlighted startup that is not there."""
    lines = incubator.lines
    if incubator.owner:
        _check_organisations((incubator.owner,), known, notes, lines.get("owner", 1))
    for slug in incubator.highlighted:
        if slug not in known.startups:
            notes.say("unknown_startup", lines.get("highlighted_startups", 1), slug=slug)


def _known_incubators(startup: StartupRecord, known: Known, notes: Notes) -> tuple[str, ...]:
    for slug in startup.co_incubators:
        if slug not in known.incubators:
            line = startup.lines["incubators"]
            _say(notes, "unknown_co_incubator", line, slug, known.incubators)
    return tuple(slug for slug in startup.incubators if slug in known.incubators)


def _check_organisations(slugs: Collection[str], known: Known, notes: Notes, line: int) -> None:
    for slug in slugs:
        if slug not in known.organisations:
            _say(notes, "unknown_organisation", line, slug, known.organisations)


def _say(notes: Notes, code: str, line: int, slug: str, others: Collection[str]) -> None:
    alike = next((other for other in sorted(others) if spelling(other) == spelling(slug)), None)
    notes.say(code, line, slug=slug, hint=str(HINT) % {"slug": alike} if alike else "")
