"""A round asks the database as much for many startups as for few."""

import pytest
from sqlalchemy import event

from portal.extensions import db
from tests.clock import rounds
from tests.clock.simulation import Simulation


@pytest.fixture
def counted(app):
    """How many statements a round sends."""
    sent: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def count() -> int:
        sent.clear()
        rounds.run(app)
        return len(sent)

    return count


def test_a_round_with_nothing_new_asks_as_much_for_fifty_startups_as_for_five(app, counted):
    life = Simulation([app], startups=5, seed=1)
    counted()
    few, pressing = counted(), life.pressing()
    life.welcome(45)
    counted()

    assert life.pressing() > pressing > 0
    assert counted() == few


def test_the_command_says_what_it_did(app):
    life = Simulation([app], startups=5, seed=1)
    assert life.pressing()
    with app.app_context():
        first, second = rounds.run(app).words(), rounds.run(app).words()
    assert first.startswith("Passage fait\u00a0: startups et échéances ")
    assert second == "Passage fait\u00a0: rien n’était à faire."
