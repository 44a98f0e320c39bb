"""The queue narrowed by its address: the filters, the walk inside them, and how old what waits is."""

from datetime import date, timedelta

import pytest

from portal.irritants import actions, ageing, narrowing
from portal.irritants.narrowing import Asked
from portal.irritants.words import Age, IrritantState, QueueView as View, UserType
from tests.irritants.conftest import WHY, later
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY

OPEN, ALL = View.OPEN, View.ALL


def found(v, asked, who="officer", days=0):
    day = later(v, days).date()
    rows = v.session.scalars(narrowing.narrowed(v.session, v.actor(who), asked, day)).unique()
    return [one.title for one in rows]


AGES = {
    0: Age.UNDER_16,
    15: Age.UNDER_16,
    16: Age.UNDER_31,
    30: Age.UNDER_31,
    31: Age.UNDER_61,
    60: Age.UNDER_61,
    61: Age.OLDER,
    400: Age.OLDER,
}


def test_an_age_is_in_one_band_alone(v, irritant):
    bands = [each for each in Age if each is not Age.LATE]
    seen = {
        days: [each for each in bands if found(v, Asked(OPEN, age=each), days=days)]
        for days in AGES
    }
    late = [days for days in AGES if found(v, Asked(OPEN, age=Age.LATE), days=days)]

    assert seen == {days: [age] for days, age in AGES.items()}
    assert late == [31, 60, 61, 400]


def test_the_age_counts_days_of_paris_whatever_the_hour(v):
    v.now = MONDAY.replace(hour=23, minute=50)
    v.irritant()
    sixteenth_day = date(2026, 12, 9)
    asked = Asked(OPEN, age=Age.UNDER_31)
    rows = narrowing.narrowed(v.session, v.actor("officer"), asked, sixteenth_day)

    assert len(v.session.scalars(rows).unique().all()) == 1


def test_each_filter_keeps_what_it_says(v):
    v.irritant(key="a", title="Un guichet fermé", user_types=[UserType.SCHOOL])
    taken = v.irritant(key="b", title="Un badge perdu")
    actions.take(v.session, v.actor("officer"), taken, now=v.now)
    qualified = v.irritant(key="c", title="Un formulaire sans fin")
    actions.qualify(v.session, v.actor("director"), qualified, now=v.now)
    v.irritant(key="d", title="Dans un tout autre incubateur", incubator_ref=v.other.ref)
    director = v.people["director"].ref

    assert found(v, Asked(ALL, words="guichet")) == [
        # The text of each speaks of counters.
        "Un formulaire sans fin",
        "Un badge perdu",
        "Un guichet fermé",
    ]
    assert found(v, Asked(ALL, words="badge")) == ["Un badge perdu"]
    assert found(v, Asked(ALL, state=IrritantState.QUALIFIED)) == ["Un formulaire sans fin"]
    assert found(v, Asked(ALL, user_type=UserType.SCHOOL)) == ["Un guichet fermé"]
    assert found(v, Asked(ALL, officer="moi")) == ["Un badge perdu"]
    assert found(v, Asked(ALL, officer=director)) == ["Un formulaire sans fin"]
    assert found(v, Asked(ALL, officer="personne")) == ["Un guichet fermé"]
    assert found(v, Asked(ALL, officer="per-00000000")) == []
    assert found(v, Asked(ALL, incubator_ref=v.other.ref)) == []
    assert found(v, Asked(ALL, incubator_ref=v.other.ref), "programme") == [
        "Dans un tout autre incubateur"
    ]
    assert found(v, Asked(ALL, incubator_ref="aucun"), "programme") == []


def test_the_walk_stays_inside_what_is_asked(v):
    first = v.irritant(key="a", title="Un badge perdu")
    v.irritant(key="b", title="Tout à fait autre chose")
    last = v.irritant(key="c", title="Un autre badge")
    actor, day = v.actor("officer"), v.now.date()

    def around(asked, one):
        return narrowing.neighbours(v.session, actor, asked, one, day)

    assert around(Asked(words="badge"), first) == (None, last.ref)
    assert around(Asked(words="badge"), last) == (first.ref, None)


def test_ages_count_what_each_list_shows_and_no_more(v):
    v.irritant(key="a")
    v.irritant(key="b", incubator_ref=v.other.ref)
    v.irritant("officer", key="own")
    returned = v.irritant(key="c")
    told = {"motive_code": "several", "motive": WHY}
    actions.ask_completion(v.session, v.actor("director"), returned, now=v.now, **told)
    day = later(v, 20).date()

    for who in ("officer", "director", "elsewhere", "programme", "auditor"):
        counts = ageing.by_house(v.session, v.actor(who), day)
        for ref, ages in counts.items():
            for age, count in ages.items():
                asked = Asked(OPEN, age=age, incubator_ref=ref)
                assert len(found(v, asked, who, 20)) == count, (who, ref, age)
    assert ageing.by_house(v.session, v.actor("agent"), day) == {}
    assert ageing.whole(ageing.by_house(v.session, v.actor("programme"), day)) == {
        Age.UNDER_16: 0,
        Age.UNDER_31: 4,
        Age.UNDER_61: 0,
        Age.OLDER: 0,
        Age.LATE: 0,
    }


@pytest.fixture
def town(app):
    return Town(app)


def test_what_is_asked_stays_in_the_address_from_page_to_page(town, mode):
    town.deposit(key="1", title="Un badge perdu")
    town.deposit(key="2", title="Tout à fait autre chose")
    town.deposit(key="3", title="Un autre badge")
    officer = visit(town, "officer", mode).get("/tri")
    officer.submit("Montrer", {"Mots": "badge"})
    assert officer.sees("À répondre (2)") and "Tout à fait autre chose" not in officer.links
    officer.follow("Un badge perdu").follow("Suivant")
    assert officer.title == "Un autre badge"
    assert "Suivant" not in officer.links and "Précédent" in officer.links

    officer.submit("Prendre en charge")
    officer.follow("Précédent")
    assert officer.title == "Un badge perdu" and "q=badge" in officer.url
    officer.get("/tri?q=badge")
    officer.follow("Ne plus affiner")
    assert officer.sees("À répondre (3)")


@pytest.mark.parametrize(
    "query",
    [
        "etat=rien",
        "age=12",
        "charge=%00",
        "incubateur=%F0%9F%98%80",
        "charge=per-1",
        "q=" + "a" * 300,
    ],
)
def test_odd_filters_are_no_fault(town, query):
    assert visit(town, "officer").get(f"/tri?{query}").status in (200, 400)


def test_each_age_opens_its_list(town, clock, mode):
    town.deposit(key="1", title="Un badge perdu")
    town.deposit(key="2", title="Dans un tout autre incubateur", incubator_ref=town.other)
    clock.move_to(MONDAY + timedelta(days=20))
    programme = visit(town, "programme", mode).get("/tri")
    programme.follow("Ce qui attend, par ancienneté").follow("de 16 à 30 jours")
    assert {"Un badge perdu", "Dans un tout autre incubateur"} <= set(programme.links)
    programme.get(f"/tri?vue=en-cours&incubateur={town.other}&age=16-30")
    assert programme.sees("Attend depuis « de 16 à 30 jours »")
    assert programme.links.count("Dans un tout autre incubateur") == 1
    assert "Un badge perdu" not in programme.links

    officer = visit(town, "officer", mode).get("/tri/anciennete").follow("de 16 à 30 jours")
    assert (
        "Un badge perdu" in officer.links and "Dans un tout autre incubateur" not in officer.links
    )
    assert visit(town, "agent", mode).get("/tri/anciennete").status == 403
