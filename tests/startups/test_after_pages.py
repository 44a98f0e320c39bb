"""The pages of what follows a stop: what each person reads and writes there."""

from datetime import date

import pytest
from sqlalchemy import update

from portal.people.models import Mandate
from portal.policy import Role
from portal.startups.words import Phase
from tests.startups.after import ended, offered, safeguarded
from tests.support.apps import writing

SEEK, SEND, DECLINE = "Enregistrer", "Envoyer l’offre", "Décliner l’offre"
OFFER = {
    "Organisation qui propose": "Office des guichets",
    "Montant apporté pour six mois, en euros": "120 000",
    "Qui porterait le service": "La direction des guichets",
    "Ce que vous proposez": "Nous gardons l’équipe.",
    "L’offre tient jusqu’au": "2026-12-31",
}
LESSON = {
    "Ce que nous avons appris": "Les mairies veulent un seul appel.",
    "Pourquoi le service s’arrête": "Un autre service le fait.",
    "À qui voudrait recommencer": "Commencer par le standard.",
    "Ce que deviennent les usagers et les données": "Tout est effacé.",
}


@pytest.fixture
def rescued(opened):
    return opened(lambda s: f"/startups/{safeguarded(s).ref}")


@pytest.fixture
def halted(opened):
    return opened(lambda s: f"/startups/{ended(s).ref}")


def test_anyone_reads_that_a_service_looks_for_a_take_over_but_no_offer(app, opened, visitor):
    def make(s):
        startup = safeguarded(s)
        return startup.ref, offered(s, startup).ref

    ref, offer = opened(make)
    visitor.get("/startups/reprises").follow("Guichet clair")
    assert visitor.sees("Fin de la sauvegarde : dans 92 jours, le mardi 23 février 2027")
    assert visitor.sees("Raison : plus de financement")
    assert not visitor.sees("Office des guichets")
    assert not visitor.sees("Dossier technique de reprise")
    visitor.get(f"/startups/{ref}/sauvegarde/offres/{offer}")
    assert "/connexion" in visitor.url


def test_a_team_says_what_it_seeks(rescued, visitors):
    member = visitors("team@portail.example").get(f"{rescued}/sauvegarde")
    member.submit(SEEK, {"Ce qu’il faut pour six mois, en euros": "90 000"})
    assert member.status == 422
    assert member.value("Ce qu’il faut pour six mois, en euros", button=SEEK) == "90 000"
    asked = "Ce que le service apporte, et ce qu’il faudrait pour le reprendre"
    member.submit(SEEK, {asked: "Un sponsor pour deux ans.", "Nous cherchons un sponsor": True})

    assert member.sees("Un sponsor pour deux ans.")
    member.check_reload()


def test_an_offer_goes_to_the_director_who_declines_with_a_reason(rescued, visitors):
    taker = visitors("programme@portail.example").get(f"{rescued}/sauvegarde")
    taker.follow("Proposer de le reprendre")
    taker.submit(SEND, OFFER | {"Montant apporté pour six mois, en euros": "0"})
    assert taker.status == 422 and taker.sees("Indiquez le montant apporté pour six mois")
    taker.submit(SEND, OFFER)
    assert taker.sees("à examiner")

    director = visitors("director@portail.example").get(f"{rescued}/sauvegarde")
    director.follow("Office des guichets").submit(DECLINE, {})
    assert director.status == 422
    director.submit(DECLINE, {"Pourquoi cette offre n’est pas suivie": "Trop court."})
    assert director.sees("déclinée") and director.sees("Trop court.")
    director.check_reload()
    assert taker.get(f"{rescued}/sauvegarde").follow("Office des guichets").sees("Trop court.")


def test_its_author_takes_an_offer_back(opened, visitors):
    def make(s):
        startup = safeguarded(s)
        return f"/startups/{startup.ref}/sauvegarde/offres/{offered(s, startup).ref}"

    place = opened(make)
    taker = visitors("programme@portail.example").get(place)
    taker.submit("Retirer mon offre", {})
    assert taker.sees("retirée")


def test_a_team_completes_the_technical_file(rescued, visitors):
    member = visitors("team@portail.example").get(f"{rescued}/dossier-technique")
    assert member.sees("9 réponses manquent")
    member.follow("Licence")
    member.submit("Enregistrer la réponse", {"Où en est-on ?": "renseigné"})
    assert member.status == 422
    said = {"Où en est-on ?": "renseigné", "Ce que le repreneur doit savoir": "Licence libre."}
    member.submit("Enregistrer la réponse", said)
    assert member.sees("8 réponses manquent") and member.sees("Licence libre.")
    member.check_reload()


def test_a_lesson_is_written_read_again_then_public(halted, visitors, visitor):
    member = visitors("team@portail.example").get(f"{halted}/lecon")
    member.follow("Écrire ce que nous avons appris")
    member.submit("Enregistrer et relire", LESSON | {"Ce que nous avons appris": ""})
    assert member.status == 422
    member.submit("Enregistrer et relire", LESSON)
    assert member.sees("Ce que le public lira") and not member.sees("Publier\n")
    assert not visitor.get(f"{halted}/lecon").sees("un seul appel")

    director = visitors("director@portail.example").get(f"{halted}/lecon/apercu")
    director.submit("Publier", {})
    assert director.sees("Publié le")
    assert visitor.get(f"{halted}/lecon").sees("un seul appel")
    visitor.get(halted)
    assert visitor.sees("publié le 23 novembre 2026")


def test_the_programme_finds_what_no_director_is_left_to_publish(app, halted, visitors, visitor):
    member = visitors("team@portail.example").get(f"{halted}/lecon/ecrire")
    member.submit("Enregistrer et relire", LESSON)
    programme = visitors("programme@portail.example").get(f"{halted}/lecon/apercu")
    assert programme.status == 403
    with writing(app) as session:
        over = update(Mandate).where(Mandate.role == Role.DIRECTOR)
        session.execute(over.values(ends_on=date(2026, 11, 1)))
    programme.get("/moi/taches")
    assert programme.sees("aucun responsable d’incubateur n’est en fonction")
    programme.follow("Guichet clair : ce qui a été appris est écrit")
    assert "Modifier le texte" not in programme.links
    assert visitors("sponsor@portail.example").get(f"{halted}/lecon/apercu").status == 403
    assert "Relire et publier" in programme.get(f"{halted}/lecon").links
    programme.follow("Relire et publier").submit("Publier", {})
    assert programme.sees("Publié le")
    assert visitor.get(f"{halted}/lecon").sees("un seul appel")
    assert programme.get("/moi/taches").sees("ce qui a été appris est écrit") is False


def test_a_published_lesson_says_beforehand_that_a_change_wants_its_motive(halted, visitors):
    member = visitors("team@portail.example").get(f"{halted}/lecon/ecrire")
    assert not member.sees("Pourquoi le texte change")
    member.submit("Enregistrer et relire", LESSON)
    director = visitors("director@portail.example").get(f"{halted}/lecon/apercu")
    director.submit("Publier", {})

    assert member.get(f"{halted}/lecon/ecrire").sees("Pourquoi le texte change (obligatoire)")


def test_what_changed_since_the_preview_is_read_again_before_it_is_public(app, halted, visitors):
    member = visitors("team@portail.example").get(f"{halted}/lecon/ecrire")
    member.submit("Enregistrer et relire", LESSON)
    director = visitors("director@portail.example").get(f"{halted}/lecon/apercu")
    member.get(f"{halted}/lecon/ecrire")
    member.submit("Enregistrer et relire", {"À qui voudrait recommencer": "Rien."})
    director.submit("Publier", {})
    assert director.status == 409
    director.submit("Publier", {})
    assert director.sees("Publié le")


@pytest.mark.parametrize("phase", [Phase.STOPPED, Phase.DORMANT])
def test_what_ended_is_read_everywhere_and_refuses_writes_in_a_sentence(
    app, opened, visitors, phase
):
    sheet = opened(lambda s: f"/startups/{ended(s, phase).ref}")
    member = visitors("team@portail.example")
    for leaf in ("", "/impact", "/objectifs", "/standards", "/budget", "/composants", "/journal"):
        assert member.get(sheet + leaf).status == 200, leaf
    member.get(sheet + "/journal")
    token = member.page.find("input", attrs={"name": "csrf_token"})["value"]
    form = {"csrf_token": token, "_idem": "a" * 32, "on": "2026-11-02", "body": "Une ligne."}
    answer = member.client.post(f"{sheet}/journal", data=form)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert "La startup est terminée" in said and "Une ligne." in said
