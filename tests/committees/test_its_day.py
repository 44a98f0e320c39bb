"""A sitting opens on its day or after; the minutes say when it was really held."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.committees import minutes_pdf, minutes_views, queries, sitting_actions, sitting_rules
from portal.committees.words import SittingState
from portal.kernel.errors import Refused
from tests.committees.test_corrections import closed, sealed
from tests.committees.world import WEEK
from tests.support.apps import MONDAY, writing


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        # In Paris 7 December begins on the 6th at 23:00 in universal time.
        (utc(2026, 12, 6, 22, 59), False),
        (utc(2026, 12, 6, 23), True),
        (utc(2026, 11, 26, 12), False),
        (WEEK - timedelta(hours=3), True),
        (WEEK, True),
        (WEEK + timedelta(days=3), True),
    ],
)
def test_a_sitting_may_begin_from_its_day_in_paris(now, may):
    assert sitting_rules.may_begin(WEEK, now) is may


def test_before_its_day_a_sitting_stays_closed_and_says_the_way_out(session_both, world):
    item = world.send_startup(session_both)
    world.plan(session_both)
    world.take_up(session_both, item)
    world.convene(session_both)
    with pytest.raises(Refused, match=r"à partir du lundi 7 décembre 2026.*déplacez-la"):
        world.begin(session_both)
    assert world.sitting(session_both).state is SittingState.CONVENED

    # The way out: the same evening, with a motive, everybody told again, the dossier frozen.
    keeper, sooner = world.actor(session_both, "secretary"), world.now + timedelta(hours=6)
    told = {"starts_at": sooner, "place": "", "now": world.now}
    with pytest.raises(Refused, match="motif d’urgence"):
        sitting_actions.move(session_both, keeper, world.sitting(session_both), urgency="", **told)
    sitting_actions.move(
        session_both, keeper, world.sitting(session_both), urgency="La ville ferme.", **told
    )
    assert item.dossier.frozen_at == MONDAY
    world.at(sooner)
    world.begin(session_both)
    assert world.sitting(session_both).state is SittingState.IN_SESSION


def test_the_page_says_the_day_instead_of_a_button(app, open_world, meet, listed):
    chair = meet("chair", f"/seances/{open_world.sitting_ref}")
    assert chair.sees("La séance s’ouvre à partir du lundi 7 décembre 2026")
    assert "Ouvrir la séance" not in chair.buttons
    open_world.at(WEEK)
    late = meet("chair", f"/seances/{open_world.sitting_ref}")
    # Moved while they looked at it: the page that they had open still bears the button.
    with writing(app) as session:
        keeper = open_world.actor(session, "secretary")
        told = {"starts_at": WEEK + timedelta(days=9), "place": "", "urgency": ""}
        sitting = open_world.sitting(session)
        sitting_actions.move(session, keeper, sitting, now=open_world.now, **told)
    late.submit("Ouvrir la séance")
    assert late.status == 422
    assert late.sees("déplacez-la")


def test_the_minutes_say_when_the_sitting_was_held(app, open_world, meet):
    with writing(app) as session:
        closed(session, open_world)
    page = meet("chair", f"/seances/{open_world.sitting_ref}/proces-verbal")
    assert page.sees("Séance ouverte le 7 décembre 2026 à 14 h 00, close à")


def test_the_paper_says_it_too_over_several_days(session_both, world):
    sealed(session_both, world)
    sitting = world.sitting(session_both)
    printed = minutes_views.printed(session_both, None, sitting, world.now)
    assert queries.minutes_of(session_both, sitting).facts["debut"] == printed.facts["debut"]
    days = {"debut": "2026-12-07T13:02:00+00:00", "fin": "2026-12-10T17:30:00+00:00"}
    told = minutes_pdf.held_text(days)
    assert told.replace("\u00a0", " ") == (
        "Séance ouverte le 7 décembre 2026 à 14 h 02, close le 10 décembre 2026 à 18 h 30."
    )
    assert minutes_pdf.held_text({"debut": None, "fin": None}) == ""
