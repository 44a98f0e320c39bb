"""In Chromium: from irritants to the go, and from an import to the next six months."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.irritants.models import Irritant
from portal.register import queries as register
from tests.journeys import test_irritant_to_startup as first, test_startup_next_term as second
from tests.journeys.cast import address, gather
from tests.journeys.conftest import ServerClock


@pytest.mark.slow
def test_an_irritant_becomes_a_startup(app, server, crew):
    first.live_through(crew, ServerClock(server), gather(app))

    assert len(crew.seen) > 40
    with app.app_context():
        assert register.fault(db.session()) is None
        assert db.session().scalars(select(Irritant.state)).all() == ["answered"] * 2


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
    director.follow("Mettre fin au rôle : Coach")
    yesterday = f"{second.SITTING - timedelta(days=1):%Y-%m-%d}"
    director.submit("Mettre fin à ce rôle", {"Dernier jour": yesterday, "Motif": "Fin de mission."})
    assert director.sees("Avant (1)")
