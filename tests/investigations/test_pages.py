import pytest
from sqlalchemy import event

from portal.extensions import db
from portal.investigations import queries
from tests.investigations.conftest import QUESTION, retained, settle
from tests.support.apps import MONDAY, writing

OPENING = {
    "Question à laquelle elle doit répondre": QUESTION,
    "Nom du sponsor": "Mme Valbrune",
    "Adresse de l’intrapreneur": "intra@test.gouv.example",
    "Engagement du sponsor": [
        "Le sponsor comprend comment le programme travaille",
        "Il accepte que tout s’arrête si l’effet n’est pas là",
        "Il protège le temps de l’équipe et vient aux comités",
    ],
}


@pytest.fixture
def under_way(app, open_house):
    """An investigation on the first irritant; returns its address."""
    with writing(app) as session:
        return f"/investigations/{open_house.open(session, open_house.first).ref}"


def test_a_director_opens_an_investigation(open_house, visitors):
    director = visitors("director@test.gouv.example")
    director.get(f"/investigations/nouvelle?irritant={open_house.first}")
    assert director.value(
        "Titre de l’investigation", button="Ouvrir l’investigation et prévenir"
    ) == ("La même pièce est demandée trois fois")
    director.submit("Ouvrir l’investigation et prévenir", OPENING)

    assert director.title == "La même pièce est demandée trois fois"
    assert director.sees("Les auteurs et soutiens des irritants sont prévenus.")
    assert director.sees("Au moins un entretien consigné")
    assert director.sees("Intra Test")


def test_what_is_missing_is_said_and_what_was_typed_is_kept(open_house, visitors):
    officer = visitors("officer@test.gouv.example").get("/investigations/nouvelle")
    answers = OPENING | {"Adresse de l’intrapreneur": "personne@test.gouv.example"}
    answers |= {
        "Irritants retenus à comprendre ensemble": ["La même pièce est demandée trois fois"]
    }
    answers |= {"Titre de l’investigation": "Une fois"}
    officer.submit("Ouvrir l’investigation et prévenir", answers)

    assert officer.status == 422
    assert any("Aucun agent n’a de compte" in line for line in officer.errors)
    button = "Ouvrir l’investigation et prévenir"
    kept = officer.value("Question à laquelle elle doit répondre", button=button)
    assert kept.strip() == QUESTION


def test_only_those_who_triage_open(open_house, visitors):
    agent = visitors("agent@test.gouv.example").get("/investigations/nouvelle")
    assert agent.status == 403
    assert visitors().get("/investigations").title == "Se connecter"


def test_the_team_logs_poses_and_concludes(under_way, visitors):
    intra = visitors("intra@test.gouv.example").get(under_way)
    intra.submit("Consigner", {"Ce qui a été appris": "Une famille raconte."})
    assert intra.status == 422
    known = {"Ce que c’est": "entretien", "Ce qui a été appris": "Une famille raconte."}
    intra.submit("Consigner", known)
    assert intra.sees("C’est consigné.")
    assert intra.sees("Une famille raconte.")
    intra.submit("Poser l’hypothèse", {"Nouvelle hypothèse": "Les guichets s’ignorent"})
    intra.follow("Conclure « Les guichets s’ignorent »")
    intra.submit(
        "Garder cette conclusion",
        {
            "Ce que disent les faits": "Je la garde : les faits la confirment",
            "Ce qui l’a montré": "Vu dans trente guichets.",
        },
    )
    assert intra.sees("Vu dans trente guichets.")
    assert intra.sees("Intra Test a gardé une hypothèse")


def test_when_all_is_there_the_committee_is_one_link_away(app, open_house, under_way, visitors):
    intra = visitors("intra@test.gouv.example").get(under_way)
    assert "Envoyer au comité" not in intra.links
    with writing(app) as session:
        ref = under_way.rpartition("/")[2]
        open_house.make_ready(session, queries.by_ref(session, ref))
    assert "Envoyer au comité" in intra.get(under_way).links
    # The coach reads the same, and does not send.
    assert "Envoyer au comité" not in visitors("coach@test.gouv.example").get(under_way).links


def test_two_reports_saved_at_once_are_both_shown(under_way, visitors):
    first = visitors("intra@test.gouv.example").get(f"{under_way}/rapport")
    second = visitors("coach@test.gouv.example").get(f"{under_way}/rapport")
    first.submit("Enregistrer le rapport", {"Rapport": "Le texte du premier."})
    second.submit("Enregistrer le rapport", {"Rapport": "Le texte du second."})

    assert second.status == 409
    assert second.sees("Le texte du premier.")
    mine = second.value("Rapport", button="Enregistrer le rapport")
    assert mine.strip() == "Le texte du second."
    second.submit("Enregistrer le rapport", {"Rapport": "Les deux textes réunis."})
    assert second.sees("Le rapport est enregistré.")
    assert second.sees("Les deux textes réunis.")


def test_the_director_makes_the_team(under_way, visitors):
    director = visitors("director@test.gouv.example").get(under_way)
    director.follow("Ajouter quelqu’un à l’équipe")
    director.submit(
        "Ajouter à l’équipe",
        {"Adresse de la personne": "agent@test.gouv.example", "Rôle": "membre"},
    )
    assert director.sees("Agent Test est de l’équipe.")
    assert visitors("intra@test.gouv.example").get(f"{under_way}/equipe").status == 403


def test_agents_read_and_do_not_write(under_way, visitors):
    agent = visitors("agent@test.gouv.example").get(under_way)
    assert agent.status == 200
    assert {"Consigner", "Poser l’hypothèse"}.isdisjoint(agent.buttons)
    assert agent.get(f"{under_way}/rapport").status == 403
    assert agent.get("/investigations/inv-00000000").status == 404


def test_a_masked_author_stays_masked(app, visitors):
    with writing(app) as session:
        house = settle(session)
        ref = retained(
            session, house, "author", "Un sujet délicat au guichet", identity_shown=False
        )
        made = house.open(session, ref)
        path, name = f"/investigations/{made.ref}", house.irritant(session, ref).pseudonym
    seen = visitors("coach@test.gouv.example").get(path)
    assert seen.sees(name)
    assert not seen.sees("Author Test")
    assert visitors("author@test.gouv.example").get(path).sees("Author Test")


def test_a_confidential_irritant_is_counted_and_not_told(app, visitors):
    with writing(app) as session:
        house = settle(session)
        ref = retained(session, house, "author", "Un sujet réservé au service", confidential=True)
        path = f"/investigations/{house.open(session, ref).ref}"
    agent = visitors("agent@test.gouv.example").get(path)
    assert not agent.sees("Un sujet réservé au service")
    assert agent.sees("1 irritant confidentiel")
    assert visitors("officer@test.gouv.example").get(path).sees("Un sujet réservé au service")


def test_the_list_is_filtered_in_its_address(under_way, visitors):
    agent = visitors("agent@test.gouv.example").get("/investigations")
    assert agent.sees("Dites-le-nous une fois au guichet")
    agent.submit("Filtrer", {"État": "close"})
    assert "etat=closed" in agent.url
    assert agent.sees("Aucune investigation ne correspond")


def test_the_list_asks_as_many_queries_for_one_as_for_three(app, open_house, visitor):
    with writing(app) as session:
        open_house.open(session, open_house.first)
    visitor.sign_in("agent@test.gouv.example").get("/investigations")
    for_one = _queries(app, visitor)
    with writing(app) as session:
        open_house.open(session, open_house.second)
        third = retained(session, open_house, "author", "Une troisième difficulté au guichet")
        open_house.open(session, third)
    for_three = _queries(app, visitor)

    assert 0 < for_one == for_three < 8


def _queries(app, visitor) -> int:
    asked = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    visitor.get("/investigations")
    event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if one.startswith("SELECT")])


def test_the_end_that_comes_is_a_task(app, open_house, under_way, visitors, clock):
    from datetime import timedelta

    assert not visitors("intra@test.gouv.example").get("/moi/taches").sees("Préparer le comité")
    clock.move_to(MONDAY + timedelta(days=70))
    intra = visitors("intra@test.gouv.example").get("/moi/taches")
    assert intra.sees("vous menez cette investigation")
    director = visitors("director@test.gouv.example").get("/moi/taches")
    assert director.sees("sa fin prévue est passée")


def test_a_confidential_title_is_not_offered_to_every_reader(app, open_house, visitors):
    with writing(app) as session:
        open_house.irritant(session, open_house.first).confidential = True

    director = visitors("director@test.gouv.example")
    director.get(f"/investigations/nouvelle?irritant={open_house.first}")

    button = "Ouvrir l’investigation et prévenir"
    assert director.value("Titre de l’investigation", button=button) == ""
    assert director.sees("La même pièce est demandée trois fois")
