"""From two irritants told by agents to the go that makes a startup, as people do it (A07)."""

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.register import queries as register
from tests.journeys.cast import address, gather
from tests.support.apps import MONDAY

GO, LONGER = "Lancer la startup, comme proposé", "Prolonger l’investigation de 2 mois"
TITLE = "Les familles ressaisissent leurs revenus à chaque demande de bourse"
OTHER = "Trois guichets demandent le même avis d’imposition aux boursiers"
SECOND = MONDAY + timedelta(days=8)


@pytest.fixture
def places(app):
    return gather(app)


def test_an_irritant_becomes_a_startup(app, visitors, clock, places):
    live_through(visitors, clock, places)
    with app.app_context():
        assert register.fault(db.session()) is None


def live_through(visitors, clock, places) -> None:
    """The journey, whoever the visitors are."""
    agent, support = visitors(address("agent")), visitors(address("soutien"))
    director = visitors(address("directrice"))

    irritants = {title: deposit(agent, places, title) for title in (TITLE, OTHER)}
    for title, irritant in irritants.items():
        support.get(irritant).submit("Moi aussi")
        assert "Retirer mon « moi aussi »" in support.buttons, support.text
        triage(director, irritant, title)
    assert agent.get("/moi/messages").sees("retenu")

    investigation = investigate(director, visitors(address("intra")), irritants)
    item = carry(visitors(address("intra")), investigation, places)
    sitting = convene(visitors(address("secretaire")), places, item)
    clock.move_to(SECOND)
    decision = decide(visitors, sitting, item)

    assert decision.sees("Poursuite pour 6 mois")
    decision.follow("Voir la startup")
    assert "Sans ressaisie" in decision.title
    team = visitors(address("intra")).get(decision.url)
    for told in ("construction", "Sponsor", "180 000 €", "1er décembre 2026", "Échéance du comité"):
        assert team.sees(told), team.text
    agent.get(irritants[TITLE])
    assert agent.title == "Se connecter"
    agent.sign_in(address("agent"))
    for irritant in irritants.values():
        assert agent.get(irritant).sees("A donné naissance à une startup"), agent.text
        assert agent.sees("Cet irritant a donné naissance à Sans ressaisie")
    assert agent.text.count("23 novembre 2026") > 3, agent.text
    support.sign_in(address("soutien"))
    for person in (agent, support):
        told = person.get("/moi/messages").text
        assert told.count("poursuite pour 6") == 1


def deposit(agent, places, title: str = TITLE) -> str:
    tell(agent, title)
    agent.submit("Déposer l’irritant")
    assert agent.status == 200, agent.text
    ref = agent.url.split("/")[2]
    return f"/irritants/{ref}"


def tell(agent, title: str = TITLE) -> None:
    """The four steps; what is left is to reread and deposit."""
    agent.get("/irritants/nouveau")
    agent.submit(
        "Continuer",
        {
            "Le problème en une phrase": title,
            "Qui subit ce problème ?": ["Particuliers"],
            "Cela touche-t-il des usagers ou des agents ?": "Des usagers du service public",
        },
    )
    agent.submit(
        "Continuer",
        {
            "Que se passe-t-il aujourd’hui ?": "Chaque année, des milliers de familles envoient trois fois "
            "les mêmes justificatifs de revenus, à trois guichets qui ne se parlent pas.",
            "Combien de personnes par an ?": "42 000",
            "Minutes perdues à chaque fois": "35",
        },
    )
    agent.submit("Continuer", {"Comment fait-on en attendant ?": "On photocopie."})
    agent.submit("Continuer", {"À quel incubateur l’adresser ?": "Fabrique de Vaubrun"})


def triage(director, irritant: str, title: str = TITLE) -> None:
    desk = irritant.replace("/irritants/", "/tri/")
    director.get("/tri").follow(title)
    director.submit("Prendre en charge")
    for gesture, done in (
        ("qualifier", "Qualifier et prévenir"),
        ("retenir", "Retenir et prévenir"),
    ):
        director.get(f"{desk}?geste={gesture}")
        director.submit("Relire avant l’envoi")
        director.submit(done)
        assert director.status == 200, director.text


def investigate(director, intra, irritants: dict[str, str]) -> str:
    director.get(irritants[TITLE]).follow("Ouvrir une investigation")
    director.submit(
        "Ouvrir l’investigation et prévenir",
        {
            "Irritants retenus à comprendre ensemble": list(irritants),
            "Titre de l’investigation": "Les revenus ressaisis",
            "Question à laquelle elle doit répondre": "Pourquoi demande-t-on trois fois les revenus ?",
            "Nom du sponsor": "Sylvie Ponsard",
            "Adresse du sponsor, s’il a un compte ici": address("sponsor"),
            "Engagement du sponsor": [
                "Le sponsor comprend comment le programme travaille",
                "Il accepte que tout s’arrête si l’effet n’est pas là",
                "Il protège le temps de l’équipe et vient aux comités",
            ],
            "Adresse de l’intrapreneur": address("intra"),
            "Adresse du coach": address("coach"),
            "Fin prévue": "2027-01-25",
        },
    )
    assert director.status == 200, director.errors
    place = director.url
    learn(intra, place)
    return place


def learn(intra, place: str) -> None:
    intra.get(place).submit(
        "Consigner",
        {
            "Ce que c’est": "entretien",
            "Jour": "2026-11-23",
            "Ce qui a été appris": "Une famille envoie onze pièces, dont sept que l’État détient déjà.",
        },
    )
    intra.submit(
        "Poser l’hypothèse", {"Nouvelle hypothèse": "Les trois guichets lisent le même fichier."}
    )
    intra.follow("Conclure « Les trois guichets lisent le même fichier. »")
    intra.submit(
        "Garder cette conclusion",
        {
            "Ce que disent les faits": "Je la garde : les faits la confirment",
            "Ce qui l’a montré": "Les trois équipes l’ont montré sur pièces.",
        },
    )
    intra.get(place).follow("Écrire le rapport")
    intra.submit("Enregistrer le rapport", {"Rapport": "Ce que nous avons appris. " * 20})


def carry(intra, investigation: str, places) -> str:
    intra.get(investigation).follow("Envoyer au comité")
    intra.submit(
        "Envoyer au comité",
        {
            "Comité": "Comité de Vaubrun",
            "Nom proposé pour la startup": "Sans ressaisie",
            "Sa mission en une phrase": "Éviter aux familles de ressaisir leurs revenus.",
        },
    )
    item = intra.url.removesuffix("/dossier")
    intra.follow("Écrire le dossier")
    intra.submit(
        "Enregistrer le dossier",
        {
            "La demande en une phrase": "Six mois pour ouvrir à trois départements.",
            "Montant demandé, en euros": "180 000",
            "Dossier": "## Promis\n\nUne seule saisie.\n\n## Observé\n\nOnze pièces.",
        },
    )
    assert intra.sees("180"), intra.text
    return item


def convene(secretary, places, item: str) -> str:
    secretary.get(f"/comites/{places['committee']}").submit(
        "Prévoir la séance",
        {
            "Jour": f"{SECOND:%Y-%m-%d}",
            "Heure": "09:00",
            "Lieu ou lien de visioconférence": "Salle Vaubrun",
        },
    )
    sitting = secretary.url
    secretary.submit("Inscrire")
    secretary.submit("Convoquer la séance")
    assert secretary.sees("convoquée"), secretary.errors
    return sitting


def decide(visitors, sitting: str, item: str):
    """The sitting itself: presence, vote, proclamation, closing, minutes."""
    chair, secretary = visitors(address("presidente")), visitors(address("secretaire"))
    secretary.get(sitting).submit("Ouvrir la séance")
    secretary.submit(
        "Noter la présence",
        {
            name.title(): "en salle"
            for name in ("presidente", "suppleant", "membre", "membre2", "membre3")
        },
    )
    chair.get(item).submit("Ouvrir le vote")
    assert chair.sees("quorum atteint"), chair.text
    for name, choice in (
        ("membre", GO),
        ("membre2", GO),
        ("membre3", LONGER),
    ):
        vote(visitors(address(name)), item, choice)
    vote(visitors(address("suppleant")), item, GO)
    assert not chair.get(item).sees("Décompte")
    vote(chair, item, GO)
    chair.get(item).submit("Clore le vote")
    assert chair.sees("Résultat : poursuite"), chair.text
    secretary.get(sitting).submit("Clore la séance", action="/cloture")
    assert secretary.status == 422
    assert "Il reste à décider" in secretary.errors[0]
    chair.submit(
        "Proclamer la décision", {"Motifs de la décision": "L’effet est établi sur onze pièces."}
    )
    decision = chair.url
    secretary.get(sitting).submit("Clore la séance", action="/cloture")
    sign(secretary, chair, sitting)
    return chair.get(decision)


def vote(member, item: str, choice: str) -> None:
    motive = "Il faut une preuve de plus." if choice == LONGER else ""
    member.get(item).submit("Voter", {"Votre bulletin": choice, "Pourquoi": motive})
    assert member.sees("Votre bulletin est enregistré"), member.errors


def sign(secretary, chair, sitting: str) -> None:
    for signer in (secretary, chair):
        signer.get(f"{sitting}/proces-verbal").submit("Signer le procès-verbal")
        assert signer.sees("Procès-verbal signé"), signer.text
    assert secretary.get(sitting).sees("PV signé")
