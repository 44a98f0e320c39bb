"""A team and its director record the figure of one day at the same instant, on both databases."""

import pytest
from sqlalchemy import func, select

from portal.journal.models import JournalEntry
from portal.policy import Act
from portal.startups.measure_models import Reading
from tests.startups.conftest import open_studio
from tests.startups.test_measures import followed, told
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.crowd import at_once

NOTE, FIX = "Relever ce chiffre", "Corriger le chiffre"
DAY = "Jour du relevé, ou dernier jour de la période"


@pytest.fixture
def place(app_both):
    """The page of a measure that has one figure."""
    with writing(app_both) as session:
        s = open_studio(session)
        startup = s.made()
        session.expire_all()
        measure = followed(s, startup)
        told(s, startup, measure, 12)
        return f"/startups/{startup.ref}/impact/{measure.ref}"


def open_tabs(app, place: str) -> list[Visitor]:
    who = ("team", "director", "team")
    return [Visitor(app).sign_in(f"{one}@portail.example").get(place) for one in who]


def read(app, act: Act) -> tuple[int, int, int]:
    """Figures that count, figures replaced, lines of the journal."""
    with writing(app) as session:
        count = select(func.count(Reading.id))
        lines = select(func.count(JournalEntry.id)).where(JournalEntry.act == act)
        return (
            session.scalar(count.where(Reading.replaced_at.is_(None))),
            session.scalar(count.where(Reading.replaced_at.is_not(None))),
            session.scalar(lines),
        )


def test_one_day_gets_one_figure(app_both, place):
    tabs = open_tabs(app_both, place)
    said = [{DAY: "2026-11-20", "Chiffre": str(value)} for value in (20, 21, 22)]

    sent = zip(tabs, said, strict=True)
    statuses = at_once(
        [lambda tab=tab, each=each: tab.submit(NOTE, each).status for tab, each in sent]
    )

    assert sorted(statuses) == [200, 422, 422]
    assert read(app_both, Act.FIGURE_RECORD) == (2, 0, 2)


def test_one_figure_is_corrected_once(app_both, place):
    tabs = [
        tab.follow("Corriger le chiffre du 2 novembre 2026") for tab in open_tabs(app_both, place)
    ]
    said = [
        {"Chiffre juste": str(value), "Pourquoi le chiffre change": "Relu."}
        for value in (20, 21, 22)
    ]

    sent = zip(tabs, said, strict=True)
    statuses = at_once(
        [lambda tab=tab, each=each: tab.submit(FIX, each).status for tab, each in sent]
    )

    assert sorted(statuses) == [200, 422, 422]
    assert read(app_both, Act.FIGURE_CORRECT) == (1, 1, 1)
    # Whoever comes second is told the figure that stands, keeps theirs, and may send it again.
    late = tabs[statuses.index(422)]
    assert late.errors[0].startswith("Ce chiffre vient d’être corrigé")
    assert late.submit(FIX, {}).status == 200
    assert read(app_both, Act.FIGURE_CORRECT) == (1, 2, 2)
