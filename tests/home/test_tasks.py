"""« Mes tâches »: whatever waits, telling what one meets stays within reach."""

import pytest

from tests.irritants.test_pages import Town, visit


@pytest.mark.parametrize("waits", [False, True])
def test_an_agent_may_always_deposit_from_their_tasks(app, waits):
    town = Town(app)
    if waits:
        town.deposit("author")
    officer = visit(town, "officer").get("/moi/taches")

    assert officer.sees("Rien ne vous attend") is not waits
    assert officer.links.count("Déposer un irritant") == 1
    assert officer.follow("Déposer un irritant").url == "/irritants/nouveau"
