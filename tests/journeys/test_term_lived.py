"""A term that approaches, then passes: the agenda, the calendars, the count of days (A08, A09)."""

from datetime import datetime, timedelta

import pytest

from portal.committees import item_queries
from portal.home import rounds
from portal.kernel.periods import PARIS
from tests.committees.settling import settle
from tests.committees.world import World, email
from tests.support.apps import writing

# The startup of this world is funded until 23 January 2027, and its committee awaited for 14 December.
APPROACHING = datetime(2026, 11, 24, 9, 0, tzinfo=PARIS)
OVERDUE = datetime(2027, 2, 4, 9, 0, tzinfo=PARIS)
LATE = datetime(2027, 2, 12, 14, 0, tzinfo=PARIS)
TITLE = "Pièces à l’heure"


@pytest.fixture
def places(app, clock):
    return prepare(app, clock)


def prepare(app, clock) -> World:
    """A startup whose term comes, and no sitting."""
    with writing(app) as session:
        return settle(session, clock)


def test_a_term_is_lived(app, visitors, clock, places):
    live_through(lambda who, _way: visitors(email(who)), clock, places, app)


def live_through(enter, clock, world: World, app) -> None:
    """The journey; `enter(who, way)` sits somebody before a screen."""
    clock.move_to(APPROACHING)
    world.at(APPROACHING)
    sheet = f"/startups/{world.startup_ref}"
    approach(enter, world, app, sheet)
    clock.move_to(OVERDUE)
    world.at(OVERDUE)
    pass_by(enter, app, sheet)
    clock.move_to(LATE)
    decide_late(enter, world, app, sheet)


def approach(enter, world: World, app, sheet: str) -> None:
    director, secretary, team = (
        enter("director", "wide"),
        enter("secretary", "wide"),
        enter("team", "phone"),
    )
    for person in (director, enter("programme", "plain")):
        assert person.get(sheet).sees("Aucune séance avant l’échéance."), person.text
        assert "Prévoir une séance" in person.links, person.links
    secretary.get(sheet).follow("Prévoir une séance").submit(
        "Prévoir la séance", {"Jour": "2026-12-10", "Heure": "14:00"}
    )
    sitting = secretary.url
    with app.app_context():
        rounds.once()
    assert secretary.get(sitting).sees(TITLE) and secretary.sees("échéance")
    assert director.get(sheet).sees("Prochaine séance : 10 décembre 2026 à 14 h 00"), director.text
    for person in (team, director):
        assert person.get("/moi/taches").sees(f"{TITLE} : dossier à déposer"), person.text
        assert person.sees("le dossier se gèle 7 jours avant la séance"), person.text
        assert person.sees("3 décembre"), person.text
    assert director.get("/moi/taches").sees(f"{TITLE} : un comité doit décider")
    read_feed(team, app)
    secretary.get(sitting).submit("Annuler la séance", {"Motif": "La salle est prise."})
    assert secretary.sees("Séance annulée"), secretary.errors


def read_feed(team, app) -> None:
    """The calendar program of a member of the team knows the term."""
    team.get("/moi/agenda").submit("Créer l’adresse de mon agenda")
    link = next(word for word in team.text.split() if word.endswith(".ics"))
    answer = app.test_client().get("/calendrier/" + link.rpartition("/")[2])
    assert "DTSTART;VALUE=DATE:20270123" in answer.text and TITLE in answer.text, answer.text


def pass_by(enter, app, sheet: str) -> None:
    """The same count of days wherever it is read; nothing was renewed, nothing was stopped."""
    with app.app_context():
        rounds.once()
    late = "Échu sans décision depuis 12 jours, le samedi 23 janvier 2027"
    public = enter(None, "plain")
    for path in (sheet, "/startups", "/startups?terme=overdue", "/startups/portefeuille"):
        assert public.get(path).sees(late), (path, public.text)
    public.get("/decisions").follow("1 startup est échue sans décision")
    assert public.url.endswith("/startups?terme=overdue") and public.sees(TITLE)
    assert public.get("/startups/rythme").sees("sans décision")
    director = enter("director", "wide")
    assert director.get(sheet).sees(late) and director.sees("construction")
    assert director.get("/horloge").sees("Échu sans décision")
    assert director.get("/moi/taches").sees("12 jours"), director.text


def decide_late(enter, world: World, app, sheet: str) -> None:
    """The decision that comes late keeps the day that it was due, and its own."""
    with writing(app) as session:
        world.at(LATE - timedelta(days=8))
        item = item_queries.live_about(session, world.startup_ref)
        world.plan(session, LATE)
        world.take_up(session, item)
        world.convene(session)
        world.at(LATE)
        world.begin(session)
        world.counted(session, item, "ggggg")
        decision = world.proclaim(session, item).ref
    director = enter("director", "wide")
    assert director.get(f"/decisions/{decision}").sees("Décidé le vendredi 12 février 2027")
    director.get("/startups/rythme")
    for told in ("23 janvier 2027", "12 février 2027", "en retard"):
        assert director.sees(told), director.text
    assert director.get(sheet).sees("12 août 2027"), director.text
    assert not director.get("/decisions").sees("échue sans décision")
