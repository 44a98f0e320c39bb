"""Counts at the end of a day."""

from datetime import date

from portal.exchange.census import census, launched_on
from portal.exchange.readers import read

LIFE = (
    "name: investigation, start: 2023-06-01",
    "name: construction, start: 2023-08-31",
    "name: abandon, start: 2024-02-29",
)


def count(folder, day):
    return census(read(folder.root), day)


def test_the_current_phase_is_that_of_the_day(folder):
    folder.phases(*LIFE)
    for day, name in [
        (date(2023, 5, 31), "upcoming"),
        (date(2023, 6, 1), "investigation"),
        (date(2024, 2, 28), "construction"),
        (date(2024, 2, 29), "stopped"),
    ]:
        phases = count(folder, day).phases
        assert [one for one, number in phases.items() if number] == [name]


def test_survival_counts_a_stop_on_the_anniversary_clipped_to_the_month(folder):
    folder.phases(*LIFE)
    assert count(folder, date(2024, 2, 28)).survival[6] == (0, 0)
    assert count(folder, date(2024, 2, 29)).survival[6] == (0, 1)

    folder.phases(*LIFE[:2], "name: abandon, start: 2024-03-01")
    assert count(folder, date(2024, 9, 1)).survival == {6: (1, 1), 12: (0, 1), 24: (0, 0)}


def test_launched_and_open_code(folder):
    folder.startup(more="repository: https://forge.example/boussole\n")
    startup = read(folder.root).startups[0]
    assert launched_on(startup, date(2024, 7, 14)) is None
    assert launched_on(startup, date(2024, 7, 15)) == date(2024, 7, 15)
    counts = count(folder, date(2024, 7, 15))
    assert (counts.launched, counts.open_codes) == (1, 1)
