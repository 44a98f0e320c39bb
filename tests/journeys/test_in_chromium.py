"""The journeys in a real browser: with script on a wide screen, and without, on a narrow one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.irritants.models import Irritant
from portal.journal.models import JournalEntry
from portal.outbox.models import Mail
from portal.register import queries as register
from tests.journeys import (
    test_answered_in_time as promise,
    test_irritant_to_startup as first,
    test_startup_next_term as second,
    test_told_once as once,
)
from tests.journeys.cast import address, gather
from tests.journeys.keyboard import Keyboard
from tests.journeys.tab import Crew
from tests.support.chromium import axe, overflow

WAYS = {"script": {"script": True, "width": 1280}, "plain": {"script": False, "width": 320}}


class ServerClock:
    """The clock of a portal which runs elsewhere: it starts again at another moment."""

    def __init__(self, server) -> None:
        self.server = server

    def move_to(self, moment: datetime) -> None:
        """Serve from that moment on."""
        self.server.stop()
        self.server.environment["PORTAL_NOW"] = moment.isoformat()
        self.server.start()


@pytest.fixture
def server(serve, sqlite_url):
    return serve(sqlite_url)


@pytest.fixture(params=WAYS)
def crew(request, chromium, server):
    """People in Chromium, twice: with script at 1280 pixels, without at 320."""
    crew = Crew(chromium, server, **WAYS[request.param])
    yield crew
    crew.close()
    assert crew.complaints == []


@pytest.mark.slow
def test_an_irritant_becomes_a_startup(app, server, crew):
    first.live_through(crew, ServerClock(server), gather(app))

    assert len(crew.seen) > 40
    with app.app_context():
        assert register.fault(db.session()) is None
        assert db.session().scalars(select(Irritant.state)).all() == ["answered"] * 2


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


@pytest.mark.slow
def test_an_imported_startup_gets_its_next_six_months(app, server, crew):
    places = second.import_startup(app)
    second.live_through(crew, ServerClock(server), places)
    staff(crew(address("directrice")), f"/startups/{places['startup']}")

    assert len(crew.seen) > 15


def staff(director, sheet: str) -> None:
    """Somebody joins the team of the startup, and leaves it."""
    director.get(sheet).follow("Composer l’équipe")
    director.submit("Ajouter et prévenir", {"Adresse de la personne": address("coach")})
    assert director.errors == ["Rôle : Choisissez son rôle."]
    director.submit("Ajouter et prévenir", {"Rôle": "coach"})
    director.follow("Mettre fin au rôle de Coach")
    yesterday = f"{second.SITTING - timedelta(days=1):%Y-%m-%d}"
    director.submit("Mettre fin à ce rôle", {"Dernier jour": yesterday, "Motif": "Fin de mission."})
    assert director.sees("Avant (1)")


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
