"""The promise, counted: every figure is the length of its list, and says whether it was kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from portal.irritants import actions, reckoning
from portal.irritants.promise_drawing import columns
from portal.irritants.reckoning import Share
from portal.irritants.words import Kept
from portal.policy import PASSER_BY
from tests.irritants.conftest import REVIEW, WHY, later
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY
from tests.support.browser import Visitor


def decline(v, irritant, days, who="officer"):
    told = {"motive_code": "too_small", "motive": WHY, "review_on": REVIEW}
    actions.decline(v.session, v.actor(who), irritant, now=later(v, days), **told)


def shares(v, days=0):
    return reckoning.by_house(v.session, later(v, days).date())


@pytest.mark.parametrize(
    ("answered", "seen", "expected"),
    [
        (30, 30, Share(in_time=1)),
        (31, 31, Share(late=1)),
        (None, 30, Share()),
        (None, 31, Share(waiting=1)),
        (30, 30 + 364, Share(in_time=1)),
        (30, 30 + 366, Share()),
    ],
)
def test_an_answer_counts_for_twelve_months_and_a_silence_once_it_is_late(
    v, answered, seen, expected
):
    irritant = v.irritant()
    if answered is not None:
        decline(v, irritant, answered)

    assert shares(v, seen).get(v.house.ref, Share()) == expected
    assert reckoning.share(v.session, later(v, seen).date()) == expected


def test_the_days_when_the_author_completes_are_not_counted(v):
    irritant = v.irritant()
    told = {"motive_code": "no_figures", "motive": WHY}
    actions.ask_completion(v.session, v.actor("officer"), irritant, now=later(v, 10), **told)
    assert shares(v, 90) == {}

    author = v.actor("author")
    actions.complete(
        v.session, author, irritant, values={}, version=irritant.version, now=later(v, 90)
    )
    decline(v, irritant, 110)
    assert shares(v, 110) == {v.house.ref: Share(in_time=1)}


def test_what_was_late_before_its_author_was_asked_stays_late(v):
    irritant = v.irritant()
    told = {"motive_code": "no_figures", "motive": WHY}
    actions.ask_completion(v.session, v.actor("officer"), irritant, now=later(v, 31), **told)

    assert shares(v, 60) == {v.house.ref: Share(waiting=1)}


def test_a_transfer_changes_who_answers_and_not_the_day(v):
    irritant = v.irritant()
    told = {"incubator_ref": v.other.ref, "motive": WHY}
    actions.redirect(v.session, v.actor("officer"), irritant, now=later(v, 20), **told)
    actions.accept_redirect(v.session, v.actor("elsewhere"), irritant, now=later(v, 29))
    decline(v, irritant, 31, "elsewhere")

    assert shares(v, 31) == {v.other.ref: Share(late=1)}


def test_what_was_reopened_is_another_promise(v):
    irritant = v.irritant()
    decline(v, irritant, 31)
    actions.reopen(v.session, v.actor("officer"), irritant, motive=WHY, now=later(v, 40))

    assert shares(v, 40) == {}
    assert shares(v, 71) == {v.house.ref: Share(waiting=1)}


def test_withdrawn_irritants_and_drafts_are_no_promise(v):
    v.draft(key="draft")
    irritant = v.irritant()
    actions.withdraw(v.session, v.actor("author"), irritant, motive="", now=later(v, 2))

    assert shares(v, 60) == {}


@pytest.mark.parametrize(("in_time", "late", "kept"), [(3, 0, 1), (199, 1, 0.99), (0, 4, 0)])
def test_the_whole_is_said_of_the_whole_alone(in_time, late, kept):
    assert Share(in_time, late).kept == kept


def test_each_month_has_its_column_and_the_highest_is_full(v):
    for key, days in (("a", 3), ("b", 31), ("c", 31)):
        decline(v, v.irritant(key=key), days)
    months = reckoning.by_month(v.session, later(v, 31).date(), v.house.ref)
    drawn = columns(months)

    assert [month for month, share in months if share.total] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
    ]
    assert drawn[-1].share == Share(late=2) and drawn[-1].late_height == 120
    assert drawn[-2].in_time_height == 60 and len(drawn) == 13


@pytest.mark.parametrize("kept", list(Kept))
def test_a_figure_is_the_length_of_its_list_for_whoever_reads_all(v, kept):
    for key, days in (("a", 3), ("b", 31), ("c", 32)):
        decline(v, v.irritant(key=key), days)
    v.irritant(key="d")
    today = later(v, 40).date()
    rows = v.session.scalars(reckoning.listed(v.actor("programme"), kept, today)).unique().all()

    assert len(rows) == reckoning.share(v.session, today).count(kept) > 0
    assert v.session.scalars(reckoning.listed(PASSER_BY, kept, today)).all() == []


@pytest.fixture
def town(app):
    return Town(app)


def test_the_page_opens_each_figure_and_never_shows_what_is_confidential(town, clock, mode):
    town.deposit(key="1", confidential=True, title="Un secret bien gardé")
    town.deposit(key="2", publish_consent=True, title="Une attente publique")
    answered = town.deposit(key="3", publish_consent=True, title="Une réponse publique")
    told = {"motive_code": "too_small", "motive": WHY, "review_on": REVIEW}
    town.does("officer", "decline", answered, **told)
    clock.move_to(MONDAY + timedelta(days=31))

    citizen = Visitor(town.app, mode=mode).get("/")
    assert citizen.sees("des irritants répondus à temps en douze mois, 1 sur 3")
    citizen.follow("des irritants répondus à temps en douze mois, 1 sur 3")
    assert citizen.sees("1 sur 3 irritants répondus à temps en douze mois.")
    citizen.follow("à temps")
    assert "Une réponse publique" in citizen.links
    citizen.get("/irritants/promesse").follow("sans réponse, délai passé")
    # Deposited with consent, but neither qualified nor answered: not public yet.
    assert citizen.sees("2 irritants de plus, comptés sans être montrés")
    assert not citizen.sees("secret") and not citizen.sees("Une attente publique")

    officer = visit(town, "officer", mode).get(citizen.url)
    assert {"Un secret bien gardé", "Une attente publique"} <= set(officer.links)
    agent = visit(town, "agent", mode).get(citizen.url)
    assert agent.sees("Un irritant de plus") and not agent.sees("secret")


@pytest.mark.parametrize(
    ("query", "status"),
    [("incubateur=inc-00000000", 404), ("sens=rien", 200), ("page=99999999999", 200)],
)
def test_odd_addresses_are_answered_in_words(town, query, status):

    citizen = Visitor(town.app)
    assert citizen.get(f"/irritants/promesse/liste?{query}").status == status


def test_the_figures_cost_the_same_however_many_irritants(v):

    asked = []
    engine = v.session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for number in range(4):
        decline(v, v.irritant(key=str(number)), 3)
    asked.clear()
    shares(v, 5)

    assert len(asked) == 2


def test_the_day_of_the_answer_is_that_of_paris(v):
    irritant = v.irritant()
    after_midnight = MONDAY.replace(hour=0, minute=30) + timedelta(days=1)
    told = {"motive_code": "too_small", "motive": WHY, "review_on": REVIEW}
    actions.decline(v.session, v.actor("officer"), irritant, now=after_midnight, **told)
    v.session.refresh(irritant)

    assert irritant.answered_on == MONDAY.date() + timedelta(days=1)
