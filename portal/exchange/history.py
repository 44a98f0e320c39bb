"""The order of a startup's phases, and what is surprising in it. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from .findings import Notes
from .records import EventRecord, PhaseRecord
from .words import ENDS, STOPS

_LONG_GAP = 7  # days


def sequence(phases: Sequence[PhaseRecord]) -> tuple[PhaseRecord, ...]:
    """The phases by (start, rank): the order of the file means nothing."""
    return tuple(sorted(phases, key=lambda phase: (phase.start, phase.rank)))


def begun(phases: Sequence[PhaseRecord], as_of: date) -> tuple[PhaseRecord, ...]:
    """The phases of a sequence that have begun by the end of that day."""
    return tuple(phase for phase in phases if phase.start <= as_of)


def current(phases: Sequence[PhaseRecord], as_of: date) -> PhaseRecord | None:
    """The last phase of a sequence begun by that day; None when all are to come."""
    known = begun(phases, as_of)
    return known[-1] if known else None


def stop_on(phases: Sequence[PhaseRecord], by: date) -> date | None:
    """The day of the first stop (or inconclusive end) up to that day included."""
    return next((phase.start for phase in begun(phases, by) if phase.name in STOPS), None)


def note_surprises(phases: Sequence[PhaseRecord], notes: Notes, *, line: int) -> None:
    """Note what is odd in the sequence itself, whatever the day it is read on."""
    _note_absences(phases, notes, line)
    for phase in phases:
        if phase.end and phase.end < phase.start:
            notes.say("end_before_start", phase.line)
    for before, after in pairwise(phases):
        _note_step(before, after, notes)
    for day in sorted(_shared_days(phases)):
        notes.say("same_day", _first_on(phases, day).line, day=f"{day:%d/%m/%Y}")


def note_present(
    phases: Sequence[PhaseRecord], events: Sequence[EventRecord], notes: Notes, *, as_of: date
) -> None:
    """Note what is odd for who reads on that day: futures, a doubtful or ended current phase."""
    for phase in phases[len(begun(phases, as_of)) :]:
        notes.say("future_phase", phase.line, name=phase.source, day=f"{phase.start:%d/%m/%Y}")
    for event in events:
        if event.on > as_of:
            notes.say("future_event", event.line, name=event.name, day=f"{event.on:%d/%m/%Y}")
    _note_current(begun(phases, as_of), notes, as_of)


def _note_absences(phases: Sequence[PhaseRecord], notes: Notes, line: int) -> None:
    names = {phase.name for phase in phases}
    if phases[0].name != "investigation":
        notes.say("no_investigation", phases[0].line)
    # An investigation that runs, or found nothing, never meant to build.
    if "construction" not in names and not names <= {"investigation", "inconclusive"}:
        notes.say("no_construction", line)


def _note_step(before: PhaseRecord, after: PhaseRecord, notes: Notes) -> None:
    _note_order(before, after, notes)
    if before.end is None:
        return
    if before.end > after.start:
        notes.say("overlap", before.line)
    elif (days := (after.start - before.end).days) > _LONG_GAP:
        notes.say("gap", before.line, days=days)


def _note_order(before: PhaseRecord, after: PhaseRecord, notes: Notes) -> None:
    if before.name in STOPS and after.name not in ENDS:
        notes.say("restart", after.line, name=after.source, before=before.source)
    elif after.rank < before.rank and after.name not in STOPS:
        notes.say("backward", after.line, name=after.source, before=before.source)


def _note_current(known: Sequence[PhaseRecord], notes: Notes, as_of: date) -> None:
    if not known:
        return
    last = known[-1]
    rivals = [phase for phase in known if phase.start == last.start]
    if len(rivals) > 1:
        names = ", ".join(phase.source for phase in rivals)
        notes.say("ambiguous_current", last.line, names=names, day=f"{last.start:%d/%m/%Y}")
    if last.end and last.end < as_of:
        notes.say("past_end", last.line, day=f"{last.end:%d/%m/%Y}")


def _shared_days(phases: Sequence[PhaseRecord]) -> set[date]:
    return {one.start for one, other in pairwise(phases) if one.start == other.start}


def _first_on(phases: Sequence[PhaseRecord], day: date) -> PhaseRecord:
    return next(phase for phase in phases if phase.start == day)
