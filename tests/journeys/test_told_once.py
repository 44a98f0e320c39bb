"""A draft taken up again, a look-alike instead of a second deposit, one answer for several irritants.

Scenarios A01, A02 and A06.
"""

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant, Support
from portal.outbox.models import Mail
from portal.policy import Role
from portal.search import actions as search
from portal.search.actions import Tried
from portal.search.words import Past
from tests.journeys.cast import address, gather
from tests.journeys.test_irritant_to_startup import TITLE, deposit
from tests.support.apps import writing
from tests.support.people import open_account

NEAR = "Les familles ressaisissent leurs revenus pour chaque demande de bourse"
TRIED, REASON = "Une bourse sans justificatif", "Aucune administration n’a ouvert ses fichiers."
BADGES, GATE = "Les badges des agents ne marchent jamais le lundi", "La barrière reste bloquée"
TOLD = "Trois guichets, trois envois des mêmes pièces, et personne qui les rapproche. " * 2
WHY = "Ce sujet relève du service des bâtiments, que nous avons prévenu ce matin."


@pytest.fixture
def places(app):
    return settle(app)


def settle(app) -> dict[str, str]:
    """The cast, a second officer, and an investigation that stopped about the same problem."""
    places = gather(app)
    with writing(app) as session:
        open_account(
            session, address("chargee"), (Role.OFFICER, places["incubator"]), name="Chargée"
        )
        tried = Tried(Past.INCONCLUSIVE, TRIED, f"{TITLE}. {TOLD}", REASON)
        search.index(session, "investigation", "inv-00000001", TITLE, TOLD, tried=tried)
    return places


def test_nothing_is_typed_or_answered_twice(app, visitors, places):
    live_through(visitors, places)
    check_facts(app)


def live_through(visitors, places) -> None:
    """The journey, whoever the visitors are."""
    agent, other = visitors(address("agent")), visitors(address("soutien"))
    director, officer = visitors(address("directrice")), visitors(address("chargee"))
    irritants = [resume(agent), deposit(agent, places, BADGES), deposit(agent, places, GATE)]
    say_me_too(other, irritants[0])
    answer_several(director, officer, irritants)


def resume(agent) -> str:
    """Left after one answer, taken up again; what lacks is said with a way to it; one deposit."""
    agent.get("/irritants/nouveau")
    agent.submit("Enregistrer et finir plus tard", {"Le problème en une phrase": TITLE})
    assert "Reprendre" in agent.links and "Nouveau" in agent.links
    agent.follow("Reprendre")
    assert agent.value("Le problème en une phrase", button="Continuer") == TITLE
    step = {
        "Qui subit ce problème ?": ["Particuliers"],
        "Cela touche-t-il des usagers ou des agents ?": "Des usagers du service public",
    }
    agent.submit("Continuer", step)
    agent.submit("Continuer", {"Combien de personnes par an ?": "42 000"})
    agent.submit("Continuer")
    agent.submit("Continuer", {"À quel incubateur l’adresser ?": "Fabrique de Vaubrun"})
    agent.submit("Déposer l’irritant")
    assert agent.errors == ["Racontez ce qui se passe aujourd’hui, en quelques lignes."]
    agent.follow(agent.errors[0])
    agent.submit("Tout relire", {"Que se passe-t-il aujourd’hui ?": TOLD})
    agent.submit("Déposer l’irritant")
    assert agent.title == "Votre irritant est déposé" and not agent.sees("brouillon")
    return f"/irritants/{agent.url.split('/')[2]}"


def say_me_too(other, irritant: str) -> None:
    """Both look-alikes, the second with its reason; « moi aussi » drops the draft; taken back once."""
    other.get("/irritants/nouveau")
    other.submit("Voir ce qui ressemble", {"Le problème en une phrase": NEAR})
    assert other.sees(TITLE) and other.sees(TRIED) and other.sees(REASON)
    other.follow("Moi aussi")
    dropping = "Dire « moi aussi » et supprimer mon brouillon"
    other.submit(dropping, {"Une ligne de contexte": "À Reims, en septembre."})
    assert other.sees("1 personne dit « moi aussi ».") and other.sees("À Reims, en septembre.")
    other.submit("Retirer mon « moi aussi »")
    assert other.get(irritant).sees("Personne n’a encore dit « moi aussi ».")
    other.submit("Moi aussi")


def answer_several(director, officer, irritants: list[str]) -> None:
    """Three are reread together; a colleague takes one meanwhile: it is skipped, and named."""
    boxes = {f"Cocher « {name} »": True for name in (TITLE, BADGES, GATE)}
    director.get("/tri").submit("Répondre à ceux qui sont cochés", boxes)
    director.follow("Ne pas retenir")
    director.submit(
        "Relire avant l’envoi",
        {
            "Motif": "hors du champ de l’incubateur",
            "Votre message": WHY,
            "Relire l’irritant le": "2027-05-03",
        },
    )
    assert director.sees("Voici ce que 2 personnes recevront.") and director.sees(WHY)
    for irritant in irritants:
        assert director.sees(irritant.rpartition("/")[2])
    officer.get(irritants[0].replace("/irritants/", "/tri/")).submit("Prendre en charge")
    director.submit("Confirmer pour 3 irritants")
    assert director.title == "C’est fait pour 2 irritants"
    assert director.sees("1 irritant a changé entre-temps") and TITLE in director.links


def check_facts(app) -> None:
    """Two answered, one left; one mail for each fact, and they wait in the outbox."""
    with writing(app) as session:
        states = session.scalars(select(Irritant.state).order_by(Irritant.id)).all()
        assert states == ["submitted", "declined", "declined"]
        assert session.scalar(select(func.count(Support.id))) == 1
        mails = session.execute(select(Mail.kind, Mail.sent_at)).all()
        assert sorted(kind for kind, _sent in mails) == [
            *["irritant.decline"] * 2,
            *["irritant.submit"] * 3,
        ]
        assert {sent for _kind, sent in mails} == {None}
