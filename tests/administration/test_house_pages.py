"""The pages of incubators and organisations, with a script and without."""

import pytest
from sqlalchemy import select

from portal.journal import queries as journal
from portal.organisations import queries
from portal.organisations.models import Incubator, Organisation
from portal.people import queries as people
from portal.policy import Role
from tests.irritants.conftest import TOLD, settle as settle_village
from tests.support.apps import MONDAY, writing

ADMIN, PROGRAMME = "admin@test.gouv.example", "programme@test.gouv.example"
TODAY = MONDAY.date()
CLOSE = "Fermer l’incubateur et prévenir"


@pytest.mark.parametrize("who", [ADMIN, PROGRAMME])
def test_an_incubator_is_made_then_said_better(app, open_office, visitors, who):
    page = visitors(who).get("/administration/incubateurs").follow("Créer un incubateur")
    page.submit("Créer l’incubateur", {"Nom": "  ", "Site": "incubateur"})
    assert page.status == 422
    assert any("https://" in line for line in page.errors)
    assert page.value("Site", button="Créer l’incubateur") == "incubateur"
    answers = {"Nom": "Atelier du Pré", "Site": "https://pre.gouv.example", "Contact": "01"}
    page.submit("Créer l’incubateur", answers)
    assert (page.title, page.sees("L’incubateur est créé")) == ("Atelier du Pré", True)
    assert page.sees("a créé l’incubateur")
    page.follow("Modifier la fiche").submit("Enregistrer la fiche", {"Contact": "02"})
    assert page.sees("a modifié la fiche : contact")
    assert "Atelier du Pré" in visitors().get("/incubateurs").links


def test_a_name_that_is_taken_is_said(open_office, visitors):
    page = visitors(ADMIN).get("/administration/incubateurs/nouveau")
    page.submit("Créer l’incubateur", {"Nom": "fabrique du vaubrun"})
    assert page.status == 422
    assert "Ce nom est déjà pris" in page.errors[0]


def test_the_same_form_sent_twice_makes_one_incubator(app, open_office, visitors):
    page = visitors(ADMIN).get("/administration/incubateurs/nouveau")
    form = page.page
    for _ in range(2):
        page.page, page.url = form, "/administration/incubateurs/nouveau"
        page.submit("Créer l’incubateur", {"Nom": "Atelier du Pré"})
    with writing(app) as session:
        query = select(Incubator).where(Incubator.title == "Atelier du Pré")
        assert len(session.scalars(query).all()) == 1


def test_two_who_edit_at_once_see_both_texts(open_office, visitors):
    path = f"/administration/incubateurs/{open_office.house}/fiche"
    first, second = visitors(ADMIN).get(path), visitors(PROGRAMME).get(path)
    first.submit("Enregistrer la fiche", {"Contact": "01"})
    second.submit("Enregistrer la fiche", {"Contact": "02"})
    assert second.status == 409
    assert second.sees("01") and second.sees("02")
    second.submit("Enregistrer la fiche")
    assert second.sees("02")


def test_a_closing_says_what_it_does_then_does_it(open_office, visitors):
    page = visitors(ADMIN).get(f"/administration/incubateurs/{open_office.house}")
    page.follow("Fermer l’incubateur")
    assert page.sees("Ces rôles prennent fin : Director Test, responsable d’incubateur.")
    page.submit(CLOSE, {"Motif": ""})
    assert page.status == 422
    page.submit(CLOSE, {"Motif": "La convention est finie."})
    assert page.sees("Fermé depuis le")
    assert page.sees("Admin Test a fermé l’incubateur") and not page.sees("a rouvert")
    assert page.sees("Personne : l’incubateur est fermé.")
    assert visitors().get(f"/incubateurs/{open_office.house}").sees("Fermé depuis le")
    page.follow("Rouvrir l’incubateur").submit("Rouvrir l’incubateur", {"Motif": "Reprise, enfin."})
    assert page.sees("L’incubateur est rouvert")


def test_a_closed_incubator_gives_no_role(app, open_office, visitors):
    programme = visitors(PROGRAMME).get(f"/administration/incubateurs/{open_office.house}")
    form = programme.page
    closer = visitors(ADMIN).get(f"/administration/incubateurs/{open_office.house}/fermeture")
    closer.submit(CLOSE, {"Motif": "La convention est finie."})
    programme.page = form
    programme.submit(
        "Donner ce rôle et prévenir",
        {"Adresse de la personne": "agent@test.gouv.example", "Rôle": "chargé de tri"},
    )
    assert programme.status == 422
    with writing(app) as session:
        assert people.holders(session, open_office.house, TODAY, Role.OFFICER) == []


def test_the_closed_are_found_when_asked_for(open_office, visitors):
    page = visitors(ADMIN).get(f"/administration/incubateurs/{open_office.house}/fermeture")
    page.submit(CLOSE, {"Motif": "La convention est finie."})
    page.get("/administration/incubateurs")
    assert page.sees("Aucun incubateur") and not page.sees("Fabrique")
    page.submit("Chercher", {"Lesquels": "Tous"})
    assert page.sees("Fabrique du Vaubrun")
    page.submit("Chercher", {"Nom de l’incubateur ou de son organisation": "absente"})
    assert page.sees("Aucun incubateur ne répond à ces filtres")


@pytest.mark.parametrize(
    ("who", "status", "may_write"),
    [
        ("auditor", 200, False),
        ("programme", 200, True),
        ("admin", 200, True),
        ("agent", 403, False),
    ],
)
def test_who_reads_and_who_writes(open_office, visitors, who, status, may_write):
    visitor = visitors(f"{who}@test.gouv.example").get("/administration/incubateurs")
    assert visitor.status == status
    assert ("Créer un incubateur" in visitor.links) is may_write
    assert visitor.get("/administration/incubateurs/nouveau").status == (200 if may_write else 403)
    assert visitor.get("/administration/organisations").status == status


def test_an_organisation_is_made_then_said_better(app, open_office, visitors):
    page = visitors(ADMIN).get("/administration/organisations").follow("Créer une organisation")
    answers = {"Nom": "Direction des guichets", "Sigle": "DG", "Type": "opérateur"}
    page.submit("Créer l’organisation", answers)
    assert page.sees("L’organisation est créée : Direction des guichets.")
    page.follow("Direction des guichets")
    page.submit("Enregistrer la fiche", {"Nom": ""})
    assert page.status == 422
    page.submit("Enregistrer la fiche", {"Nom": "Direction des pas", "Sigle": "DP"})
    assert page.sees("La fiche est enregistrée : Direction des pas.")
    page.submit("Chercher", {"Nom, sigle ou domaine": "dp", "Trier": "Par type"})
    assert "Direction des pas" in page.links
    with writing(app) as session:
        found = session.scalars(select(Organisation)).one()
        assert [one.act for one in journal.of(session, found.ref)] == ["organisation.edit"] * 2


def test_a_kind_that_an_import_brought_stays_possible(app, open_office, visitors):
    with writing(app) as session:
        found = Organisation(ref="org-00000001", name="Syndicat", kind="syndicat-mixte")
        session.add(found)
    page = visitors(ADMIN).get("/administration/organisations/org-00000001")
    page.submit("Enregistrer la fiche", {"Sigle": "SM"})
    with writing(app) as session:
        assert queries.organisation(session, "org-00000001").kind == "syndicat-mixte"


def test_an_administrator_is_told_how_many_wait_and_reads_none_of_them(app, visitors):
    with writing(app) as session:
        village = settle_village(session)
        village.irritant(confidential=True)
        ref = village.house.ref
    path = f"/administration/incubateurs/{ref}/fermeture"

    admin, programme = visitors(ADMIN).get(path), visitors(PROGRAMME).get(path)

    assert admin.sees("Des irritants y attendent une suite : 1.") and CLOSE not in admin.buttons
    assert not admin.sees(TOLD["title"]) and programme.sees(TOLD["title"])
