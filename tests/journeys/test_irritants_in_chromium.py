"""In Chromium: irritants deposited, completed, handed over, answered together, never twice."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.irritants.models import Irritant
from portal.journal.models import JournalEntry
from portal.outbox.models import Mail
from tests.journeys import (
    test_answered_in_time as promise,
    test_irritant_to_startup as first,
    test_told_once as once,
)
from tests.journeys.cast import address, gather
from tests.journeys.conftest import WAYS, ServerClock
from tests.journeys.keyboard import Keyboard
from tests.journeys.tab import Crew
from tests.support.chromium import axe, overflow


@pytest.mark.slow
def test_an_irritant_is_completed_then_changes_incubator(app, server, crew):
    promise.live_through(crew, ServerClock(server), promise.settle(app))

    assert len(crew.seen) > 15
    promise.check_facts(app)


@pytest.mark.slow
def test_nothing_is_typed_or_answered_twice(app, server, crew):
    once.live_through(crew, once.settle(app))

    assert len(crew.seen) > 15
    once.check_facts(app)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_two_clicks_deposit_once(app, server, chromium, way):
    gather(app)
    crew = Crew(chromium, server, **WAYS[way])
    agent = crew(address("agent"))
    first.tell(agent)
    agent.tab.get_by_role("button", name="Déposer l’irritant").dblclick()
    agent.tab.get_by_role("heading", name="Votre irritant est déposé").wait_for()
    agent.tab.reload()
    agent.tab.go_back()
    crew.close()

    with app.app_context():
        session = db.session()
        assert session.scalars(select(Irritant.state)).all() == ["submitted"]
        assert session.scalars(select(Mail.kind)).all() == ["irritant.submit"]
        done = select(JournalEntry.act).where(JournalEntry.act == "irritant.submit")
        assert len(session.scalars(done).all()) == 1


def test_an_irritant_is_deposited_by_the_keyboard_alone(app, server, page):
    gather(app)
    page.goto(f"{server.url}/connexion")
    keys = Keyboard(page)

    keys.write("Adresse électronique", address("agent"))
    keys.write("Votre mot de passe", "demo")
    keys.press("Se connecter")
    keys.press("Déposer un irritant")
    keys.reach("Contenu")
    page.keyboard.press("Enter")
    keys.write("Le problème en une phrase", first.TITLE)
    keys.tick("Particuliers")
    keys.choose("Des usagers du service public", "Des agents, dans leur travail")
    keys.press("Continuer")
    keys.write("Que se passe-t-il aujourd’hui", "Trois guichets, trois envois. " * 4)
    keys.write("Combien de personnes par an", "1200")
    keys.press("Tout relire")
    keys.press("Déposer l’irritant")

    page.get_by_role("heading", name="Votre irritant est déposé").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    with app.app_context():
        found = db.session().scalars(select(Irritant)).one()
        assert (found.state, found.audience) == ("submitted", "internal")
