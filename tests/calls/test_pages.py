from datetime import datetime, timedelta

import pytest

from portal.calls import actions
from portal.calls.words import QuestionKind
from tests.calls.conftest import settle
from tests.support.apps import MONDAY, writing

TEXT = {
    "Titre de l’appel": "Mieux répondre au téléphone",
    "Premier jour": "2026-11-23",
    "Dernier jour": "2026-12-18",
}


LAST_EVENING = datetime(2026, 12, 4, 23, 30, tzinfo=MONDAY.tzinfo)


def who(name):
    return f"{name}@test.gouv.example"


@pytest.fixture
def address(open_house):
    return f"/appels/{open_house.call}"


# Preparing


def test_a_director_prepares_asks_names_and_opens(open_house, visitors):
    director = visitors(who("director")).get("/appels").follow("Préparer un appel")
    director.submit("Enregistrer l’appel", TEXT | {"Dernier jour": "2026-11-20"})
    assert director.status == 422
    assert any("postérieur au premier" in line for line in director.errors)
    director.submit("Enregistrer l’appel", TEXT)
    assert director.title == "Mieux répondre au téléphone"
    director.submit("Rendre l’appel public")
    assert director.status == 422
    assert director.sees("Présentez l’appel en quelques lignes")

    director.submit("Enregistrer le texte", {"Présentation": "Combien d’appels sans réponse ?"})
    for label in ("Combien d’appels ?", "Depuis quand ?"):
        director.submit(
            "Ajouter la question", {"Question": label, "Comment on y répond": "une ligne"}
        )
    director.submit("Monter « Depuis quand ? »")
    director.submit(
        "Nommer et prévenir",
        {
            "Adresse de la personne": who("reader"),
            "Ce que la personne fera": "pré-jury : lit et note les dossiers",
        },
    )
    assert director.sees("Reader Test est nommé, et prévenu.")
    director.submit("Rendre l’appel public")
    assert director.sees("L’appel est public.")
    asked = director.page.find("main").find_all("details")[-1].find_all("li")
    assert [one.get_text(strip=True).split("(")[0].strip() for one in asked] == [
        "Depuis quand ?",
        "Combien d’appels ?",
    ]
    assert visitors().get("/appels").sees("Mieux répondre au téléphone")


def test_a_call_in_preparation_does_not_exist_for_others(app, visitors):
    with writing(app) as session:
        house = settle(session, is_public=False)
    for name in (None, who("anna"), who("elsewhere")):
        visitor = visitors(name) if name else visitors()
        assert visitor.get(f"/appels/{house.call}").status == 404
        assert not visitor.get("/appels").sees("Mieux accueillir au guichet")


def test_two_texts_saved_at_once_are_both_shown(address, visitors):
    first = visitors(who("director")).get(f"{address}/preparation")
    second = visitors(who("programme")).get(f"{address}/preparation")
    first.submit("Enregistrer le texte", {"Thème": "le premier"})
    second.submit("Enregistrer le texte", {"Thème": "le second"})

    assert second.status == 409
    assert second.sees("le premier")
    assert second.value("Thème", button="Enregistrer le texte") == "le second"


def test_a_question_is_worded_otherwise_and_two_wordings_at_once_are_both_shown(address, visitors):
    first = visitors(who("director")).get(f"{address}/preparation").follow("Depuis quand ?")
    second = visitors(who("programme")).get(f"{address}/preparation").follow("Depuis quand ?")
    button = "Enregistrer la question"
    assert first.value("Réponses proposées", button=button).split() == [
        *("Cette", "année", "Depuis", "longtemps")
    ]
    first.submit(button, {"Réponses proposées": "Une seule"})
    assert first.status == 422
    first.submit(button, {"Réponses proposées": "Hier\nAvant"})
    assert first.sees("La question est enregistrée.")
    second.submit(button, {"Question": "Depuis combien de temps ?"})
    assert second.status == 409
    assert second.sees("Hier")


# Entering


ANSWERS = {
    "Qui vous accompagne ?": "Ma cheffe de service.",
    "J’ai lu les conditions d’engagement et je les accepte": True,
}


def test_an_agent_deposits_for_a_call_and_comes_back_to_its_questions(address, visitors):
    agent = visitors(who("officer")).get(address).follow("Répondre à cet appel")
    agent.follow("Déposer un irritant pour cet appel")
    agent.submit(
        "Continuer",
        {
            "Le problème en une phrase": "Le même papier est demandé trois fois",
            "Qui subit ce problème ?": ["Particuliers"],
            "Cela touche-t-il des usagers ou des agents ?": "Des usagers du service public",
        },
    )
    agent.submit(
        "Tout relire",
        {
            "Que se passe-t-il aujourd’hui ?": "Trois guichets demandent trois fois la même pièce, chaque année.",
            "Combien de personnes par an ?": "1200",
        },
    )
    agent.submit("Déposer l’irritant").follow("Joindre à un appel à problèmes")
    assert agent.title == "Répondre à l’appel"
    agent.submit("Déposer dans cet appel", {"Qui vous accompagne ?": ""})
    assert agent.status == 422
    assert any("obligatoire dans cet appel" in line for line in agent.errors)
    assert any("conditions d’engagement" in line for line in agent.errors)
    agent.submit("Déposer dans cet appel", ANSWERS)
    assert agent.sees("Vous aurez une réponse, quelle qu’elle soit.")
    assert agent.sees("Le même papier est demandé trois fois")


def test_what_closed_while_typing_keeps_the_text_and_loses_nothing(
    app, address, clock, open_house, visitors
):
    with writing(app) as session:
        open_house.tell(session, "officer", "Un guichet fermé tous les midis")
    clock.move_to(LAST_EVENING)
    agent = visitors(who("officer")).get(f"{address}/repondre")
    clock.move_to(LAST_EVENING + timedelta(hours=1))
    agent.submit("Déposer dans cet appel", ANSWERS)

    assert agent.status == 422
    assert any("Votre irritant n’est pas perdu" in line for line in agent.errors)
    kept = agent.value("Qui vous accompagne ?", button="Déposer dans cet appel")
    assert kept.strip() == "Ma cheffe de service."
    assert agent.get(f"{address}/repondre").sees("Déposer un irritant hors de l’appel")


def test_a_question_reworded_while_typing_is_read_again(app, address, open_house, visitors):
    with writing(app) as session:
        open_house.tell(session, "officer", "Un guichet fermé tous les midis")
        call, director = open_house.the_call(session), open_house.actor(session, "director")
        first = call.asked[0]
        open_house.enter(session, "second", "second", answers={first: "Mon chef."})
    agent = visitors(who("officer")).get(f"{address}/repondre")
    with writing(app) as session:
        call, director = open_house.the_call(session), open_house.actor(session, "director")
        told = {"kind": QuestionKind.LONG, "choices": "", "required": True, "now": MONDAY}
        first = call.asked[0]
        actions.reword(session, director, call, first, label="Qui vous soutient ?", **told)
        call.conditions = "Deux jours par semaine."
    agent.submit("Déposer dans cet appel", ANSWERS)

    assert agent.status == 422
    assert any("a changé entre-temps" in line for line in agent.errors)
    assert any("Cochez pour accepter" in line for line in agent.errors)
    kept = agent.value("Qui vous soutient ?", button="Déposer dans cet appel")
    assert kept.strip() == "Ma cheffe de service."
    box = {"J’ai lu les conditions d’engagement et je les accepte": True}
    agent.submit("Déposer dans cet appel", box)
    assert agent.sees("Vous aurez une réponse")


def test_an_irritant_already_deposited_enters_in_one_go(app, address, open_house, visitors):
    with writing(app) as session:
        open_house.tell(session, "officer", "Un guichet fermé tous les midis")
    agent = visitors(who("officer")).get(f"{address}/repondre")
    agent.submit("Déposer dans cet appel", ANSWERS)
    assert agent.sees("Vous aurez une réponse")
    assert agent.get(f"{address}/repondre").sees("Racontez d’abord le problème")


def test_one_takes_an_irritant_out_of_the_call(address, visitors):
    anna = visitors(who("anna")).get(address)
    anna.submit("Retirer de l’appel")
    assert anna.sees("n’est plus dans l’appel")
    assert anna.sees("retiré de l’appel")
