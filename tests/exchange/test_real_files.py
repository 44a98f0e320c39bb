"""The programme's own files, where they are at hand: its figures must come out."""

from datetime import date

import pytest

from portal.exchange.census import Census, census
from portal.exchange.readers import read
from portal.exchange.words import Level

AS_OF = date(2026, 8, 20)


@pytest.fixture(scope="module")
def batch(real_folder):
    return read(real_folder, as_of=AS_OF)


def test_every_file_is_read_and_none_refused(batch):
    assert batch.at(Level.REFUSED) == ()
    assert len(batch.startups) == 463
    assert len(batch.incubators) == 23
    assert len(batch.organisations) == 145
    assert [one.number for one in batch.cohorts] == list(range(1, 18))


def test_the_census_is_the_programme_s(batch):
    assert census(batch, AS_OF) == Census(
        as_of=AS_OF,
        phases={
            "upcoming": 1,
            "investigation": 14,
            "construction": 85,
            "acceleration": 51,
            "consolidation": 16,
            "operated": 9,
            "transferred": 68,
            "inconclusive": 133,
            "stopped": 86,
        },
        launched=304,
        survival={6: (283, 295), 12: (238, 265), 24: (181, 224)},
        open_codes=216,
    )


@pytest.mark.parametrize(
    ("codes", "files"),
    [
        ({"no_extension"}, 3),
        ({"same_day"}, 41),
        ({"ambiguous_current"}, 3),
        ({"future_phase"}, 4),
        ({"future_event"}, 1),
        ({"no_investigation"}, 65),
        ({"no_construction"}, 14),
        ({"backward", "restart"}, 8),
        ({"restart"}, 1),
        ({"overlap"}, 14),
        ({"gap"}, 47),
        ({"past_end"}, 4),
        ({"no_sponsor"}, 22),
        ({"empty_body"}, 1),
        ({"active_html"}, 1),
        ({"missing_image"}, 15),
        ({"stats_denied"}, 11),
        ({"stats_nowhere"}, 18),
        ({"unknown_organisation"}, 1),
    ],
)
def test_the_known_oddities_are_all_found(batch, codes, files):
    assert len({one.path for one in batch.findings if one.code in codes}) == files


def test_no_contact_is_kept(batch):
    kept = [*batch.startups, *batch.incubators, *batch.organisations]
    assert not any("retire@invalid" in repr(one.extra) for one in kept)
    assert not any(key.startswith("contact") for one in kept for key in one.extra)


def test_accents_in_names_are_kept(batch):
    assert {"données-et-territoires", "e-inspé"} <= {one.slug for one in batch.startups}
