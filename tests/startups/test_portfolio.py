"""Lists, counts and months say in SQL what the rules say of each startup, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from portal.extensions import db
from portal.startups import portfolio, sentences
from portal.startups.models import Startup
from portal.startups.portfolio import Filters
from portal.startups.words import Order, Phase, TermState


@pytest.fixture
def s(studio_both):
    return studio_both


@pytest.fixture
def five(s):
    """One startup in each state but « ended », and one that is."""
    late = s.imported("Échue", themes=["Santé"])
    s.recorded(late, granted_on=date(2026, 5, 1), term_on=date(2026, 11, 1))
    soon = s.imported("Bientôt")
    s.recorded(soon, granted_on=date(2026, 6, 1), term_on=date(2026, 12, 1))
    calm = s.imported("Tranquille")
    s.recorded(calm, granted_on=date(2026, 11, 1), term_on=date(2027, 5, 1))
    both = (s.house, s.other)
    presumed = s.imported("Présumée", themes=["Santé", "Mer"], incubators=both)
    none = s.imported("Investigation", phase=Phase.INVESTIGATION, incubators=(s.other,))
    ended = s.imported("Transmise", phase=Phase.TRANSFERRED)
    return {"late": late, "soon": soon, "calm": calm, "presumed": presumed, "none": none} | {
        "ended": ended
    }


def found(s, **filters):
    query = portfolio.listed(s.session, Filters(**filters), s.today)
    return [one.title for one in s.session.scalars(query)]


def test_the_most_pressing_come_first(s, five):
    assert found(s) == [
        "Échue",
        "Bientôt",
        "Tranquille",
        "Présumée",
        "Investigation",
        "Transmise",
    ]
    assert found(s, order=Order.TITLE)[0] == "Bientôt"


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"state": TermState.OVERDUE}, ["Échue"]),
        ({"state": TermState.ENDED}, ["Transmise"]),
        ({"phase": Phase.INVESTIGATION}, ["Investigation"]),
        ({"theme": "Santé"}, ["Échue", "Présumée"]),
        ({"theme": "Sant"}, []),
        ({"words": "tranquille"}, ["Tranquille"]),
        ({"words": "santé"}, ["Échue", "Présumée"]),
        ({"words": "le la"}, 6),
        ({"words": "absent"}, []),
        ({"month": date(2026, 12, 1)}, ["Bientôt"]),
    ],
)
def test_each_filter_narrows(s, five, filters, titles):
    told = found(s, **filters)

    assert (len(told) if isinstance(titles, int) else told) == titles


def test_a_co_incubated_startup_is_in_both_lists_and_once_in_all(s, five):
    assert found(s, incubator_ref=s.other.ref) == ["Présumée", "Investigation"]
    by_incubator = portfolio.counts_by_incubator(s.session, s.today)
    assert by_incubator[s.house.ref][TermState.PRESUMED] == 1
    assert by_incubator[s.other.ref][TermState.PRESUMED] == 1
    assert portfolio.counts(s.session, Filters(), s.today)[TermState.PRESUMED] == 1


def test_every_count_is_the_size_of_its_list(s, five):
    for ref in (None, s.house.ref, s.other.ref):
        counts = portfolio.counts(s.session, Filters(incubator_ref=ref), s.today)
        for state, number in counts.items():
            assert len(found(s, incubator_ref=ref, state=state)) == number
        by_incubator = portfolio.counts_by_incubator(s.session, s.today)
        assert ref is None or by_incubator[ref] == counts


@pytest.mark.parametrize("days", [-400, -22, -21, -20, -1, 0, 1, 7, 8, 9, 59, 60, 61, 98, 99, 500])
@pytest.mark.parametrize("window", [60, 14, 180])
def test_the_database_and_the_rules_agree_on_any_day(s, five, days, window):
    day = s.today + timedelta(days=days)
    query = select(Startup, portfolio.state_on(day, window))

    for startup, state in s.session.execute(query):
        assert state == sentences.state_of(startup, day, window).value, (startup.title, day)


def test_months_add_up_to_the_terms_that_run(s, five):
    terms = portfolio.terms_by_month(s.session, Filters(), s.today)

    assert list(terms) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 3, 1), date(2027, 5, 1)]
    assert terms[date(2026, 11, 1)][TermState.OVERDUE] == 1
    assert terms[date(2027, 3, 1)][TermState.PRESUMED] == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_however_long(app, opened, number):
    opened(lambda s: [s.imported(f"Startup {n}") for n in range(number)])
    asked = []
    with app.app_context():

        @event.listens_for(db.engine, "before_cursor_execute")
        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        answer = app.test_client().get("/startups")

    assert answer.status_code == 200
    # The incubators, the settings in force, the counts, the rows, what they are carried by.
    assert len([one for one in asked if one != "BEGIN"]) == 5
