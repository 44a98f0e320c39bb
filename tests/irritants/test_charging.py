"""Who answers: taken, entrusted to a named colleague; and both scenarios of the triage, told whole."""

from datetime import timedelta

import pytest

from portal.irritants import actions
from portal.kernel.errors import Forbidden, Refused
from tests.irritants.conftest import WHY, told_to
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY

TITLE = "Le même justificatif est demandé trois fois"


@pytest.fixture
def v(village):
    """On one database: nothing here is said otherwise by the other."""
    return village


def entrust(v, irritant, who="officer", to="director"):
    ref = v.people[to].ref
    return actions.entrust(v.session, v.actor(who), irritant, colleague_ref=ref, now=v.now)


def test_a_colleague_has_it_in_charge_and_is_told(v, irritant):
    entrust(v, irritant)

    assert irritant.officer_id == v.people["director"].id
    said = [title for title in told_to(v, "director") if "confie" in title]
    assert said == [f"Officer Test vous confie l’irritant «\u00a0{TITLE}\u00a0»"]
    with pytest.raises(Refused):
        actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)


@pytest.mark.parametrize("to", ["elsewhere", "agent", "officer", "programme"])
def test_only_a_colleague_of_the_desk_may_be_entrusted(v, irritant, to):
    with pytest.raises(Refused) as refusal:
        entrust(v, irritant, to=to)

    assert refusal.value.field == "colleague_ref" and irritant.officer_id is None


def test_an_author_is_not_entrusted_with_their_own(v):
    with pytest.raises(Refused):
        entrust(v, v.irritant("director", key="own"))


def test_what_a_colleague_has_is_first_taken_from_them(v, irritant):
    actions.take(v.session, v.actor("director"), irritant, now=v.now)
    with pytest.raises(Refused):
        entrust(v, irritant)
    with pytest.raises(Forbidden):
        entrust(v, irritant, who="agent")


@pytest.fixture
def town(app):
    return Town(app)


def test_a04_completion_loop_stops_the_clock_and_shows_what_changed(town, clock, mode):
    ref = town.deposit()
    town.does("fan", "support", ref)
    first = visit(town, "director", mode).get(f"/tri/{ref}").submit("Prendre en charge")
    assert first.sees("Pris en charge par vous.")
    second = visit(town, "officer", mode).get(f"/tri/{ref}")
    assert second.sees("Pris en charge par Director Test.")
    assert second.sees("sera prévenu de votre reprise")
    assert "Qualifier : le problème est établi" not in second.links
    second.submit("Reprendre à sa place")
    assert second.sees("Pris en charge par vous.")
    second.submit("Confier et le prévenir", {"À quel collègue ?": "Director Test"})
    assert second.sees("Director Test a cet irritant en charge, et en est prévenu.")

    author = visit(town, "author", mode)
    assert author.get(f"/irritants/{ref}/completer").status in (403, 409, 422)
    clock.move_to(MONDAY + timedelta(days=10))
    first = visit(town, "director", mode).get(f"/tri/{ref}")
    first.follow("Demander à l’auteur de compléter")
    kept = first.value("Votre message", button="Relire avant l’envoi")
    told = {"Que manque-t-il ?": "il manque des précisions", "Votre message": kept + " Merci !"}
    first.submit("Relire avant l’envoi", told)
    assert first.sees("Voici ce qu’une personne recevra.") and first.sees("Merci !")
    first.submit("Envoyer la demande")
    assert first.sees("À compléter") and first.sees("Délai de réponse suspendu")

    clock.move_to(MONDAY + timedelta(days=50))
    author = visit(town, "author", mode).get("/moi/taches").follow("Compléter")
    author.submit("Renvoyer complété", {"Que se passe-t-il aujourd’hui ?": WHY * 3})
    assert author.sees("Réponse due dans 20 jours") and "Compléter mon irritant" not in author.links
    first = visit(town, "director", mode).get("/tri").follow(TITLE)
    assert first.sees("Ce que l’auteur a complété") and first.sees(WHY)
    assert first.sees("Réponse due dans 20 jours")


def test_a05_transfer_counts_from_the_deposit_and_the_sender_goes_on_reading(town, clock, mode):
    ref = town.deposit()
    town.does("fan", "support", ref)
    town.does("agent", "comment", ref, body="Chez nous aussi, chaque semaine, au guichet.")
    clock.move_to(MONDAY + timedelta(days=12))
    sender = visit(town, "officer", mode).get(f"/tri/{ref}")
    sender.follow("Proposer à un autre incubateur")
    why = {"À quel incubateur ?": "Atelier des Monts", "Pourquoi lui ?": WHY}
    sender.submit("Relire avant l’envoi", why)
    assert sender.sees("un collègue du tri.")
    sender.submit("Proposer et prévenir")
    assert sender.sees("à accepter ou rendre dans 15 jours")

    receiver = visit(town, "elsewhere", mode).get("/tri?vue=offerts").follow(TITLE)
    assert receiver.sees("Motif : " + WHY)
    receiver.follow("Prendre le relais").submit("Relire avant l’envoi")
    assert receiver.sees("l’auteur, une personne qui dit « moi aussi »")
    receiver.submit("Prendre le relais et prévenir")
    assert receiver.sees("Réponse due dans 18 jours") and receiver.sees("1 commentaire")
    assert town.read(ref, "support_count") == 1

    assert sender.get(f"/irritants/{ref}").status == 200
    assert sender.get(f"/tri/{ref}").status == 403


def test_an_offer_is_answered_within_its_fifteen_days(town, clock, mode):
    ref = town.deposit()
    town.does("officer", "redirect", ref, incubator_ref=town.other, motive=WHY)
    clock.move_to(MONDAY + timedelta(days=16))
    receiver = visit(town, "elsewhere", mode).get(f"/tri/{ref}").follow("Prendre le relais")
    receiver.submit("Relire avant l’envoi")
    if receiver.status == 200:
        receiver.submit("Prendre le relais et prévenir")

    assert receiver.status == 422 and receiver.sees("L’offre de transfert a pris fin.")
