"""Depositing, in a visitor's words: steps that save themselves, one deposit."""

import re

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant
from portal.journal.models import JournalEntry
from portal.outbox.models import Mail
from tests.irritants.conftest import settle
from tests.support.apps import writing
from tests.support.browser import Visitor

STEP_1 = {
    "Le problème en une phrase": "Le même justificatif est demandé trois fois",
    "Qui subit ce problème ?": ["Particuliers", "Entreprises"],
    "Cela touche-t-il des usagers ou des agents ?": "Des usagers du service public",
    "Sur quel territoire ?": "Marne",
}
STEP_2 = {
    "Que se passe-t-il aujourd’hui ?": "Chaque usager envoie trois fois la même pièce"
    " à trois guichets qui ne se parlent pas.",
    "Combien de personnes par an ?": "1 200",
    "À quelle fréquence, pour chacune ?": "chaque année",
    "Minutes perdues à chaque fois": "20",
}


@pytest.fixture
def town(app):
    with writing(app) as session:
        settle(session)
    return app


@pytest.fixture
def author(town, visitors):
    return visitors("author@test.gouv.example")


def count(app, table, *where):
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def the_irritant(app):
    with writing(app) as session:
        irritant = session.scalars(select(Irritant)).one()
        session.expunge(irritant)
        return irritant


def tell(visitor):
    visitor.get("/irritants/nouveau").submit("Continuer", STEP_1)
    visitor.submit("Continuer", STEP_2)
    visitor.submit("Continuer", {"Comment fait-on en attendant ?": "Des copies papier."})
    return visitor.submit("Continuer", {"À quel incubateur l’adresser ?": "Fabrique du Vaubrun"})


def test_four_steps_a_rereading_and_one_deposit(town, author):
    tell(author)
    assert author.title == "Relire avant de déposer"
    assert author.sees("Fabrique du Vaubrun vous répond le mercredi 23 décembre 2026")

    author.submit("Déposer l’irritant")

    irritant = the_irritant(town)
    assert author.title == "Votre irritant est déposé"
    assert author.sees(irritant.ref) and author.sees("mercredi 23 décembre 2026")
    assert not author.sees("brouillon")
    assert count(town, Mail) == 1
    assert count(town, JournalEntry, JournalEntry.act == "irritant.submit") == 1


def test_depositing_twice_makes_one(town, author):
    tell(author)
    form = author.page.find("form", action=re.compile("depot"))
    pairs = {each["name"]: each["value"] for each in form.find_all("input")}
    said = {"Sec-Fetch-Site": "same-origin"}
    first = author.client.post(form["action"], data=pairs, headers=said)
    again = author.client.post(form["action"], data=pairs, headers=said)
    other = author.client.post(form["action"], data=pairs | {"_idem": "b" * 32}, headers=said)

    assert first.location == again.location == other.location
    assert count(town, Mail) == 1
    assert count(town, JournalEntry, JournalEntry.act == "irritant.submit") == 1


def test_what_lacks_is_said_with_a_way_to_it(town, author):
    author.get("/irritants/nouveau").submit("Continuer", STEP_1)
    author.submit("Tout relire", {"Combien de personnes par an ?": "1200"})
    author.submit("Déposer l’irritant")

    assert author.status == 422
    assert author.errors == ["Racontez ce qui se passe aujourd’hui, en quelques lignes."]
    way = author.page.find(class_="error-summary").find("a")["href"]
    assert way.endswith("etape-2#problem")
    author.get(way).submit("Tout relire", STEP_2)
    assert author.submit("Déposer l’irritant").title == "Votre irritant est déposé"


def test_each_way_leads_to_a_field_that_takes_the_focus(town, author):
    author.get("/irritants/nouveau").submit("Continuer", {"Sur quel territoire ?": "Marne"})
    author.get(author.url.replace("etape-2", "relecture")).submit("Déposer l’irritant")
    ways = [link["href"] for link in author.page.find(class_="error-summary").find_all("a")]

    assert len(ways) == 5
    for way in ways:
        there = author.get(way).page.find(id=way.partition("#")[2])
        assert there.name in ("input", "textarea"), way


def test_an_odd_answer_keeps_what_was_typed(town, author):
    author.get("/irritants/nouveau").submit("Continuer", STEP_1)
    author.submit("Continuer", STEP_2 | {"Combien de personnes par an ?": "beaucoup"})

    assert author.status == 422
    assert author.errors == [
        "Combien de personnes par an ? : Écrivez un nombre entier, par exemple 1200."
    ]
    assert author.value("Combien de personnes par an ?", button="Continuer") == "beaucoup"
    told = author.value("Que se passe-t-il aujourd’hui ?", button="Continuer")
    assert told.strip() == STEP_2["Que se passe-t-il aujourd’hui ?"]


def test_a_draft_is_taken_up_again_or_left(town, author):
    author.get("/irritants/nouveau").submit("Enregistrer et finir plus tard", STEP_1)
    assert author.links[-2:] == ["Nouveau", "Reprendre"] or "Reprendre" in author.links
    author.get("/irritants/nouveau").follow("Reprendre")
    assert author.value("Sur quel territoire ?", button="Continuer") == "Marne"
    author.get("/irritants/nouveau").follow("Nouveau")
    assert author.value("Sur quel territoire ?", button="Continuer") == ""
    author.get("/irritants/nouveau").submit("Supprimer")
    assert count(town, Irritant) == 0


def autosave(visitor, **changes):
    """What htmx sends two seconds after a key was pressed."""
    area = visitor.page.find(id="autosave")
    form = area.find_parent("form")
    pairs = {each["name"]: each.get("value", "") for each in form.find_all("input", type="hidden")}
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    answer = visitor.client.post(area["hx-post"], data=pairs | changes, headers=headers)
    area.clear()
    from tests.support import html

    area.extend(list(html.parse(answer.get_data(as_text=True)).contents))
    return html.text_of(area)


def test_the_draft_saves_itself_and_says_when(town):
    author = Visitor(town).sign_in("author@test.gouv.example")
    author.get("/irritants/nouveau")
    assert autosave(author, title="Un début") == "Brouillon enregistré à 09 h 00"
    assert autosave(author, title="Un début de titre") == "Brouillon enregistré à 09 h 00"
    assert the_irritant(town).title == "Un début de titre"

    author.submit("Continuer", {"Le problème en une phrase": "Un titre entier"})
    assert author.title == "Déposer un irritant" and "etape-2" in author.url
    assert the_irritant(town).title == "Un titre entier"


def test_an_automatic_save_keeps_what_is_sound(town):
    author = Visitor(town).sign_in("author@test.gouv.example")
    author.get("/irritants/nouveau").submit("Continuer", STEP_1)
    autosave(author, problem="Trois guichets", people_affected="beaucoup")
    assert (the_irritant(town).problem, the_irritant(town).people_affected) == (
        "Trois guichets",
        None,
    )


def test_two_windows_show_both_texts(town):
    author = Visitor(town).sign_in("author@test.gouv.example")
    author.get("/irritants/nouveau").submit("Continuer", STEP_1)
    address = author.url.replace("etape-2", "etape-1")
    other = Visitor(town).sign_in("author@test.gouv.example").get(address)
    author.get(address)
    other.submit("Continuer", {"Sur quel territoire ?": "Aube"})

    assert "autre fenêtre" in autosave(author, title="Trop tard")
    author.submit("Continuer", {"Sur quel territoire ?": "Ardennes"})
    assert author.status == 409
    assert author.sees("Déjà enregistré : Aube") and author.sees("Votre texte : Ardennes")
    author.submit("Continuer")
    assert author.status == 200 and the_irritant(town).territory == "Ardennes"


def test_a_draft_is_nobody_elses(town, author):
    author.get("/irritants/nouveau").submit("Continuer", STEP_1)
    ref = the_irritant(town).ref
    for who in ("agent", "director", "programme", "admin"):
        other = Visitor(town).sign_in(f"{who}@test.gouv.example")
        for path in (f"/irritants/{ref}", f"/irritants/brouillons/{ref}/etape-1"):
            assert other.get(path).status in (403, 404)
        assert not other.get("/irritants").sees("justificatif")


def test_another_key_never_reaches_anothers_draft(town):
    author = Visitor(town).sign_in("author@test.gouv.example")
    author.get("/irritants/nouveau")
    autosave(author, title="À moi", brouillon="a" * 32)
    agent = Visitor(town).sign_in("agent@test.gouv.example").get("/irritants/nouveau")
    autosave(agent, title="À l’autre", brouillon="a" * 32)
    assert count(town, Irritant) == 2
