import pytest
from sqlalchemy import event

from portal.calls import actions
from portal.calls.words import Part
from portal.extensions import db
from tests.calls.conftest import AFTER, LATER, MESSAGE, PITCH, settle
from tests.support.apps import MONDAY, writing

TEXT = {
    "Titre de l’appel": "Mieux répondre au téléphone",
    "Premier jour": "2026-11-23",
    "Dernier jour": "2026-12-18",
}


def who(name):
    return f"{name}@test.gouv.example"


@pytest.fixture
def address(open_house):
    return f"/appels/{open_house.call}"


def test_a_reader_notes_and_goes_on_until_nothing_is_left(address, visitors):
    reader = visitors(who("reader")).get("/moi/taches").follow("Lire et noter")
    assert reader.sees("0 sur 3 lus par vous.")
    reader.follow("Lire le suivant")
    reader.submit("Noter et suivant")
    assert reader.status == 422
    assert any("quatre lignes" in line for line in reader.errors)
    for _ in range(3):
        assert not reader.sees("Ce qu’en pensent les autres")
        reader.submit("Noter et suivant", {"Votre avis": "à garder"})
    assert reader.sees("3 sur 3 lus par vous.")
    assert "Lire et noter" not in reader.get("/moi/taches").links


def test_the_grid_and_its_spread(app, address, open_house, visitors):
    with writing(app) as session:
        open_house.review(session, "second", "anna", comment="Très répandu chez nous.")
    reader = visitors(who("reader")).get(f"{address}/dossiers/{open_house.entries['anna']}")
    assert not reader.sees("Très répandu chez nous.")
    grid = {
        "Le problème : son intensité et le nombre de personnes": "9",
        "La stratégie : ce que l’on peut apprendre en six mois": "8",
        "La légitimité de l’État à agir": "8",
        "La personne qui porte": "onze",
    }
    reader.submit("Noter et rester", grid)
    assert reader.status == 422
    reader.submit("Noter et rester", grid | {"La personne qui porte": "9"})
    assert reader.sees("de 6 à 8,5, médiane 7,3.") or reader.sees("de 6 à 8,5, médiane 7,25.")
    assert reader.sees("Très répandu chez nous.")
    assert len(reader.page.find("svg", class_="dots").find_all("circle")) == 2


def test_a_masked_author_stays_masked_and_the_idea_comes_after(app, address, open_house, visitors):
    with writing(app) as session:
        entry = open_house.enter(
            session,
            "officer",
            "masked",
            identity_shown=False,
            solution_idea="Une application unique.",
        )
        ref, pseudonym = entry.ref, entry.irritant.pseudonym
    reader = visitors(who("reader")).get(f"{address}/dossiers/{ref}")
    assert reader.sees(pseudonym)
    assert not reader.sees("Officer Test")
    assert not reader.sees("Une application unique.")
    reader.submit("Noter et rester", {"Votre avis": "j’hésite"})
    assert reader.sees("Une application unique.")
    director = visitors(who("director")).get(f"{address}/dossiers")
    assert director.sees(pseudonym)
    assert not director.sees("Officer Test")


def test_a_reader_stands_aside(address, open_house, visitors):
    reader = visitors(who("reader")).get(f"{address}/dossiers/{open_house.entries['anna']}")
    reader.submit("Me déporter")
    assert reader.sees("Vous vous êtes déporté")
    assert reader.sees("1 sur 3 lus par vous.")


def test_files_are_for_those_named_and_the_incubator(address, open_house, visitors):
    for name in ("anna", "officer", "elsewhere"):
        visitor = visitors(who(name))
        assert visitor.get(f"{address}/dossiers").status == 403
        assert visitor.get(f"{address}/dossiers/{open_house.entries['basile']}").status == 403
        assert "Dossiers" not in visitor.get(address).links


def test_a_reader_dismissed_meanwhile_reads_no_more(app, address, open_house, visitors):
    reader = visitors(who("reader")).get(f"{address}/dossiers/{open_house.entries['anna']}")
    with writing(app) as session:
        call, person = open_house.the_call(session), open_house.person(session, "reader")
        director = open_house.actor(session, "director")
        actions.dismiss(session, director, call, person, part=Part.PREJURY, now=MONDAY)
    reader.submit("Noter et suivant", {"Votre avis": "à garder"})
    assert reader.status == 403


# To the end


def test_from_the_short_list_to_everyone_answered(app, address, clock, open_house, visitors):
    with writing(app) as session:
        for name in ("anna", "basile", "chloe"):
            open_house.review(session, "reader", name)
    clock.move_to(AFTER)
    director = visitors(who("director")).get("/moi/taches").follow("Fixer la liste courte")
    director.submit("Relire la liste courte")
    assert director.status == 422
    _choose(director, "Relire la liste courte", open_house, "anna", "basile")
    assert director.sees("2 personnes seront prévenues")
    director.submit("Fixer la liste courte et prévenir")
    assert director.sees("2 personnes sont prévenues.")

    day = {"Jour": "2026-12-15", "Heure": "14:00", "Lieu ou lien": "Salle 2"}
    director.submit("Relire avant de prévenir", day).submit("Fixer la date et prévenir")
    assert director.sees("3 personnes sont prévenues.")
    director.submit("Avancer « Le problème de basile au guichet »")
    rows = director.page.find("tbody").find_all("tr")
    assert ["basile" in row.get_text() for row in rows] == [True, False]
    assert visitors(who("anna")).get(address).sees("Salle 2")

    clock.move_to(PITCH)
    juror = visitors(who("juror")).get(f"{address}/dossiers/{open_house.entries['anna']}")
    juror.submit("Noter et rester", {"Votre avis": "oui, lauréat"})
    director = visitors(who("director")).get(f"{address}/presentations")
    _choose(director, "Relire avant de désigner", open_house, "anna")
    assert director.sees("1 personne sera prévenue")
    director.submit("Désigner les lauréats et prévenir")

    director.submit("Conclure l’appel")
    assert director.status == 422
    assert any("« Le problème de basile au guichet »" in line for line in director.errors)
    told = {"Dossiers": ["Le problème de basile au guichet", "Le problème de chloe au guichet"]}
    director.submit("Relire avant l’envoi", told | {"Message aux auteurs": MESSAGE})
    assert director.sees("n’est pas perdu")
    director.submit("Envoyer ces réponses")
    assert director.sees("2 personnes sont prévenues.")
    director.submit("Conclure l’appel")

    passer_by = visitors().get(address)
    assert passer_by.sees("chacun a sa réponse")
    values = passer_by.page.find("section", id="entonnoir").find_all("td")
    assert [one.get_text(strip=True) for one in values] == ["3", "3", "2", "1", "1"]
    assert not any(name in passer_by.text for name in ("Anna", "anna", "Basile", "basile"))
    assert director.get(f"{address}/dossiers?etape=laureats").sees("Le problème de anna")
    assert not director.sees("Le problème de basile")


def test_a_jury_that_chooses_nobody_leaves_everyone_an_answer(
    app, address, clock, open_house, visitors
):
    with writing(app) as session:
        open_house.shortlist(session, "anna")
    clock.move_to(LATER)
    director = visitors(who("director")).get(f"{address}/presentations")
    director.submit("Ne désigner aucun lauréat")
    assert director.sees("Aucun lauréat n’est désigné.")
    names = [f"Le problème de {name} au guichet" for name in ("anna", "basile", "chloe")]
    told = {"Dossiers": names, "Message aux auteurs": MESSAGE}
    director.submit("Relire avant l’envoi", told).submit("Envoyer ces réponses")
    director.submit("Conclure l’appel")
    assert director.sees("L’appel est conclu")


def _choose(visitor, button, house, *names):
    """Tick the boxes of these entries, in the form of this button, then press it."""
    form = visitor.button(button).find_parent("form")
    for box in form.find_all("input", attrs={"name": "entries"}):
        if box["value"] in {house.entries[name] for name in names}:
            box["checked"] = ""
    visitor.submit(button)


def test_a_recap_sent_twice_tells_once(app, address, clock, open_house, visitors):
    clock.move_to(AFTER)
    director = visitors(who("director")).get(f"{address}/dossiers")
    _choose(director, "Relire la liste courte", open_house, "anna")
    recap = director.page
    director.submit("Fixer la liste courte et prévenir")
    assert director.status == 200
    director.page = recap
    director.submit("Fixer la liste courte et prévenir")
    assert director.title == "Présentations"


def test_the_list_of_files_asks_the_same_for_one_and_for_three(app, visitors):
    with writing(app) as session:
        house = settle(session)
        house.enter(session, "anna", "anna")
        house.review(session, "reader", "anna")
    director = visitors(who("director"))
    with app.app_context():
        engine = db.engine

    def statements():
        seen = []

        def note(*told):
            seen.append(told[2])

        director.get(f"/appels/{house.call}/dossiers")
        event.listen(engine, "before_cursor_execute", note)
        assert director.get(f"/appels/{house.call}/dossiers").status == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    one = statements()
    with writing(app) as session:
        for name in ("basile", "chloe"):
            house.enter(session, name, name)
            house.review(session, "second", name)
    assert (one, statements()) == (one, one)
    assert one < 16
