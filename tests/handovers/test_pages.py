"""Pages of an exit, as people read and write them."""

from datetime import date

import pytest
from sqlalchemy import update

from portal.handovers import checking, leaving, queries
from portal.handovers.models import Handover
from portal.handovers.words import HealthState
from portal.kernel.refs import new_ref
from portal.organisations.models import Organisation
from portal.people.models import Mandate
from portal.policy import Role
from tests.handovers.conftest import consolidated, gone, out, planned
from tests.irritants.test_statements import counting
from tests.support.apps import writing
from tests.support.people import open_account

SAVE, STEP, LINE = "Enregistrer le plan", "Enregistrer cette étape", "Enregistrer cette ligne"
COME, TELL = "Ajouter cette présence", "Enregistrer le bilan"
DIRECTOR = "director@portail.example"


@pytest.fixture
def leaf(opened):
    """The page of a startup in consolidation that has no plan."""
    return opened(lambda s: f"/startups/{consolidated(s).ref}")


def test_a_plan_is_begun_completed_and_read(leaf, visitors):
    director = visitors(DIRECTOR).get(leaf).follow("aucun plan de sortie")
    director.follow("Commencer le plan de sortie")
    director.submit(SAVE, {})
    assert director.errors == ["Où va le service ? : Choisissez où va le service."]
    same = {"Et si ce n’est pas possible ?": "transféré, en mode produit"}
    told = {"Où va le service ?": "transféré, en mode produit"}
    told |= {"Date de sortie souhaitée": "2027-03-31"}
    director.submit(SAVE, told | same | {"Structure d’accueil": "Office des guichets"})
    assert director.status == 422
    assert director.value("Date de sortie souhaitée", button=SAVE) == "2027-03-31"
    director.submit(SAVE, {"Et si ce n’est pas possible ?": "transféré, en maintenance"})

    assert director.sees("Transféré, en mode produit, accueilli par Office des guichets.")
    assert director.sees("À défaut : transféré, en maintenance.")
    assert director.sees("Il manque : un contact dans cette structure, l’organisation visée,")
    assert director.sees("Transfert précipité") and director.sees("Plan de sortie commencé")
    reader = visitors().get(leaf).follow("transféré, en mode produit, le 31 mars 2027")
    assert reader.sees("accueilli par Office des guichets") and reader.sees("Mise en œuvre")
    for hidden in ("Il manque", "Transfert précipité", "Ce qui doit être prêt", "commencé"):
        assert not reader.sees(hidden), hidden


def test_a_step_and_a_line_are_told(opened, visitors):
    leaf = opened(lambda s: f"/startups/{planned(s, consolidated(s)).startup_ref}/sortie")
    director = visitors(DIRECTOR).get(leaf)
    assert director.sees("Lancement 31 mai 2026 – en retard")
    director.follow("Lancement").submit(STEP, {"Fin réelle": "2027-01-01"})
    assert director.errors == ["Fin réelle : Indiquez une date passée ou celle du jour."]
    director.submit(STEP, {"Fin réelle": "2026-06-12"})
    assert director.sees("Lancement 31 mai 2026 12 juin 2026 finie")
    director.follow("La documentation est complète").submit(LINE, {"Où en est-on ?": "fait"})
    assert director.errors == [
        "Preuve, ou explication : Dites ce qui le prouve, ou pourquoi c’est sans objet ;"
        " un lien suffit."
    ]
    director.submit(LINE, {"Où en est-on ?": "fait", "Preuve, ou explication": "Relue."})
    assert director.sees("La documentation est complète fait Relue. 23 novembre 2026 , Director")
    assert director.sees("1 ligne faite sur 10.")


def test_somebody_of_the_host_comes_and_is_withdrawn(opened, visitors):
    leaf = opened(lambda s: f"/startups/{planned(s, consolidated(s)).startup_ref}/sortie")
    director = visitors(DIRECTOR).get(leaf)
    told = {"Qui vient de la structure d’accueil ?": "chargé de produit"}
    director.submit(COME, told | {"Part de son temps, en pour cent": "120"})
    assert director.errors == [
        "Part de son temps, en pour cent : Écrivez un nombre entre 1 et 100."
    ]
    director.submit(COME, {"Premier jour": "2026-09-30", "Part de son temps, en pour cent": "50"})
    assert director.sees("6 mois de présence avant le 31 mars 2027, soit 3 mois à plein temps.")
    assert not director.sees("Transfert précipité")
    director.follow("Corriger la présence de « chargé de produit »")
    director.submit("Enregistrer cette présence", {"Dernier jour": "2026-09-01"})
    assert director.errors == ["Dernier jour : Le dernier jour vient avant le premier."]
    director.submit("Retirer cette présence")
    assert director.sees("0 mois de présence") and director.sees("Transfert précipité")
    assert not visitors().get(leaf).sees("chargé de produit")


def test_two_people_who_save_the_same_plan_see_both_texts(opened, visitors):
    leaf = opened(lambda s: f"/startups/{planned(s, consolidated(s)).startup_ref}/sortie/plan")
    first, second = visitors(DIRECTOR).get(leaf), visitors(DIRECTOR).get(leaf)
    first.submit(SAVE, {"Organisation visée": "Cinq agents."})
    second.submit(
        SAVE, {"Organisation visée": "Deux agents.", "Structure d’accueil": "Pas encore connue"}
    )

    assert second.status == 409
    assert second.sees("Cinq agents.") and second.sees("Office des guichets")
    assert second.value("Organisation visée", button=SAVE) == "Deux agents."
    second.submit(SAVE, {})
    assert second.sees("Deux agents.")


def test_an_adopted_scenario_is_shown_and_no_longer_asked(opened, visitors):
    def make(s):
        startup = consolidated(s)
        planned(s, startup)
        told = {"is_operated": False, "on": s.today, "decision_ref": "dec-0000000b"}
        leaving.adopt(s.session, s.actor("chair"), startup, **told, now=s.now)
        return f"/startups/{startup.ref}/sortie"

    leaf = opened(make)
    director = visitors(DIRECTOR).get(leaf)
    assert director.sees("adopté Transféré, en mode produit")
    director.follow("Modifier le plan")
    director.submit(SAVE, {"Adresse de son compte, s’il en a un": "personne@portail.example"})
    assert director.status == 422 and director.sees("Aucun agent n’a de compte à cette adresse.")
    assert director.sees("Seule une autre décision le change.")
    changes = {"Adresse de son compte, s’il en a un": "", "Organisation visée": "Deux agents."}
    director.submit(SAVE, changes)
    assert director.sees("Deux agents.") and director.sees("adopté Transféré, en mode produit")


@pytest.fixture
def left(opened):
    """A service that left in May, whose plan names who receives it."""

    def make(s):
        startup = consolidated(s)
        contact = open_account(s.session, "host@portail.example")
        planned(s, startup, contact=contact)
        gone(s, startup, date(2026, 5, 23))
        return f"/startups/{startup.ref}"

    return opened(make)


def test_who_receives_the_service_says_how_it_fares(left, visitors):
    host = visitors("host@portail.example").get("/moi/taches")
    host.follow("Guichet clair, bilan 6 mois après la sortie")
    host.submit(TELL, {"Comment va le service ?": "bien vivant"})
    assert host.errors == ["Qui s’en sert encore ? : Dites combien de personnes s’en servent."]
    told = {"Qui s’en sert encore ?": "1 200 par mois", "D’où vient ce chiffre": "Page publique"}
    told |= {"Qui le fait tourner": "Bureau des usages", "Ce qu’il faudrait faire": "Rien."}
    host.submit(TELL, told)

    assert host.sees("6 mois après la sortie bien vivant") and host.sees("Bureau des usages")
    reader = visitors().get(left).follow("bien vivant 6 mois après la sortie")
    assert reader.sees("1 200 par mois") and reader.sees("Page publique")
    assert not reader.sees("Bureau des usages") and not reader.sees("Rien.")
    agent = visitors("sponsor@portail.example").get(f"{left}/sortie")
    assert agent.sees("Bureau des usages") and "Faire le bilan" not in agent.links
    host.follow("Corriger le bilan 6 mois après la sortie")
    host.submit(TELL, {"Comment va le service ?": "fermé"})
    assert host.sees("6 mois après la sortie fermé")


def test_a_contact_who_is_replaced_no_longer_writes(app, left, visitors):
    host = visitors("host@portail.example").get(f"{left}/sortie").follow("Faire le bilan")
    with writing(app) as session:
        session.execute(update(Handover).values(contact_id=None))
    host.submit(TELL, {"Comment va le service ?": "fermé"})
    assert host.status == 403
    with writing(app) as session:
        # Nor does a director whose mandate has ended.
        session.execute(
            update(Mandate).where(Mandate.role == Role.DIRECTOR).values(ends_on=date(2026, 11, 1))
        )
    director = visitors(DIRECTOR).get(f"{left}/sortie")
    assert director.sees("Bilan attendu")
    assert "Faire le bilan" not in director.links


def test_the_list_of_services_that_left_is_narrowed(app, opened, visitors):
    def make(s):
        for title, since in (("Ancien", date(2026, 5, 1)), ("Récent", date(2026, 10, 31))):
            startup = out(s, since, title)
            leaving.leave(s.session, startup, on=since)
        six = queries.checks_of(s.session, startup.ref)[0]
        six.due_on = s.today
        s.session.flush()
        told = dict.fromkeys(
            ("usage", "source", "satisfaction", "runner", "incidents", "advice"), "Dit."
        )
        told |= {"state": HealthState.FRAGILE, "standards": None}
        checking.record(s.session, s.actor("director"), six, **told, now=s.now)

    opened(make)
    agent = visitors("sponsor@portail.example").get("/startups/sortis")
    assert agent.sees("Ancien 6 mois après la sortie 1er novembre 2026 en retard")
    assert agent.sees("Récent 6 mois après la sortie 23 novembre 2026 fragile")
    agent.get("/startups/sortis?etat=done")
    assert agent.sees("Récent") and not agent.sees("Ancien")
    agent.get("/startups/sortis?etat=late").follow("Voir tous les bilans")
    assert agent.sees("Récent") and agent.sees("Ancien")
    assert visitors().get("/startups/sortis").title == "Se connecter"


def test_one_follows_a_service_that_an_import_told_out(opened, visitors):
    leaf = opened(lambda s: f"/startups/{out(s, date(2026, 4, 30)).ref}/sortie")
    director = visitors(DIRECTOR).get(leaf).submit("Prévoir les bilans")
    assert director.sees("le vendredi 30 avril 2027")
    assert "Prévoir les bilans" not in director.buttons
    assert "Prévoir les bilans" not in visitors("sponsor@portail.example").get(leaf).buttons


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_sends_as_many_statements_whatever_it_shows(app, opened, visitors, rows):
    def make(s):
        for number in range(rows):
            leaving.leave(s.session, out(s, s.today, f"Sorti {number}"), on=s.today)

    opened(make)
    agent = visitors("sponsor@portail.example").get("/startups/sortis")
    with counting(app) as statements:
        agent.get("/startups/sortis")
    asked = [one for one in statements if "health_check" in one]
    # The rows with their number, how many stand where, how many left before the portal.
    assert len(asked) == 3, asked


def test_those_who_left_before_the_portal_are_listed_without_a_check(opened, visitors):
    opened(lambda s: [out(s, date(2025, 1, day), f"Parti {day:02}") for day in range(1, 28)] and "")
    agent = visitors("sponsor@portail.example").get("/startups/sortis")

    assert agent.sees("27 sortis avant le portail") and agent.sees("Parti 27 Transféré")
    assert agent.sees("aucun bilan ne leur est demandé") and not agent.sees("Parti 02")
    assert agent.get("/startups/sortis?etat=avant&page=2").sees("Parti 02")
    assert agent.get("/startups/sortis?etat=late").sees("Aucun bilan ici")


def test_a_service_whose_checks_are_planned_is_among_them_no_more(opened, visitors):
    def followed(s):
        left = out(s, date(2026, 11, 1))
        out(s, date(2025, 1, 1), "Parti avant")
        leaving.follow(s.session, s.actor("director"), left, now=s.now)
        return ""

    opened(followed)
    agent = visitors("sponsor@portail.example").get("/startups/sortis")

    assert agent.sees("Service sorti") and not agent.sees("Parti avant")
    agent.follow("sorti avant le portail")
    assert agent.sees("Parti avant") and not agent.sees("Service sorti")


def test_an_organisation_whose_name_was_removed_cannot_be_the_host(leaf, app, visitors):
    with writing(app) as session:
        session.add(Organisation(ref=new_ref("org"), name="(nom retiré)"))
    director = visitors(DIRECTOR).get(leaf).follow("aucun plan de sortie")
    director.follow("Commencer le plan de sortie")

    assert director.sees("Office des guichets") and not director.sees("nom retiré")
