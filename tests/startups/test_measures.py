"""What a startup measures: figures once a day, corrections that hide nothing, one North Star."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.journal.models import JournalEntry
from portal.kernel.errors import Forbidden, Refused
from portal.policy import Act
from portal.startups import measure_queries, measuring, series
from portal.startups.sheet_words import Better
from portal.startups.words import Phase, Rung
from tests.startups.conftest import Studio

TOLD = {
    "name": "Rendez-vous tenus",
    "rung": Rung.USED,
    "unit": "rendez-vous",
    "better": Better.UP,
    "source": "Relevé du standard",
    "link": "",
    "is_satisfaction": False,
}
PLEASED = TOLD | {"name": "Satisfaction", "rung": Rung.USEFUL, "unit": "%", "is_satisfaction": True}


def followed(s: Studio, startup, who: str = "team", **changes):
    return measuring.define(s.session, s.actor(who), startup, **(TOLD | changes), now=s.now)


def told(s: Studio, startup, measure, value, on=date(2026, 11, 2), who="team", **more):
    answers = {"on": on, "value": Decimal(value), "sample": None, "method": "", "note": ""}
    return measuring.record(
        s.session, s.actor(who), startup, measure, **(answers | more), now=s.now
    )


def corrected(s: Studio, startup, reading, value, motive="Erreur de saisie.", **more):
    answers = {"value": Decimal(value), "sample": None, "method": "", "motive": motive}
    return measuring.correct(
        s.session, s.actor("team"), startup, reading, **(answers | more), now=s.now
    )


@pytest.fixture
def startup(studio):
    made = studio.made()
    studio.session.expire_all()
    return made


# Verbs


@pytest.mark.parametrize("who", ["sponsor", "stranger", "chair", "programme"])
def test_figures_are_for_the_team_and_its_director(studio, startup, who):
    measure = followed(studio, startup, "director")

    with pytest.raises(Forbidden):
        followed(studio, startup, who)
    with pytest.raises(Forbidden):
        told(studio, startup, measure, 3, who=who)


def test_an_ended_startup_is_measured_no_more(studio):
    startup = studio.imported("Ancre", phase=Phase.STOPPED, since=date(2025, 3, 3))

    with pytest.raises(Refused, match="terminée"):
        followed(studio, startup, "director")


def test_a_day_has_one_figure_and_a_correction_keeps_both(studio_both):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    measure = followed(s, startup)
    first = told(s, startup, measure, "1240.5")

    with pytest.raises(Refused, match="existe déjà"):
        told(s, startup, measure, 3)
    with pytest.raises(Refused, match="pourquoi"):
        corrected(s, startup, first, 3, motive=" ")
    second = corrected(s, startup, first, "1204.5")
    s.session.expire_all()

    assert [one.value for one in measure.series] == [Decimal("1204.5")]
    assert [(one.value, one.motive) for one in measure.readings] == [
        (Decimal("1240.5"), ""),
        (Decimal("1204.5"), "Erreur de saisie."),
    ]
    assert measure.last is second and first.replaced_at == s.now
    with pytest.raises(DatabaseError), s.session.begin_nested():
        s.session.execute(text("UPDATE startup_reading SET value = 1 WHERE replaced_at > ''"))


def test_the_database_holds_one_figure_a_day_and_one_star(studio_both):
    s, startup = studio_both, studio_both.made()
    s.session.expire_all()
    measure, other = followed(s, startup), followed(s, startup, name="Autre")
    told(s, startup, measure, 1)

    for sql in (
        "UPDATE startup_measure SET is_north_star = (1 = 1)",
        'INSERT INTO startup_reading (ref, measure_id, "on", value, method, note, motive, at)'
        " SELECT 'val-00000009', measure_id, \"on\", 2, '', '', '', at FROM startup_reading",
    ):
        with pytest.raises(DatabaseError), s.session.begin_nested():
            s.session.execute(text(sql))
    assert other.is_north_star is False


def test_the_star_moves_and_goes_with_what_is_no_longer_followed(studio, startup):
    first, second = followed(studio, startup), followed(studio, startup, name="Autre")
    assert first.is_north_star and not second.is_north_star

    act = (studio.session, studio.actor("team"), startup)
    measuring.lead(*act, second, now=studio.now)
    assert (first.is_north_star, second.is_north_star) == (False, True)
    measuring.retire(*act, second, now=studio.now)
    assert (second.is_north_star, second.retired_on) == (False, studio.today)
    with pytest.raises(Refused, match="plus suivie"):
        measuring.lead(*act, second, now=studio.now)
    with pytest.raises(Refused, match="plus suivie"):
        told(studio, startup, second, 1)
    measuring.retire(*act, second, now=studio.now)
    assert second.retired_on is None


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"sample": None, "method": "Enquête"}, "sample"),
        ({"sample": 0, "method": "Enquête"}, "sample"),
        ({"sample": 12, "method": "  "}, "method"),
        ({"sample": 12, "method": "Enquête", "value": 101}, "value"),
        ({"sample": 12, "method": "Enquête", "on": date(2026, 11, 24)}, "on"),
    ],
)
def test_satisfaction_says_who_answered_and_how(studio, startup, answers, field):
    measure = followed(studio, startup, **{k: PLEASED[k] for k in PLEASED})

    with pytest.raises(Refused) as refusal:
        told(studio, startup, measure, **({"value": 87} | answers))
    assert refusal.value.field == field
    assert told(studio, startup, measure, 87, sample=12, method="Enquête").sample == 12


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"is_satisfaction": True}, "rung"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "exemple.gouv.fr"}, "link"),
        ({"link": "https://[x"}, "link"),
    ],
)
def test_a_measure_that_makes_no_sense_is_not_taken(studio, startup, changes, field):
    with pytest.raises(Refused) as refusal:
        followed(studio, startup, **changes)
    assert refusal.value.field == field


def test_what_is_counted_does_not_change_under_its_figures(studio, startup):
    measure = followed(studio, startup)
    changed = (studio.session, studio.actor("team"), startup, measure)
    measuring.change(*changed, **(TOLD | {"unit": "visites"}), now=studio.now)
    told(studio, startup, measure, 1)

    with pytest.raises(Refused, match="nouvelle mesure"):
        measuring.change(*changed, **TOLD, now=studio.now)
    measuring.change(*changed, **(TOLD | {"unit": "visites", "name": "Venues"}), now=studio.now)
    assert measure.name == "Venues"


def test_each_figure_is_in_the_journal_of_its_measure(studio, startup):
    measure = followed(studio, startup)
    corrected(studio, startup, told(studio, startup, measure, 3), 4)

    query = select(JournalEntry).where(JournalEntry.subject_ref == measure.ref)
    found = studio.session.scalars(query.order_by(JournalEntry.id)).all()
    assert [one.act for one in found] == [
        Act.STARTUP_EDIT,
        Act.FIGURE_RECORD,
        Act.FIGURE_CORRECT,
    ]
    assert found[-1].motive == "Erreur de saisie." and found[-1].before == {"value": "3"}


def test_a_dossier_takes_the_last_figure_of_each_rung(studio, startup):
    old, new = (
        followed(studio, startup),
        followed(studio, startup, name="Autre", link="https://a.fr"),
    )
    told(studio, startup, old, 1, on=date(2026, 9, 1))
    told(studio, startup, new, 2, on=date(2026, 10, 1))
    gone = followed(studio, startup, name="Partie")
    told(studio, startup, gone, 9)
    measuring.retire(studio.session, studio.actor("team"), startup, gone, now=studio.now)
    studio.session.expire_all()

    found = measure_queries.last_figures(studio.session, startup)
    assert {rung: one and one.value for rung, one in found.items()} == {
        Rung.USABLE: None,
        Rung.USED: 2,
        Rung.USEFUL: None,
        Rung.IMPACTFUL: None,
        Rung.EFFICIENT: None,
    }
    assert (found[Rung.USED].on, found[Rung.USED].link) == (date(2026, 10, 1), "https://a.fr")


# Pictures


def test_a_picture_begins_at_zero_and_spreads_over_the_days():
    days = [date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 21)]
    drawn = series.series(list(zip(days, map(Decimal, (50, 0, 100)), strict=True)))

    assert [(dot.x, dot.y) for dot in drawn.dots] == [(0, 112), (500, 190), (1000, 34)]
    assert drawn.line == "0,112 500,190 1000,34"


@pytest.mark.parametrize("values", [[], [3]])
def test_a_single_figure_makes_no_picture(values):
    assert series.series([(date(2026, 1, 1), Decimal(one)) for one in values]) is None


def test_figures_of_nothing_are_drawn_at_the_foot():
    day = date(2026, 1, 1)
    assert [dot.y for dot in series.series([(day, Decimal(0)), (day, Decimal(0))]).dots] == [
        190
    ] * 2
