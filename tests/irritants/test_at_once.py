"""Two officers of the same desk answer the same irritant at the same instant, on both databases."""

import pytest
from sqlalchemy import func, select

from portal.journal.models import JournalEntry
from portal.notices.models import Notice
from tests.irritants.conftest import WHY
from tests.irritants.test_pages import Town, visit
from tests.irritants.test_triage import DECLINE
from tests.support.apps import writing
from tests.support.crowd import at_once

OTHERWISE = "Nous le mettons en réserve : une enquête sur le même sujet se termine en mai."
PARK = {"Votre message": OTHERWISE, "Relire l’irritant le": "2027-05-03"}


@pytest.fixture
def town(app_both):
    return Town(app_both)


def at_the_last_page(town, who: str, ref: str, gesture: str, answers: dict):
    visitor = visit(town, who, "plain")
    visitor.get(f"/tri/{ref}").follow(gesture)
    return visitor.submit("Relire avant l’envoi", answers)


def test_two_officers_at_once_send_one_answer(town):
    ref = town.deposit()
    one = at_the_last_page(town, "officer", ref, "Ne pas retenir", DECLINE)
    two = at_the_last_page(town, "director", ref, "Mettre en réserve", PARK)
    with writing(town.app) as session:
        entries = select(func.count()).select_from(JournalEntry)
        before = session.scalar(entries)

    statuses = at_once(
        [
            lambda: one.submit("Répondre sans retenir").status,
            lambda: two.submit("Mettre en réserve et prévenir").status,
        ]
    )

    assert sorted(statuses) in ([200, 409], [200, 422])
    state = town.read(ref, "state")
    loser, text = (two, OTHERWISE) if state == "declined" else (one, WHY)
    assert state in ("declined", "parked")
    # What the second wrote is still there, to be sent again or not.
    assert text in loser.response.text
    with writing(town.app) as session:
        assert session.scalar(entries) - before == 1
        told = session.scalars(select(Notice.kind).where(Notice.subject_ref == ref)).all()
        assert told in (
            ["irritant.submit", "irritant.decline"],
            ["irritant.submit", "irritant.park"],
        )


def test_one_officer_in_four_tabs_answers_once(town):
    ref = town.deposit()
    tabs = [at_the_last_page(town, "officer", ref, "Ne pas retenir", DECLINE) for _tab in range(4)]

    statuses = at_once([lambda tab=tab: tab.submit("Répondre sans retenir").status for tab in tabs])

    assert sorted(statuses)[0] == 200 and set(sorted(statuses)[1:]) <= {409, 422}
    assert town.read(ref, "state") == "declined"
