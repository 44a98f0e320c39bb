"""The order of phases: which is current, and what is surprising. Nothing here blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask_babel import gettext as _

from portal.kernel import text
from portal.kernel.errors import Refused
from portal.kernel.periods import days_between
from portal.startups.words import FUNDED_PHASES, HANDED_OVER, LIVE_PHASES, Phase, Surprise

LONGEST_GAP_DAYS = 31


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase and its days; `ended_on` is often unknown, the next start then stands for it."""

    phase: Phase
    started_on: date
    ended_on: date | None = None


def sequence(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Phases by start, then by rank when several begin the same day."""
    return sorted(stretches, key=lambda stretch: (stretch.started_on, stretch.phase.rank))


def current(stretches: Iterable[Stretch], today: date) -> Stretch | None:
    """The last of the sequence that has begun by the end of today; None when all lies ahead."""
    begun = [stretch for stretch in stretches if stretch.started_on <= today]
    return sequence(begun)[-1] if begun else None


def next_phase(phase: Phase) -> Phase | None:
    """The phase that usually follows; None after the last and after an end."""
    later = LIVE_PHASES[LIVE_PHASES.index(phase) + 1 :] if phase in LIVE_PHASES else ()
    return later[0] if later else None


def last_live(told: Iterable[Phase]) -> Phase:
    """The phase that a service left before its end; construction when none is known."""
    live = [phase for phase in told if phase in FUNDED_PHASES]
    return live[-1] if live else Phase.CONSTRUCTION


def surprises_of_move(before: Phase | None, after: Phase) -> list[Surprise]:
    """What is unusual in going from a phase (None at birth) to another."""
    if before is None:
        is_usual = after == Phase.INVESTIGATION
        return [] if is_usual else [Surprise.NO_INVESTIGATION]
    if before.is_end:
        return [Surprise.REOPENED] if not after.is_end else []
    if after.is_end:
        return [Surprise.EARLY_EXIT] if _leaves_early(before, after) else []
    return _surprises_between(before.rank, after.rank)


def _surprises_between(before: int, after: int) -> list[Surprise]:
    if after == before:
        return [Surprise.REPEATED]
    if after < before:
        return [Surprise.BACKWARD]
    return [Surprise.SKIPPED] if after > before + 1 else []


def _leaves_early(before: Phase, after: Phase) -> bool:
    return after in HANDED_OVER and before.rank < Phase.CONSOLIDATION.rank


def surprises_in(stretches: Iterable[Stretch]) -> list[tuple[Stretch, Surprise]]:
    """What is unusual in a whole history, beside the phase where it shows."""
    ordered = sequence(stretches)
    found = [(ordered[0], Surprise.NO_INVESTIGATION)] if _skips_investigation(ordered) else []
    for before, after in pairwise(ordered):
        found += [(after, surprise) for surprise in surprises_of_move(before.phase, after.phase)]
        found += [(after, surprise) for surprise in _surprises_of_days(before, after)]
    return found


def _skips_investigation(ordered: list[Stretch]) -> bool:
    return bool(ordered) and ordered[0].phase != Phase.INVESTIGATION


def _surprises_of_days(before: Stretch, after: Stretch) -> list[Surprise]:
    if before.ended_on is None:
        return []
    gap = days_between(before.ended_on, after.started_on)
    if gap < 0:
        return [Surprise.OVERLAP]
    return [Surprise.GAP] if gap > LONGEST_GAP_DAYS else []


def check_motivated(surprises: list[Surprise], motive: str) -> None:
    """Raise Refused when an unusual order comes without a word of explanation."""
    if surprises and not text.length(motive):
        unusual = text.listed([str(surprise.label) for surprise in surprises])
        raise Refused(
            _(
                "L’ordre est inhabituel (%(unusual)s) : dites pourquoi, puis validez.",
                unusual=unusual,
            ),
            field="motive",
        )


def check_same_phase(before: Phase | None, after: Phase | None) -> None:
    """Raise Refused if mending a day would move the startup to another phase.

    Source: design, section 2: a phase changes only by a proclaimed decision.
    """
    if before is not after:
        raise Refused(
            _(
                "À cette date la phase en cours ne serait plus la même : seule une décision la change."
            ),
            field="starts_on",
        )


def check_correction(started_on: date, today: date, motive: str) -> None:
    """Raise Refused unless a corrected start is not ahead and says why it was wrong."""
    if started_on > today:
        raise Refused(_("Indiquez une date passée ou celle du jour."), field="starts_on")
    if not text.length(motive):
        raise Refused(
            _("Dites pourquoi la date est corrigée : les deux restent au journal."), field="motive"
        )
