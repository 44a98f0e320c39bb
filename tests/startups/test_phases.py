from datetime import date
from itertools import permutations

import pytest

from portal.kernel.errors import Refused
from portal.startups import phases
from portal.startups.phases import Stretch
from portal.startups.words import FORMER_CODES, PUBLISHED_CODES, Phase, Surprise

INVESTIGATION = Stretch(Phase.INVESTIGATION, date(2024, 1, 10))
CONSTRUCTION = Stretch(Phase.CONSTRUCTION, date(2024, 6, 3))
ACCELERATION = Stretch(Phase.ACCELERATION, date(2025, 6, 3))


def test_the_current_phase_does_not_depend_on_the_order_of_the_list():
    for order in permutations([INVESTIGATION, CONSTRUCTION, ACCELERATION]):
        assert phases.current(order, date(2025, 6, 2)) == CONSTRUCTION
        assert phases.current(order, date(2025, 6, 3)) == ACCELERATION


def test_same_day_is_settled_by_rank():
    day = date(2024, 1, 10)
    same = [
        Stretch(Phase.STOPPED, day),
        Stretch(Phase.CONSTRUCTION, day),
        Stretch(Phase.INVESTIGATION, day),
    ]
    assert [stretch.phase for stretch in phases.sequence(same)] == [
        "investigation",
        "construction",
        "stopped",
    ]
    assert phases.current(same, day).phase == Phase.STOPPED


def test_inconclusive_ranks_before_stopped_as_published():
    ranks = [
        PUBLISHED_CODES[code].rank
        for code in (
            "investigation",
            "construction",
            "acceleration",
            "consolidation",
            "opere",
            "transfere",
            "abandon-investigation",
            "abandon",
        )
    ]
    assert ranks == sorted(ranks)
    assert FORMER_CODES["transfer"] == Phase.CONSOLIDATION


def test_all_in_the_future_has_no_current_phase():
    assert phases.current([CONSTRUCTION], date(2024, 6, 2)) is None
    assert phases.current([], date(2024, 6, 2)) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "investigation", []),
        (None, "construction", [Surprise.NO_INVESTIGATION]),
        ("investigation", "construction", []),
        ("investigation", "inconclusive", []),
        ("construction", "acceleration", []),
        ("construction", "construction", [Surprise.REPEATED]),
        ("construction", "consolidation", [Surprise.SKIPPED]),
        ("construction", "investigation", [Surprise.BACKWARD]),
        ("construction", "stopped", []),
        ("construction", "transferred", [Surprise.EARLY_EXIT]),
        ("consolidation", "transferred", []),
        ("consolidation", "operated", []),
        ("reintegration", "transferred", []),
        ("stopped", "construction", [Surprise.REOPENED]),
        ("stopped", "dormant", []),
    ],
)
def test_surprising_moves_are_named(before, after, expected):
    assert phases.surprises_of_move(before and Phase(before), Phase(after)) == expected


def test_next_phase_is_the_usual_one():
    assert phases.next_phase(Phase.CONSTRUCTION) == Phase.ACCELERATION
    assert phases.next_phase(Phase.REINTEGRATION) is None
    assert phases.next_phase(Phase.STOPPED) is None


def test_a_history_shows_its_gaps_and_overlaps():
    gap = Stretch(Phase.INVESTIGATION, date(2024, 1, 10), date(2024, 5, 2))
    overlap = Stretch(Phase.CONSTRUCTION, date(2024, 6, 3), date(2025, 6, 4))
    assert phases.surprises_in([ACCELERATION, overlap, gap]) == [
        (overlap, Surprise.GAP),
        (ACCELERATION, Surprise.OVERLAP),
    ]
    assert phases.surprises_in([INVESTIGATION, CONSTRUCTION, ACCELERATION]) == []
    assert phases.surprises_in([CONSTRUCTION]) == [(CONSTRUCTION, Surprise.NO_INVESTIGATION)]
    assert phases.surprises_in([]) == []


def test_a_surprise_is_motivated_never_blocked():
    phases.check_motivated([], "")
    phases.check_motivated([Surprise.BACKWARD], "Nouveau public")
    with pytest.raises(Refused, match="retour à une phase antérieure"):
        phases.check_motivated([Surprise.BACKWARD], "  ")


def test_a_corrected_date_is_past_and_explained():
    today = date(2026, 1, 1)
    phases.check_correction(today, today, "Erreur de saisie")
    for day, motive, field in [(date(2026, 1, 2), "m", "starts_on"), (today, "", "motive")]:
        with pytest.raises(Refused) as refusal:
            phases.check_correction(day, today, motive)
        assert refusal.value.field == field
