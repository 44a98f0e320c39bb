"""After a change of course, figures and promises stay readable for what they were."""

from datetime import date
from decimal import Decimal

from portal.kernel.periods import half_year_of
from portal.startups import crossing, measuring, promises
from portal.startups.series import series
from portal.startups.sheet_words import Better
from portal.startups.words import Rung

FIGURES = [(date(2026, 1, 1), Decimal(10)), (date(2026, 4, 11), Decimal(30))]


def test_a_mark_falls_on_its_day_and_only_within_the_picture():
    marks = [(date(2026, 2, 20), "ici"), (date(2025, 12, 31), "avant"), (date(2026, 5, 1), "après")]
    assert series(FIGURES, marks).marks == ((500, "ici"),)
    assert series(FIGURES).marks == ()


def told(studio):
    """Promised and measured, then another course."""
    startup, by = studio.made(), studio.actor("team")
    known = {"unit": "", "better": Better.UP, "source": "Relevé", "link": "", "now": studio.now}
    measure = measuring.define(
        studio.session, by, startup, name="Venues", rung=Rung.USED, is_satisfaction=False, **known
    )
    for on, value in ((date(2026, 9, 1), 10), (date(2026, 11, 22), 12)):
        measuring.record(
            studio.session,
            by,
            startup,
            measure,
            on=on,
            value=Decimal(value),
            sample=None,
            method="",
            note="",
            now=studio.now,
        )
    said = {"statement": "Dix communes", "baseline": "3", "target": "13", "measure": None}
    half = half_year_of(studio.today)
    made = promises.promise(studio.session, by, startup, half_year=half, now=studio.now, **said)
    made.promised_on = date(2026, 9, 15)
    crossing.pivot(
        studio.session,
        studio.actor("chair"),
        startup,
        title="",
        mission="Trouver un lieu ouvert la nuit.",
        kept="",
        on=date(2026, 10, 2),
        decision_ref="dec-0000000c",
        now=studio.now,
    )
    return startup.ref, measure.ref


def test_the_leaves_say_what_came_before(opened, visitors):
    startup, measure = opened(told)
    visitor = visitors("team@portail.example").get(f"/startups/{startup}/objectifs")
    assert visitor.sees("Promis avant le changement de cap du 2 octobre 2026")
    visitor.get(f"/startups/{startup}/impact/{measure}")
    assert visitor.sees("Avant, la mission était autre")
    assert visitor.page.select_one(".series__mark") is not None
    passer_by = visitors().get(f"/startups/{startup}")
    assert passer_by.sees("Trouver le bon guichet du premier coup.")
    assert passer_by.page.select_one('a[href="/decisions/dec-0000000c"]') is None
