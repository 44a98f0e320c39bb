"""A sitting lived by several people at once, each before their own screen (A10, A11, A12, A13).

The chair leads from the room, the secretary keeps the presence and the minutes, members vote on
their telephones; one of them has no script.
"""

import re
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from portal.cli import main
from portal.committees import dossier_actions, minutes_checking
from portal.committees.words import Direction
from portal.extensions import db
from portal.outbox.models import Mail
from portal.register import queries as register
from tests.committees.settling import funded, settle
from tests.committees.world import WEEK, World, email, write
from tests.support.apps import writing
from tests.support.browser import Visitor

GO, STOP = "Poursuivre, comme proposé", "Arrêter"
WAIT = "Accorder un sursis de 2 mois"
NEXT = WEEK + timedelta(days=42)
FIRST, SECOND = "Pièces à l’heure", "Bourse en un geste"
# What nobody may read of the others while a vote is open, whoever they are.
SECRETS = ("Décompte", "Bulletins nommés", "deux mois pour", "sursis ;", "Résultat")


@pytest.fixture
def places(app, clock):
    return prepare(app, clock)


def prepare(app, clock) -> World:
    """Three points convened: one with two conditions, one that will divide, one left for later."""
    with writing(app) as session:
        world = settle(session, clock)
        other = funded(session, world, SECOND)
        world.items = [
            world.send_startup(session),
            world.send_startup(session, other),
            world.send_investigation(session),
        ]
        for item in world.items[:2]:
            proposal = {"direction": Direction.CONTINUE, "phase": None, "months": 6}
            proposal |= {"amount": 300_000, "provisional_months": 2, "provisional_amount": 50_000}
            write(session, world, item, proposal=proposal)
        for owner, what in (("team", "Mesurer l’effet"), ("sponsor", "Nommer un repreneur")):
            dossier_actions.propose_condition(
                session,
                world.actor(session, "secretary"),
                world.item(session, world.items[0].ref),
                what=what,
                owner=world.person(session, owner),
                due_on=date(2027, 1, 10),
                proof="Un relevé daté",
                today=world.now.date(),
                now=world.now,
            )
        world.plan(session)
        world.take_up(session, *world.items)
        world.convene(session)
        world.items = [item.ref for item in world.items]
    world.at(WEEK)
    return world


def test_a_sitting_is_lived_by_several_people(app, visitors, clock, places):
    live_through(lambda who, _way: visitors(email(who)), clock, places, app)


def live_through(enter, clock, world: World, app) -> None:
    """The journey; `enter(who, way)` sits somebody before a screen: wide, phone or plain."""
    people = {
        who: enter(who, way)
        for who, way in (
            ("chair", "wide"),
            ("secretary", "wide"),
            ("ann", "phone"),
            ("bob", "plain"),
            ("cleo", "phone"),
            ("deputy", "plain"),
        )
    }
    sitting = f"/seances/{world.sitting_ref}"
    for member in ("ann", "bob", "cleo"):
        assert people[member].get(sitting).sees("C’est aujourd’hui")
    represent(people, sitting)
    gather(people, sitting, world)
    provisional(people, sitting, world, app)
    divided(people, world)
    close(people, sitting, world)
    sign(people, sitting)
    publish(people, world, app)
    come_back(enter, people, clock, world, app)


def shows(person, words: str) -> None:
    """What the page finds by itself; by « Actualiser » where nothing runs by itself."""
    look = getattr(person, "wait", None)
    if look is not None:
        look(words)
    else:
        person.get(person.url)
    assert person.sees(words), person.text


# A10: a proxy, presence, quorum, a recusal


def represent(people, sitting: str) -> None:
    """Ann may have to leave: Bob will vote in her name when she is away."""
    ann = people["ann"].get(sitting)
    ann.follow("Procurations").submit(
        "Enregistrer et prévenir", {"Qui vote à votre place": "Bob Essai"}
    )
    assert ann.sees("Bob Essai vote pour Ann Essai"), ann.errors or ann.text
    ann.get(sitting)


def gather(people, sitting: str, world: World) -> None:
    chair, secretary, cleo = people["chair"], people["secretary"], people["cleo"]
    chair.get(sitting).submit("Ouvrir la séance")
    there = dict.fromkeys(("Chair Essai", "Deputy Essai", "Bob Essai"), "en salle")
    there |= {"Cleo Essai": "en salle", "Expert Essai": "à distance", "Ann Essai": "absent"}
    secretary.get(sitting).submit("Noter la présence", there)
    assert secretary.sees("Présence notée"), secretary.errors
    shows(people["ann"], "Vous êtes noté : absent.")
    people["ann"].submit("Je prends part à distance")
    shows(people["bob"], "Point suivant")
    cleo.get(f"/points/{world.items[0]}")
    cleo.submit("Déclarer", {"Avez-vous un intérêt dans ce point ?": "Oui : je me déporte"})
    assert cleo.sees("Vous êtes déporté de ce point"), cleo.text


# A11, A12: a provisional go, its ballots closed until the closing


def provisional(people, sitting: str, world: World, app) -> None:
    chair, ann, bob = people["chair"], people["ann"], people["bob"]
    chair.get(sitting).follow("Montrer en salle")
    assert chair.sees("4 présents sur 4 qui peuvent voter ; il en faut 2."), chair.text
    assert chair.sees("Se sont déportés : Cleo Essai.")
    chair.submit("Ouvrir le vote")
    ann.get(sitting)
    assert people["cleo"].get(sitting).sees("Vous êtes déporté de ce point")
    assert "Voter" not in people["cleo"].links
    vote(ann, sitting, WAIT, "Encore deux mois pour mesurer.")
    vote(bob, sitting, GO)
    bob.get(f"/points/{world.items[0]}")
    bob.submit("Changer mon bulletin", {"Votre bulletin": WAIT, "Pourquoi": "Deux mois pour voir."})
    assert bob.sees("« sursis »"), bob.text
    for looking, path in (
        (chair, f"{sitting}/salle"),
        (people["secretary"], f"/points/{world.items[0]}"),
        (people["deputy"], f"/points/{world.items[0]}"),
        (people["cleo"], f"/points/{world.items[0]}"),
    ):
        looking.get(path)
        assert not any(looking.sees(secret) for secret in SECRETS), looking.text
    assert people["secretary"].get(f"/points/{world.items[0]}").sees("Ann Essai : a voté")
    for member in ("deputy", "chair"):
        vote(people[member], sitting, WAIT, "Mesurer avant d’étendre.")
    chair.get(f"{sitting}/salle").submit("Clore le vote")
    assert chair.sees("Résultat : sursis"), chair.text
    chair.submit(
        "Proclamer la décision",
        {"Motifs de la décision": "L’effet reste à mesurer, sur deux mois."},
    )
    assert chair.sees("Sursis pour 2 mois"), chair.errors or chair.text


def vote(member, sitting: str, choice: str, motive: str = "", **more) -> None:
    """From the page of the sitting, in one touch, and the receipt is read."""
    member.get(sitting)
    shows(member, "Le vote est ouvert jusqu’à")
    member.follow("Voter")
    member.submit("Voter", {"Votre bulletin": choice, "Pourquoi": motive} | more)
    assert member.sees("Votre bulletin est enregistré"), member.errors or member.text
    assert member.sees("Récépissé :")


# A10: a tie, settled by the presider's own ballot


def divided(people, world: World) -> None:
    chair, sitting = people["chair"], f"/seances/{world.sitting_ref}"
    people["secretary"].get(sitting).submit("Noter la présence", {"Ann Essai": "absent"})
    chair.follow("Point suivant")
    assert chair.title == SECOND
    chair.submit("Ouvrir le vote")
    why = {"Raison de l’arrêt": "pas d’impact constaté"}
    vote(people["deputy"], sitting, STOP, "Rien n’a changé.", **why)
    for member in ("bob", "chair"):
        vote(people[member], sitting, GO)
    vote_for_ann(people["bob"], f"/points/{world.items[1]}", why)
    vote(people["cleo"], sitting, "S’abstenir")
    chair.get(f"{sitting}/salle?point={world.items[1]}").submit("Clore le vote")
    assert chair.sees("Résultat : poursuite"), chair.text
    chair.submit("Proclamer la décision", {"Motifs de la décision": "La présidence a départagé."})


def vote_for_ann(bob, point: str, why: dict) -> None:
    """Another ballot, on a page of its own, which cannot be taken for one's own."""
    bob.get(point).follow("Voter pour Ann Essai")
    told = {"Votre bulletin": STOP, "Pourquoi": "Elle l’a écrit : rien n’a changé."} | why
    bob.submit("Voter pour Ann Essai", told)
    assert bob.sees("Le bulletin est enregistré pour Ann Essai."), bob.errors or bob.text


def close(people, sitting: str, world: World) -> None:
    chair, secretary = people["chair"], people["secretary"]
    secretary.get(sitting).submit("Clore la séance", action="/cloture")
    assert secretary.status == 422
    assert secretary.errors == ["Il reste à décider : « Une fois suffit »."], secretary.errors
    chair.get(f"/points/{world.items[2]}").submit(
        "Reporter", {"Motif": "Le rapport est à compléter.", "Prochaine date": "2027-01-11"}
    )
    chair.get(f"{sitting}/salle").submit("Clore la séance")
    assert chair.sees("Procès-verbal"), chair.errors or chair.text


# A13: minutes, signatures, publication


def sign(people, sitting: str) -> None:
    secretary, chair, bob = people["secretary"], people["chair"], people["bob"]
    secretary.get(f"{sitting}/proces-verbal").submit(
        "Enregistrer le texte", {"Débats et observations": "Le comité a *longuement* débattu."}
    )
    for signer in (chair, secretary):
        signer.get(f"{sitting}/proces-verbal").submit("Signer le procès-verbal")
        assert signer.sees("Procès-verbal signé"), signer.text
    bob.get(f"{sitting}/proces-verbal")
    for told in ("Cleo Essai", "Se sont déportés", "Deux mois pour voir.", "longuement"):
        assert bob.sees(told), bob.text
    assert bob.sees("Ann Essai a donné procuration à Bob Essai")
    assert bob.sees("Ann Essai (par Bob Essai)")


def publish(people, world: World, app) -> None:
    chair, ann = people["chair"], people["ann"]
    verify(app, world, people["bob"])
    with app.app_context():
        waiting = db.session().scalar(select(func.count(Mail.id)))
    chair.get(f"/points/{world.items[0]}").follow("Lire la décision")
    decision = chair.url
    chair.follow("Publier la décision")
    assert chair.sees("Ce qui reste masqué") and chair.sees("Les bulletins nommés : 4 bulletins.")
    chair.submit("Publier la décision")
    assert chair.sees("Décision publiée"), chair.errors
    with app.app_context():
        assert db.session().scalar(select(func.count(Mail.id))) > waiting
    assert ann.get(decision).sees("Votre bulletin est compté. Récépissé :")
    ann.get(f"/seances/{world.sitting_ref}/proces-verbal").follow(
        "Vérifier cette empreinte au registre"
    )


def verify(app, world: World, reader) -> None:
    """Screen, paper and the page that verifies bear one fingerprint; the command accepts them."""
    address = f"/seances/{world.sitting_ref}/proces-verbal"
    reader.get(address)
    (shown,) = set(re.findall(r"Empreinte SHA-256\W+([0-9a-f]{64})", reader.text))
    paper = Visitor(app).sign_in(email("bob")).client.get(f"{address}.pdf").data
    assert minutes_checking.told_by(paper) == shown
    reader.follow("Vérifier cette empreinte au registre")
    assert reader.sees(f"Empreinte du document {shown}"), reader.text
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    told = CliRunner().invoke(main, ["register", "verify"], env={"PORTAL_DATABASE_URL": url})
    assert told.exit_code == 0, told.output
    with app.app_context():
        assert register.fault(db.session()) is None


# A11: the conditions head the next point


def come_back(enter, people, clock, world: World, app) -> None:
    team = enter("team", "phone")
    assert team.get("/moi/taches").sees("Mesurer l’effet"), team.text
    assert team.get(f"/startups/{world.startup_ref}").sees("Sursis pour 2 mois")
    with writing(app) as session:
        again = world.send_startup(session)
        world.plan(session, NEXT)
        world.take_up(session, again)
        world.convene(session)
        world.at(NEXT)
        world.begin(session)
        item = again.ref
    clock.move_to(NEXT)
    sitting = f"/seances/{world.sitting_ref}"
    chair = enter("chair", "wide")
    chair.get(f"{sitting}/salle")
    assert "Ouvrir le vote" not in chair.buttons, chair.text
    chair.follow("Mesurer l’effet").submit(
        "Régler la réserve",
        {"Cette réserve est": "levée", "Preuve, ou motif de l’abandon": "Relevé du 4 janvier."},
    )
    chair.get(f"{sitting}/salle")
    assert "Ouvrir le vote" not in chair.buttons, chair.text
    chair.follow("Nommer un repreneur").submit(
        "Régler la réserve",
        {"Cette réserve est": "abandonnée", "Preuve, ou motif de l’abandon": "Le ministère garde."},
    )
    chair.get(f"{sitting}/salle").submit("Ouvrir le vote")
    chair.get(f"/points/{item}")
    assert not chair.sees("Accorder un sursis"), chair.text
