"""The pages of a committee in a real browser: nothing overflows, nothing is inaccessible."""

from datetime import date

import pytest

from portal.committees import dossier_actions, minutes_actions, sitting_actions
from portal.committees.words import Choice
from tests.committees.settling import settle
from tests.committees.world import WEEK, email, write
from tests.support.apps import writing
from tests.support.chromium import axe, overflow

WIDTHS = (320, 1280)


@pytest.fixture
def browse(app, clock, serve, sqlite_url, page):
    """Look at one address as somebody, at each width: `browse(path, who, name)`."""
    with writing(app) as session:
        world = settle(session, clock)
    server = serve(sqlite_url, PORTAL_NOW=WEEK.isoformat())
    page.refusals_expected = True

    def sign_in(who: str) -> None:
        page.emulate_media(media="screen")
        page.context.clear_cookies()
        page.goto(f"{server.url}/connexion")
        page.fill("main input[type=email]", email(who))
        page.fill("main input[type=password]", "demo")
        page.click("main button[type=submit]")
        page.wait_for_url("**/moi/taches")

    def look(path: str, who: str, name: str, media: str = "screen") -> list[str]:
        sign_in(who)
        page.emulate_media(media=media)
        faults = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(server.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            faults += [f"{name} {width} : {fault}" for fault in axe(page)]
            faults += [f"{name} {width} : déborde"] if overflow(page) else []
        return faults

    return world, look


def test_the_pages_of_a_sitting(app, browse):
    world, look = browse
    with writing(app) as session:
        first, second = world.send_startup(session), world.send_investigation(session)
        write(session, world, first)
        write(session, world, second, by="intra")
        _condition(session, world, first)
        world.plan(session)
        world.take_up(session, first, second)
        first, second = first.ref, second.ref
    one, two = f"/points/{first}", f"/points/{second}"
    sitting = f"/seances/{world.sitting_ref}"
    faults = look("/comites", "ann", "comités")
    faults += look(f"/comites/{world.committee_ref}", "director", "comité")
    faults += look(f"/comites/{world.committee_ref}/reglages", "director", "réglages")
    faults += look(sitting, "secretary", "séance prévue")
    faults += look(f"{one}/dossier/redaction", "team", "dossier à écrire")
    with writing(app) as session:
        world.convene(session)
        world.at(WEEK)
        world.begin(session)
    faults += look(sitting, "secretary", "séance ouverte")
    faults += look(sitting, "chair", "séance, présidence")
    faults += look(one, "chair", "point inscrit")
    faults += look(f"{one}/dossier", "ann", "dossier gelé")
    faults += look(f"{one}/grille", "ann", "grille")
    faults += look(f"{one}/notes", "ann", "mes notes")
    faults += look("/calendrier?mois=2026-12", "ann", "calendrier")
    faults += look("/moi/agenda", "ann", "agenda")
    faults += look(f"{sitting}/salle", "chair", "en salle")
    faults += look(f"{sitting}/notes", "secretary", "notes de séance")
    with writing(app) as session:
        world.open_vote(session, world.item(session, first))
        world.cast(session, world.item(session, first), "ann", Choice.GO)
    faults += look(one, "ann", "vote, membre")
    faults += look(one, "chair", "vote, présidence")
    with writing(app) as session:
        world.vote(session, world.item(session, first), "ggggn")
        world.close(session, world.item(session, first))
    faults += look(one, "chair", "vote clos")
    with writing(app) as session:
        made = world.proclaim(session, world.item(session, first))
        world.defer(session, world.item(session, second))
        keeper = world.actor(session, "secretary")
        sitting_actions.close_sitting(session, keeper, world.sitting(session), now=world.now)
        minutes_actions.write(
            session, keeper, world.sitting(session), prose="Débats courtois.", now=world.now
        )
        ref = made.ref
    faults += look(f"/decisions/{ref}", "chair", "décision")
    faults += look(f"/decisions/{ref}/revision", "chair", "remettre au vote")
    faults += look(f"{one}/publication", "chair", "publication")
    faults += look(f"{one}/desaccord", "ann", "désaccord")
    faults += look("/registre/verification?q=abc", "ann", "empreinte")
    faults += look("/decisions", "chair", "décisions")
    faults += look(two, "ann", "point reporté")
    faults += look(f"{sitting}/proces-verbal", "secretary", "procès-verbal")
    faults += look(f"{sitting}/proces-verbal", "secretary", "papier", media="print")
    faults += look(f"/startups/{world.startup_ref}", "ann", "startup")

    assert faults == []


def _condition(session, world, item) -> None:
    dossier_actions.propose_condition(
        session,
        world.actor(session, "secretary"),
        item,
        what="Publier les chiffres d’usage chaque mois",
        owner=world.person(session, "team"),
        due_on=date(2027, 1, 15),
        proof="Une page publique à jour",
        today=world.now.date(),
        now=world.now,
    )
