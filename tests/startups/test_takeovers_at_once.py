"""Two offers of one organisation, two hosts at the end of a safeguard: each thing happens once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.journal.models import JournalEntry
from portal.notices.models import Notice
from portal.policy import Act
from portal.startups import scheduled
from portal.startups.models import PhasePeriod
from portal.startups.takeover_models import TakeoverOffer
from portal.startups.words import Phase
from tests.startups.after import safeguarded
from tests.startups.conftest import open_studio
from tests.startups.test_after_pages import OFFER, SEND
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.crowd import at_once


@pytest.fixture
def rescued(app_both):
    """Where one offers, and the last day of the safeguard."""
    with writing(app_both) as session:
        startup = safeguarded(open_studio(session))
        return f"/startups/{startup.ref}/sauvegarde/offre", startup.safeguard_until


def test_one_organisation_makes_one_offer(app_both, rescued):
    who = ("programme", "stranger")
    tabs = [Visitor(app_both).sign_in(f"{one}@portail.example").get(rescued[0]) for one in who]
    statuses = at_once([lambda tab=tab: tab.submit(SEND, OFFER).status for tab in tabs])

    assert sorted(statuses) == [200, 422]
    with writing(app_both) as session:
        assert session.scalar(select(func.count(TakeoverOffer.id))) == 1


def test_two_hosts_bring_one_dormancy_and_each_reminder_once(app_both, rescued):
    for days in (-40, 1):
        day = rescued[1] + timedelta(days=days)
        now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        at_once([lambda now=now: _tick(app_both, now) for _host in range(2)])

    with writing(app_both) as session:
        told = select(func.count(Notice.id)).where(Notice.kind.startswith("safeguard"))
        frozen = select(func.count(JournalEntry.id)).where(JournalEntry.act == Act.TECHNICAL_EDIT)
        asleep = select(func.count(PhasePeriod.id)).where(PhasePeriod.phase == Phase.DORMANT)
        assert [session.scalar(one) for one in (told, frozen, asleep)] == [2, 1, 1]


def _tick(app, now: datetime) -> int:
    with writing(app) as session:
        return scheduled.run(session, now)
