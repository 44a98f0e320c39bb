"""Two tabs on one vote, in a real browser: the second is told what changed, and loses no text."""

import re

import pytest

from tests.committees.settling import settle
from tests.committees.world import WEEK, email
from tests.support.apps import writing
from tests.support.chromium import axe
from tests.web.entering import enter

WHY = "Rien ne bouge depuis un an, et trois équipes l’ont dit."


@pytest.fixture
def voting(app, clock, serve, sqlite_url):
    """The address of a vote under way, on a served portal."""
    with writing(app) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        world.open_vote(session, item)
        path = f"/points/{item.ref}"
    server = serve(sqlite_url, PORTAL_NOW=WEEK.isoformat())
    return server.url, server.url + path


def tab(page, voting, who):
    """A tab on the vote, in front of this person."""
    enter(page, voting[0], email(who))
    page.goto(voting[1])
    return page


def vote(page, choice):
    """Cast this ballot, and wait to read that it is kept."""
    page.locator("#ballot").get_by_text(choice, exact=True).click()
    page.get_by_role("button", name=re.compile("Voter|Changer mon bulletin")).click()
    page.locator("#ballot").get_by_text("est enregistré").wait_for()
    page.locator(".htmx-settling, .htmx-request").first.wait_for(state="detached")


def test_a_ballot_changed_in_another_tab_shows_there_and_here(voting, page):
    first = tab(page, voting, "ann")
    second = page.context.new_page()
    second.goto(voting[1])
    vote(first, "Poursuivre, comme proposé")
    vote(second, "S’abstenir")
    first.reload()

    assert first.locator("#ballot").get_by_text("« s’abstenir »").count() == 1


def test_a_vote_closed_meanwhile_keeps_what_was_typed(voting, chromium, page):
    page.refusals_expected = True
    member = tab(page, voting, "ann")
    vote(member, "Poursuivre, comme proposé")
    member.locator("#ballot").get_by_text("Arrêter", exact=True).click()
    member.locator("#ballot select").select_option(index=1)
    member.locator("#ballot textarea").fill(WHY)
    for who in ("deputy", "bob", "cleo", "chair"):
        context = chromium.new_context(locale="fr-FR")
        other = tab(context.new_page(), voting, who)
        vote(other, "Poursuivre, comme proposé")
        if who == "chair":
            other.get_by_role("button", name="Clore le vote").click()
            other.get_by_text("Le vote est clos.").first.wait_for()
        context.close()
    member.get_by_role("button", name="Changer mon bulletin").click()

    member.locator("#ballot .error-summary").get_by_text("Le vote est clos").wait_for()
    assert member.locator("#ballot textarea").input_value() == WHY
    assert axe(member) == []
