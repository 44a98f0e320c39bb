"""Startups as their own tests know them: some that leave, one that left."""

from datetime import date

import pytest

from portal.handovers import leaving, planning
from portal.handovers.models import Handover
from portal.handovers.words import Scenario
from portal.startups import actions
from portal.startups.models import Startup
from portal.startups.words import Phase
from tests.committees.conftest import meet, open_world, world  # noqa: F401 - fixtures
from tests.startups.conftest import Studio, open_studio
from tests.support.apps import writing

CONSOLIDATED = date(2026, 3, 31)


@pytest.fixture
def studio(session) -> Studio:
    """On the embedded database."""
    return open_studio(session)


@pytest.fixture
def studio_both(session_both) -> Studio:
    """On each database in turn."""
    return open_studio(session_both)


@pytest.fixture
def opened(app):
    """For tests of pages: what `fill(studio)` makes is committed; gives what it returns."""

    def fill(make):
        with writing(app) as session:
            return make(open_studio(session))

    return fill


def consolidated(s: Studio, title: str = "Guichet clair") -> Startup:
    """A startup in consolidation since the end of March."""
    made = s.imported(title, phase=Phase.CONSOLIDATION, since=CONSOLIDATED)
    s.session.refresh(made)
    return made


def out(s: Studio, since: date, title: str = "Service sorti") -> Startup:
    """A startup that an import tells transferred on that day."""
    made = s.imported(title, phase=Phase.TRANSFERRED, since=since)
    made.ended_on = since
    s.session.flush()
    return made


def planned(s: Studio, startup: Startup, who: str = "director", **changes) -> Handover:
    """Its plan, as its director tells it."""
    told = {
        "scenario": Scenario.PRODUCT,
        "fallback": Scenario.MAINTENANCE,
        "host": s.body,
        "contact": None,
        "contact_role": "cheffe du bureau des usages",
        "final_on": date(2027, 3, 31),
        "vision": "Une équipe de trois agents.",
        "now": s.now,
    }
    return planning.save_plan(s.session, s.actor(who), startup, **(told | changes))


def gone(s: Studio, startup: Startup, on: date) -> None:
    """It leaves by a decision of that day, and its health checks are planned."""
    told = {"on": on, "decision_ref": "dec-0000000b", "now": s.now}
    actions.end(s.session, s.actor("chair"), startup, Phase.TRANSFERRED, **told)
    leaving.leave(s.session, startup, on=on)
