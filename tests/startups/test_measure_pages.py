"""The pages of impact: what a team writes there, what anyone reads."""

import pytest
from sqlalchemy import select

from portal.startups import measure_queries, queries
from portal.startups.measure_models import Reading
from tests.startups.test_measures import followed, told
from tests.support.apps import writing

FOLLOW, NOTE, FIX = "Enregistrer la mesure", "Relever ce chiffre", "Corriger le chiffre"
ANSWERS = {
    "Ce que l’on mesure": "Rendez-vous tenus",
    "Échelon": "Utilisé",
    "Unité": "rendez-vous",
    "Sens": "plus c’est haut, mieux c’est",
    "Ce que dit chaque chiffre": "une quantité par mois",
    "Source": "Relevé du standard",
}


@pytest.fixture
def sheet(opened):
    return opened(lambda s: f"/startups/{s.made().ref}")


def test_a_team_follows_a_measure_and_anyone_reads_it(app, sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/impact")
    member.submit(FOLLOW, ANSWERS | {"Source": ""})
    assert member.status == 422
    assert member.errors == ["Source : Dites d’où vient le chiffre."]
    assert member.value("Unité", button=FOLLOW) == "rendez-vous"
    member.submit(FOLLOW, ANSWERS)
    assert member.sees("Mesure phare : Rendez-vous tenus")
    member.follow("Rendez-vous tenus")
    for day, figure in (("2026-09-30", "1 100"), ("2026-10-31", "1240,5")):
        member.submit(
            NOTE, {"Jour du relevé, ou dernier jour de la période": day, "Chiffre": figure}
        )
        assert member.status == 200, member.errors
    assert member.sees("De 1 100 rendez-vous à 1 240,5 rendez-vous")
    member.check_reload()

    passer_by = visitors().get(f"{sheet}/impact")
    assert passer_by.sees("Utilisé 1 240,5 rendez-vous Rendez-vous tenus 31 octobre 2026")
    assert passer_by.sees("Utile il manque un chiffre")
    assert FOLLOW not in passer_by.buttons
    passer_by.follow("Rendez-vous tenus")
    assert NOTE not in passer_by.buttons and not passer_by.sees("Corriger")
    assert not passer_by.sees("Team")


def test_what_is_no_number_is_said_and_kept(sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/impact")
    member.submit(FOLLOW, ANSWERS).follow("Rendez-vous tenus")
    member.submit(NOTE, {"Chiffre": "NaN"})

    assert member.status == 422
    assert member.errors == ["Chiffre : Écrivez un nombre, par exemple 1200 ou 4,5."]
    assert member.value("Chiffre", button=NOTE) == "NaN"


def test_a_correction_shows_both_figures_to_everybody(app, sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/impact")
    member.submit(FOLLOW, ANSWERS).follow("Rendez-vous tenus")
    member.submit(
        NOTE, {"Chiffre": "12", "Jour du relevé, ou dernier jour de la période": "2026-11-02"}
    )
    member.follow("Corriger le chiffre du 2 novembre 2026")
    member.submit(FIX, {"Chiffre juste": "21"})
    assert member.errors[0].startswith("Pourquoi le chiffre change : Dites pourquoi")
    member.submit(FIX, {"Chiffre juste": "21", "Pourquoi le chiffre change": "Chiffres inversés."})

    assert member.sees("21 rendez-vous Corrigé : Chiffres inversés. Team")
    assert member.sees("12 rendez-vous remplacé le 23 novembre 2026")
    with writing(app) as session:
        assert len(session.scalars(select(Reading)).all()) == 2


def test_two_people_change_a_measure_and_none_is_lost(sheet, visitors):
    first = visitors("team@portail.example").get(f"{sheet}/impact")
    first.submit(FOLLOW, ANSWERS).follow("Rendez-vous tenus").follow("Modifier la mesure")
    second = visitors("director@portail.example").get(first.url)
    second.submit(FOLLOW, {"Source": "Enquête"})
    first.submit(FOLLOW, {"Source": "Comptage"})

    assert first.status == 409 and first.sees("Enquête")
    first.submit(FOLLOW, {})
    assert first.sees("Comptage")


def test_strangers_write_nothing_and_odd_addresses_are_closed(app, sheet, visitors):
    member = visitors("team@portail.example").get(f"{sheet}/impact")
    member.submit(FOLLOW, ANSWERS).follow("Rendez-vous tenus")
    place = member.url
    stranger = visitors("stranger@portail.example")
    assert stranger.get(f"{place}/modifier").status == 403
    for odd in (
        "mes-00000000",
        "mes-00000000/modifier",
        f"{place.rpartition('/')[2]}/val-00000000",
    ):
        assert member.get(f"{sheet}/impact/{odd}").status == 404
    with writing(app) as session:
        startup = queries.by_ref(session, sheet.rpartition("/")[2])
        assert len(measure_queries.measures(session, startup)) == 1


UNSAID = "Dites ce que mesure ce chiffre"


def test_a_measure_that_does_not_say_what_it_counts_has_no_cost(app, opened, visitors):
    def make(s):
        startup = s.made()
        s.session.expire_all()
        told(s, startup, followed(s, startup, nature=None), 40)
        return f"/startups/{startup.ref}"

    sheet = opened(make)
    member = visitors("team@portail.example").get(f"{sheet}/budget")
    assert member.sees(f"{UNSAID} pour que le coût se calcule")
    member.follow(UNSAID)
    member.submit(FOLLOW, {"Ce que dit chaque chiffre": "Choisir…"})
    assert member.errors == ["Ce que dit chaque chiffre : Dites ce que dit chaque chiffre."]
    member.submit(FOLLOW, {"Ce que dit chaque chiffre": "un taux ou une note"})
    assert member.get(f"{sheet}/budget").sees("Un taux ou une note ne se compte pas")
    assert not visitors().get(f"{sheet}/impact").sees(UNSAID)
