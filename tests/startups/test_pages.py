"""What each person reads of startups, and the two forms of a director."""

from datetime import date

import pytest

from portal.kernel.refs import new_ref
from portal.startups import queries
from portal.startups.models import PhasePeriod
from portal.startups.words import Phase, PhaseSource
from tests.startups.conftest import Studio
from tests.support.apps import writing
from tests.support.html import text_of

STATED = {
    "Jour où le financement a été accordé": "2026-07-01",
    "Terme du financement": "2026-12-31",
    "Montant accordé, en euros": "120 000",
    "Fin des crédits": "2027-01-10",
}
RECORD = "Enregistrer le financement"


@pytest.fixture
def place(opened):
    """Two startups: one imported, one made by a decision; gives their addresses."""

    def make(s: Studio) -> dict[str, str]:
        imported = s.imported("Boussole", themes=["Santé"], fast_number=3, fast_amount=300_000)
        stopped = s.imported("Ancre", phase=Phase.STOPPED, since=date(2025, 3, 3))
        made = s.made()
        return {
            "imported": f"/startups/{imported.ref}",
            "stopped": f"/startups/{stopped.ref}",
            "made": f"/startups/{made.ref}",
            "house": s.house.ref,
            "period": imported.periods[0].ref,
        }

    return opened(make)


def test_anyone_reads_the_list_and_its_states(place, visitor):
    visitor.get("/startups")

    assert visitor.title == "Startups d’État"
    assert visitor.sees("Toutes : 3")
    assert visitor.sees("Présumé : 1")
    assert visitor.sees("Terme dans 97 jours, le dimanche 28 février 2027")
    assert visitor.sees("Terme présumé : dans 98 jours, le lundi 1er mars 2027")
    assert visitor.sees("Arrêté le 3 mars 2025")


def test_filters_stay_in_the_address(place, visitor):
    visitor.get("/startups").submit("Afficher", {"Thématique": "Santé"})

    assert "theme=Sant" in visitor.url
    assert visitor.sees("Toutes : 1") and visitor.sees("Boussole")
    assert not visitor.sees("Guichet clair")
    visitor.check_reload()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "Filtrer et trier"),
        ("?q=guichet", "Filtrer et trier"),
        ("?tri=term", "Filtrer et trier"),
        ("?phase=x", "Filtrer et trier"),
        ("?tri=title", "Filtrer et trier. En cours : Trier « par titre »"),
        (
            "?phase=construction&terme=soon",
            "Filtrer et trier. En cours : Phase « construction », Terme « bientôt »",
        ),
    ],
)
def test_the_folded_filters_say_what_they_ask(place, visitor, asked, told):
    visitor.get(f"/startups{asked}")

    assert text_of(visitor.page.select_one("main summary")) == told
    assert (told == "Filtrer et trier") != ("Ne plus filtrer" in visitor.links)


def test_a_state_opens_its_list_and_keeps_the_filters(place, visitor):
    visitor.get("/startups?phase=construction").follow("Présumé : 1")

    assert visitor.sees("Boussole") and not visitor.sees("Guichet clair")
    assert "phase=construction" in visitor.url


def test_nothing_found_says_what_to_do(place, visitor):
    visitor.get("/startups?q=introuvable")

    assert visitor.sees("Aucune startup ne répond à ces filtres")
    assert "Voir toutes les startups" in visitor.links


@pytest.mark.parametrize(
    "odd", ["?phase=x&terme=y&tri=z", "?incubateur=inc-00000000", "?mois=2026-13", "?page=-1"]
)
def test_odd_addresses_answer_the_list(place, visitor, odd):
    assert visitor.get(f"/startups{odd}&endpoint=x&_external=1").status == 200


def test_the_portfolio_prints_every_startup_of_its_filters(place, visitor):
    visitor.get("/startups/portefeuille")
    assert visitor.sees("3 startups, au 23 novembre 2026")
    assert visitor.sees("Quand les termes tombent")
    assert not visitor.sees("Fin des crédits")

    visitor.get("/startups/portefeuille?terme=presumed")
    assert visitor.sees("1 startup, au") and visitor.sees("Boussole")


def test_the_sheet_tells_until_when_and_what_is_missing(place, visitor):
    visitor.get(place["imported"])

    assert visitor.title == "Boussole"
    assert visitor.sees("Terme présumé : dans 98 jours, le lundi 1er mars 2027")
    assert visitor.sees("le financement en cours (montant, fin des crédits, terme)")
    assert visitor.sees("construction depuis septembre 2026")
    assert visitor.sees("Rien n’est encore noté dans : Composants")
    assert visitor.sees("Office des guichets") and visitor.sees("L’Atelier")


def test_money_and_names_are_not_for_passers_by(place, visitors):
    passer_by = visitors().get(place["made"])
    assert not passer_by.sees("150 000 €") and not passer_by.sees("Sponsor Sponsor")
    assert passer_by.sees("2 personnes y travaillent ou la sponsorisent")
    assert not passer_by.sees("Chair")

    team = visitors("team@portail.example").get(place["made"])
    assert team.sees("150 000 € pour 6 mois")
    assert team.sees("membre de l’équipe")
    stranger = visitors("stranger@portail.example").get(place["made"])
    assert not stranger.sees("150 000 €") and stranger.sees("membre de l’équipe")


def test_the_date_of_the_committee_is_told_even_when_it_is_the_term(place, visitors):
    assert visitors().get(place["made"]).sees("Échéance du comité : le même jour")
    assert not visitors().get(place["imported"]).sees("Échéance du comité")


def test_a_director_states_the_grant_and_the_clock_starts(place, visitors):
    director = visitors("director@portail.example").get(place["imported"])
    director.follow("Enregistrer le financement en cours")
    assert director.sees("Personne n’est prévenu")
    director.submit(RECORD, STATED)

    assert director.title == "Boussole"
    assert director.sees("Financement enregistré : terme le jeudi 31 décembre 2026")
    assert director.sees("Échéance du comité : jeudi 26 novembre 2026")
    assert director.sees("120 000 €")
    assert director.sees("Financement en cours saisi : terme le 31 décembre 2026 (Director).")


def test_what_is_wrong_is_said_beside_the_field_and_kept(place, visitors):
    director = visitors("director@portail.example").get(f"{place['imported']}/financement")
    director.submit(RECORD, STATED | {"Terme du financement": "2026-06-30"})

    assert director.status == 422
    assert director.errors == [
        "Terme du financement : Indiquez un terme qui vient après le jour de l’accord."
    ]
    assert director.value("Montant accordé, en euros", button=RECORD) == "120 000"
    director.submit(RECORD, {"Terme du financement": ""})
    assert director.errors == [
        "Terme du financement : Indiquez le jour où le financement accordé se termine."
    ]


def test_two_directors_at_once_lose_nothing(app, place, visitors):
    first = visitors("director@portail.example").get(f"{place['imported']}/financement")
    second = visitors("programme@portail.example").get(f"{place['imported']}/financement")
    first.submit(RECORD, STATED)

    second.submit(RECORD, STATED | {"Montant accordé, en euros": "99000"})
    assert second.status == 409
    assert second.sees("Ce texte a été enregistré ailleurs entre-temps")
    assert second.sees("Déjà enregistré : 120000") and second.sees("Votre texte : 99000")
    second.submit(RECORD)

    with writing(app) as session:
        startup = queries.by_ref(session, place["imported"].rpartition("/")[2])
        assert startup.current_grant.amount == 99_000


def test_others_may_not_state_a_grant(place, visitors):
    address = f"{place['imported']}/financement"

    assert visitors().get(address).title == "Se connecter"
    for who in ("stranger", "team"):
        assert visitors(f"{who}@portail.example").get(address).status == 403
        assert RECORD not in visitors(f"{who}@portail.example").get(place["imported"]).links


def test_a_decided_grant_is_not_stated(place, visitors):
    director = visitors("director@portail.example").get(f"{place['made']}/financement")

    assert director.sees("Rien à saisir ici") and RECORD not in director.buttons


def test_a_director_corrects_a_date_and_both_stay(place, visitors):
    director = visitors("director@portail.example").get(place["imported"])
    director.follow("Corriger la date")
    assert director.value("Premier jour de la phase", button="Corriger la date") == "2026-09-01"
    answers = {"Premier jour de la phase": "2026-08-01", "Pourquoi la date change": "Lettre."}
    director.submit("Corriger la date", answers)

    assert director.sees("Date corrigée : le journal garde les deux et votre motif.")
    assert director.sees(
        "Début de la phase « construction » corrigé : 1er septembre 2026 devient 1er août 2026"
    )
    assert director.sees("Terme présumé : dans 70 jours, le lundi 1er février 2027")


def test_a_correction_is_motivated(place, visitors):
    address = f"{place['imported']}/phases/{place['period']}/correction"
    director = visitors("director@portail.example").get(address)
    director.submit("Corriger la date", {"Premier jour de la phase": "2026-08-01"})

    assert director.status == 422 and len(director.errors) == 1
    assert visitors("team@portail.example").get(address).status == 403
    other = f"{place['made']}/phases/{place['period']}/correction"
    assert director.get(other).status == 404


def test_incubators_and_the_clock_count_what_their_lists_hold(place, visitors):
    programme = visitors("programme@portail.example").get("/horloge")
    assert programme.sees("L’horloge des six mois") and programme.sees("mars 2027")
    visitors().get("/incubateurs").follow("L’Atelier")

    passer_by = visitors().get(f"/incubateurs/{place['house']}")
    assert passer_by.sees("Boussole") and passer_by.sees("Ancre")
    passer_by.follow("Présumé")
    assert passer_by.sees("Présumé : 1")
    assert visitors().get("/horloge").title == "Se connecter"


def test_what_does_not_exist_is_missing(place, visitors):
    for address in ("/startups/stu-00000000", "/incubateurs/inc-00000000"):
        assert visitors().get(address).status == 404
    assert visitors().get("/organisations/org-00000000").status == 404


def test_raw_html_of_a_sheet_is_left_out(app, opened, visitor):
    body = "<!--StartFragment-->Un <b>mot</b><script>alert(1)</script><iframe src='x'></iframe>."
    address = opened(lambda s: f"/startups/{s.imported(body=body).ref}")

    assert visitor.get(address).sees("Un mot .") or visitor.sees("Un mot.")
    assert not visitor.sees("StartFragment") and not visitor.sees("alert")


def test_a_passer_by_reads_no_motive_of_the_journal(app, place, visitors):
    director = visitors("director@portail.example")
    director.get(f"{place['imported']}/phases/{place['period']}/correction")
    director.submit(
        "Corriger la date",
        {"Premier jour de la phase": "2026-08-01", "Pourquoi la date change": "Lettre du 1er août"},
    )

    assert director.get(place["imported"]).sees("Lettre du 1er août")
    passer_by = visitors().get(place["imported"])
    assert passer_by.sees("corrigé") and not passer_by.sees("Lettre du 1er août")


def test_a_sponsor_who_is_named_is_not_said_missing(place, visitors):
    reader = visitors("director@portail.example")

    assert "un sponsor" not in reader.get(place["made"]).text.split("Comité et décisions")[0]
    assert reader.sees("Sponsor devient sponsor le 31 août 2026")


def test_a_passer_by_does_not_read_whose_role_it_is(place, visitor):
    visitor.get(place["made"])

    assert visitor.sees("Rôle donné : sponsor, à partir du 31 août 2026")


def test_users_are_said_in_words(opened, visitor):
    told = opened(
        lambda s: s.imported("Cap", user_types=["collectivite-territoriale", "marin"]).ref
    )

    assert visitor.get(f"/startups/{told}").sees("Collectivités territoriales, marin")


def test_a_phase_of_the_past_ends_when_the_next_one_begins(opened, visitor):
    def moved(s: Studio) -> str:
        found = s.imported(phase=Phase.ACCELERATION, since=date(2026, 9, 1))
        told = {"source": PhaseSource.IMPORT, "starts_on": date(2025, 3, 1)}
        before = Phase.CONSTRUCTION
        found.periods.append(
            PhasePeriod(ref=new_ref("pha"), phase=before, rank=before.rank, **told)
        )
        return f"/startups/{found.ref}"

    visitor.get(opened(moved))

    assert visitor.sees("Construction 1er mars 2025 1er septembre 2026")
    assert visitor.sees("Accélération 1er septembre 2026 –")
