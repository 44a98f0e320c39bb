"""The rhythm kept: each term counts once, and the figure of the home is the size of its list."""

from datetime import date, timedelta

import pytest

from portal.startups import grants
from portal.startups.rhythm import reckonings
from portal.startups.words import Phase
from tests.support.browser import Visitor

TERM = date(2026, 9, 1)


@pytest.fixture
def s(studio_both):
    return studio_both


def promised(s, title: str, term_on: date = TERM):
    """A startup whose recorded grant ends that day."""
    found = s.imported(title)
    s.recorded(found, granted_on=term_on - timedelta(days=150), term_on=term_on)
    return found


def decided(s, startup, on: date, ref: str = "dec-0000000b"):
    told = {"months": 6, "amount": 1, "money_ends_on": None, "provisional": False}
    grants.grant(
        s.session, s.actor("chair"), startup, decided_on=on, decision_ref=ref, now=s.now, **told
    )


def seen(s):
    return [
        (one.title, one.term_on, one.decided_on, one.is_kept)
        for one in reckonings(s.session, s.today)
    ]


@pytest.mark.parametrize(
    ("on", "is_kept"),
    [(TERM - timedelta(days=20), True), (TERM, True), (TERM + timedelta(days=1), False)],
)
def test_a_decision_keeps_the_term_it_answers_or_misses_it(s, on, is_kept):
    decided(s, promised(s, "Boussole"), on)

    assert seen(s) == [("Boussole", TERM, on, is_kept)]


def test_a_term_passed_undecided_is_missed_and_one_to_come_is_not_counted(s):
    promised(s, "Échue")
    promised(s, "À venir", s.today + timedelta(days=1))
    s.imported("Présumée")

    assert seen(s) == [("Échue", TERM, None, False)]


def test_what_was_decided_more_than_a_year_ago_is_forgotten(s):
    old = date(2025, 10, 1)
    decided(s, promised(s, "Ancienne", old), old)

    assert [one for one in seen(s) if one[2] == old] == []


def test_an_end_answers_the_term_too(s):
    startup = promised(s, "Arrêtée")
    startup.current_phase, startup.ended_on = Phase.STOPPED, TERM + timedelta(days=3)
    s.session.flush()

    assert seen(s) == [("Arrêtée", TERM, TERM + timedelta(days=3), False)]


@pytest.mark.parametrize("filled", [False, True])
def test_the_share_of_the_home_opens_onto_its_facts(app, opened, filled):
    def fill(studio):
        for number in range(3 if filled else 0):
            decided(studio, promised(studio, f"Tenue {number}"), TERM, f"dec-0000000{number + 1}")
        if filled:
            promised(studio, "Échue")

    opened(fill)
    visitor = Visitor(app).get("/")
    words = "des échéances décidées à temps en douze mois, 3 sur 4"
    if not filled:
        assert not visitor.sees("décidées à temps")
        assert visitor.get("/startups/rythme").sees("Aucune échéance à compter")
        return
    assert visitor.sees("75 %")
    visitor.follow(words)

    assert visitor.url == "/startups/rythme"
    assert visitor.sees("3 sur 4 échéances décidées à temps.")
    rows = [line.find("th").text for line in visitor.page.find("tbody").find_all("tr")]
    assert rows == ["Échue", "Tenue 0", "Tenue 1", "Tenue 2"]
