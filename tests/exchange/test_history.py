"""Phases in order, and surprises."""

from datetime import date

import pytest

from portal.exchange.readers import read

AS_OF = date(2025, 6, 1)
SEEK = "name: investigation, start: "
BUILD = "name: construction, start: "
SPREAD = "name: acceleration, start: "
STOP = "name: abandon, start: "


def surprises(folder, *phases):
    folder.phases(*phases)
    batch = read(folder.root, as_of=AS_OF)
    return sorted(one.code for one in batch.findings)


def test_same_day_phases_follow_their_rank_not_the_file(folder):
    folder.phases(
        "name: acceleration, start: 2024-09-01",
        "name: construction, start: 2024-01-01",
        "name: investigation, start: 2024-01-01",
    )
    phases = read(folder.root).startups[0].phases
    assert [one.name for one in phases] == ["investigation", "construction", "acceleration"]


@pytest.mark.parametrize(
    ("phases", "codes"),
    [
        ([f"{SEEK}2024-01-01", f"{BUILD}2024-02-01"], []),
        ([f"{SEEK}2024-01-01", f"{BUILD}2024-01-01", f"{SPREAD}2024-06-01"], ["same_day"]),
        ([f"{SEEK}2024-01-01", f"{BUILD}2024-01-01"], ["ambiguous_current", "same_day"]),
        ([f"{SEEK}2024-01-01", f"{BUILD}2025-06-01"], []),
        ([f"{SEEK}2024-01-01", f"{BUILD}2025-06-02"], ["future_phase"]),
        ([f"{BUILD}2024-01-01"], ["no_investigation"]),
        ([f"{SEEK}2024-01-01", f"{SPREAD}2024-02-01"], ["no_construction"]),
        ([f"{SEEK}2024-01-01", f"{SPREAD}2024-02-01", f"{BUILD}2024-03-01"], ["backward"]),
        (
            [f"{SEEK}2024-01-01", f"{BUILD}2024-02-01", f"{STOP}2024-03-01", f"{BUILD}2024-04-01"],
            ["restart"],
        ),
        ([f"{SEEK}2024-01-01, end: 2024-02-02", f"{BUILD}2024-02-01"], ["overlap"]),
        ([f"{SEEK}2024-01-01, end: 2024-01-25", f"{BUILD}2024-02-01"], []),
        ([f"{SEEK}2024-01-01, end: 2024-01-24", f"{BUILD}2024-02-01"], ["gap"]),
        ([f"{SEEK}2024-01-01, end: 2025-05-31"], ["past_end"]),
        ([f"{SEEK}2024-01-01, end: 2025-06-01"], []),
        ([f"{SEEK}2024-01-01, end: 2023-12-31"], ["end_before_start", "past_end"]),
    ],
)
def test_surprises_are_noted_never_refused(folder, phases, codes):
    assert surprises(folder, *phases) == codes
    assert len(read(folder.root).startups) == 1


def test_future_events_are_noted(folder):
    folder.startup(more="events: [{name: committee, date: 2025-06-02}]\n")
    assert [one.code for one in read(folder.root, as_of=AS_OF).findings] == ["future_event"]


def test_without_a_day_nothing_is_future(folder):
    folder.phases(f"{SEEK}2999-01-01")
    assert read(folder.root).findings == ()
