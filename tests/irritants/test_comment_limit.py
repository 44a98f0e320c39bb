"""So many comments by person and hour; beyond, nothing that was typed is lost."""

from datetime import timedelta

from tests.irritants.test_comment_pages import thread, town as town
from tests.irritants.test_pages import visit
from tests.support.apps import MONDAY


def test_beyond_twenty_comments_an_hour_the_text_stays_and_says_when(town, mode, clock):
    ref, other = town.deposit(), town.deposit(key="k2")
    thread(town, ref, *("Une précision." for _ in range(20)))
    agent = visit(town, "agent", mode).get(f"/irritants/{other}")
    agent.submit("Commenter", {"Votre commentaire": "La vingt et unième."})

    assert (agent.status, agent.response.headers["Retry-After"]) == (429, "3600")
    assert "envoyez-le dans 60" in agent.text and "vingt commentaires en une heure" in agent.text
    assert agent.value("Votre commentaire", button="Commenter") == "La vingt et unième."
    assert visit(town, "fan").get(f"/irritants/{other}").sees("Personne n’a encore commenté")

    town.app.extensions["portal.clock"].move_to(MONDAY + timedelta(minutes=61))
    agent.submit("Commenter")
    assert agent.sees("1 commentaire") and agent.sees("La vingt et unième.")


def test_a_comment_that_is_refused_is_not_counted(town):
    ref = town.deposit()
    thread(town, ref, *("Une précision." for _ in range(19)))
    agent = visit(town, "agent").get(f"/irritants/{ref}")
    for _ in range(3):
        agent.submit("Commenter", {"Votre commentaire": " "})
    agent.submit("Commenter", {"Votre commentaire": "La vingtième."})
    assert agent.status == 200
