"""What was kept for later comes back at its day, or once enough people say « moi aussi »; told once."""

from datetime import timedelta

import pytest

from portal.irritants import actions, narrowing, scheduled
from portal.irritants.narrowing import Asked
from portal.irritants.words import QueueView
from portal.kernel.errors import Refused
from tests.irritants.conftest import REVIEW, WHY, later, told_to
from tests.irritants.test_pages import Town, visit

TITLE = "À relire : « Le même justificatif est demandé trois fois »"


@pytest.fixture
def parked(v, irritant):
    told = {"motive": WHY, "review_on": REVIEW, "review_supports": 2}
    actions.park(v.session, v.actor("officer"), irritant, now=v.now, **told)
    return irritant


def support(v, irritant, who, days=1):
    actions.support(v.session, v.actor(who), irritant, now=later(v, days))


def told(v, who="director"):
    return [title for title in told_to(v, who) if title.startswith("À relire")]


def test_it_comes_back_with_the_last_support_wanted_and_no_sooner(v, parked):
    support(v, parked, "agent")
    assert parked.review_on == REVIEW and told(v) == []

    support(v, parked, "fan")
    assert parked.review_on == later(v, 1).date() and parked.state == "parked"
    assert told(v) == told(v, "officer") == [TITLE] and told(v, "author") == []


def test_it_is_told_once_whatever_comes_after(v, parked):
    support(v, parked, "agent")
    support(v, parked, "fan")
    scheduled.run(v.session, later(v, 1))
    actions.unsupport(v.session, v.actor("fan"), parked, now=later(v, 2))
    support(v, parked, "fan", 2)
    support(v, parked, "elsewhere", 3)
    scheduled.run(v.session, later(v, 4))

    assert told(v) == [TITLE]


def test_it_then_heads_what_is_to_be_read_again(v, parked):
    other = v.irritant(key="other")
    day = later(v, 10).date()
    actions.park(v.session, v.actor("officer"), other, motive=WHY, review_on=day, now=v.now)
    asked, actor = Asked(QueueView.REVIEW), v.actor("director")

    def order():
        query = narrowing.narrowed(v.session, actor, asked, v.now.date())
        return [one.id for one in v.session.scalars(query).unique()]

    assert order() == [other.id, parked.id]
    support(v, parked, "agent")
    support(v, parked, "fan")
    assert order() == [parked.id, other.id]


def test_the_day_still_brings_it_back_without_a_support(v, parked):
    scheduled.run(v.session, v.now + timedelta(days=(REVIEW - v.now.date()).days))

    assert told(v) == [TITLE]


def test_another_answer_forgets_how_many_were_wanted(v, parked):
    actions.reopen(v.session, v.actor("officer"), parked, motive=WHY, now=later(v, 1))
    support(v, parked, "agent")
    support(v, parked, "fan")

    assert parked.review_supports is None and told(v) == []


def test_more_are_wanted_than_say_it_already(v, irritant):
    support(v, irritant, "agent")
    with pytest.raises(Refused) as refusal:
        told = {"motive": WHY, "review_on": REVIEW, "review_supports": 1}
        actions.park(v.session, v.actor("officer"), irritant, now=v.now, **told)

    assert refusal.value.field == "review_supports"


def test_the_number_is_asked_reread_and_shown(app, mode):
    town = Town(app)
    ref = town.deposit()
    officer = visit(town, "officer", mode).get(f"/tri/{ref}").follow("Mettre en réserve")
    wanted = "Ou dès que tant d’agents auront dit « moi aussi »"
    said = {"Votre message": WHY, "Relire l’irritant le": "2027-05-03"}
    officer.submit("Relire avant l’envoi", said | {wanted: "0"})
    assert officer.status == 422
    officer.submit("Relire avant l’envoi", {wanted: "2"})
    assert officer.sees("le lundi 3 mai 2027, ou dès que 2 agents auront dit « moi aussi ».")
    officer.submit("Mettre en réserve et prévenir")

    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    assert agent.sees("2 agents diront « moi aussi »")
    agent.submit("Moi aussi")
    visit(town, "fan", mode).get(f"/irritants/{ref}").submit("Moi aussi")
    assert agent.get(f"/irritants/{ref}").sees("Assez d’agents disent « moi aussi »")
    assert officer.get("/moi/taches").sees("Relire")
