"""Whom a team met, without their names; what it tried; what looks like somebody in its words."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.investigations import actions, desk_queries, queries
from portal.investigations.desk_models import Opinion
from portal.investigations.personal_data import spotted
from portal.investigations.words import Channel, Criterion, EntryKind, HypothesisState, Met
from portal.kernel.errors import Forbidden, Missing, Refused
from tests.support.apps import MONDAY, writing

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Écrire à claire.vent@mairie.example demain", ["claire.vent@mairie.example"]),
        (
            "Rappeler le 06 12 34 56 78 ou le +33 1.22.33.44.55",
            ["06 12 34 56 78", "+33 1.22.33.44.55"],
        ),
        ("Numéro 2 84 07 51 123 456", ["2 84 07 51 123 456"]),
        ("Mme Vraisnom attend M. de Valbrune", ["Mme Vraisnom", "M. de Valbrune"]),
        ("Odile VRAISNOM au guichet", ["Odile VRAISNOM"]),
        (
            "Une mère de deux enfants, au guichet 4, le 12 mars 2026 : 3 900 dossiers, 22 minutes.",
            [],
        ),
        ("La CAF et la MDPH de la Marne se renvoient 12 345 dossiers.", []),
        ("", []),
        # However long it is, and without ever a sign that ends an address.
        ("a" * 200_000, []),
        ("a.-" * 60_000 + "@", []),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_may_tell_who_somebody_is_is_spotted(told, found):
    assert spotted(told) == found


def log(session, fabrique, made, **told):
    values = {"kind": EntryKind.INTERVIEW, "on": DAY, "text": "Une famille raconte.", "now": MONDAY}
    return actions.log(session, fabrique.actor(session, "intra"), made, **(values | told))


def test_people_met_are_counted_by_what_they_are(session_both, fabrique):
    made = fabrique.open(session_both)
    log(session_both, fabrique, made, met=Met.USER, persons=12, channel=Channel.PHONE)
    log(session_both, fabrique, made, met=Met.USER, territory="51")
    log(session_both, fabrique, made)
    log(session_both, fabrique, made, kind=EntryKind.NOTE)

    assert queries.interviews(session_both, [made.id]) == {made.id: 14}
    assert desk_queries.met(session_both, made) == [(Met.USER, 13), (None, 1)]
    with pytest.raises(Refused):
        log(session_both, fabrique, made, kind=EntryKind.NOTE, persons=3)


def test_a_solution_is_tried_then_kept_with_what_was_seen(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "intra")
    believed = actions.add_hypothesis(session_both, who, made, text="On oublie.", now=MONDAY)
    told = {"what": "Un message à chaque étape", "hypotheses": [believed.ref], "now": MONDAY}
    tried = actions.add_solution(session_both, who, made, **told)
    seen = {"users": 60, "observed": "Quatre sont revenus.", "state": HypothesisState.KEPT}
    with pytest.raises(Refused):
        actions.conclude_solution(
            session_both, who, made, tried, now=MONDAY, **(seen | {"observed": " "})
        )
    actions.conclude_solution(session_both, who, made, tried, now=MONDAY, **seen)

    (found,) = desk_queries.solutions(session_both, made)
    assert (found.users, found.state) == (60, HypothesisState.KEPT)
    assert [each.hypothesis for each in found.tries] == [believed]
    with pytest.raises(Forbidden):
        actions.add_solution(session_both, fabrique.actor(session_both, "agent"), made, **told)
    with pytest.raises(Missing):
        actions.add_solution(session_both, who, made, **(told | {"hypotheses": ["hyp-00000000"]}))


@pytest.fixture
def under_way(app, open_house):
    with writing(app) as session:
        return f"/investigations/{open_house.open(session, open_house.first).ref}"


def test_a_name_is_pointed_at_then_kept_if_it_is_meant(under_way, visitors):
    intra = visitors("intra@test.gouv.example").get(under_way)
    sure, text = "C’est bien ainsi : personne n’est reconnaissable", "Ce qui a été appris"
    told = {
        "Ce que c’est": "entretien",
        text: "Mme Vé attend depuis mars.",
        "Combien de personnes ?": "2",
    }
    intra.submit("Consigner", told)
    assert intra.status == 422
    assert any("Mme Vé" in line for line in intra.errors)
    assert intra.value(text, button="Consigner").strip() == "Mme Vé attend depuis mars."
    intra.submit("Consigner", {sure: True})

    assert intra.sees("Mme Vé attend depuis mars.") and intra.sees("2 personnes")


def test_a_team_says_what_it_tries_and_what_came_of_it(under_way, visitors):
    intra = visitors("intra@test.gouv.example").get(under_way)
    intra.submit("Poser l’hypothèse", {"Nouvelle hypothèse": "On oublie."})
    what = {
        "Nouvelle solution à essayer": "Un message",
        "Hypothèses mises à l’épreuve": ["On oublie."],
    }
    intra.submit("Prévoir cet essai", what)
    assert intra.sees("Pour l’hypothèse « On oublie. »")
    intra.follow("Dire ce qu’a donné « Un message »").submit("Garder cette observation")
    assert intra.status == 422
    seen = {
        "Avec combien d’usagers ?": "12",
        "Ce que l’on a observé": "Dix ont suivi le lien.",
        "Et maintenant": "Nous la gardons : elle aide",
    }
    intra.submit("Garder cette observation", seen)
    assert intra.sees("12 usagers l’ont essayée") and intra.sees("a gardé une solution essayée")


MARKS = dict.fromkeys(Criterion, (7, "Solide."))


def test_an_opinion_given_anew_leaves_the_former(session_both, fabrique):
    made, coach = fabrique.open(session_both), fabrique.actor(session_both, "coach")
    for mark in (4, 8):
        lines = MARKS | {Criterion.PROBLEM: (mark, "")}
        actions.give_opinion(session_both, coach, made, lines=lines, now=MONDAY)
    (seen,) = desk_queries.opinions(session_both, made)

    assert (seen.number, seen.lines[0].mark, len(seen.lines)) == (2, 8, len(Criterion))
    assert len(session_both.scalars(select(Opinion)).all()) == 2
    with pytest.raises(DatabaseError), session_both.begin_nested():
        session_both.execute(text("UPDATE investigation_opinion_line SET mark = 10"))


@pytest.mark.parametrize("wrong", [-1, 11, None])
def test_each_line_is_marked_from_0_to_10(session_both, fabrique, wrong):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "director")
    lines = MARKS | {Criterion.STRATEGY: (wrong, "")}
    with pytest.raises(Refused):
        actions.give_opinion(session_both, who, made, lines=lines, now=MONDAY)


def test_a_coach_gives_an_opinion_that_agents_do_not_read(under_way, visitors):
    coach = visitors("coach@test.gouv.example").get(f"{under_way}/avis")
    coach.submit("Garder cet avis", {"Problème": "12"})
    assert coach.status == 422 and coach.value("Problème", button="Garder cet avis") == "12"
    coach.submit("Garder cet avis", {str(one.label): "7" for one in Criterion})

    assert coach.sees("Coach Test") and coach.sees("Revoir mon avis")
    intra = visitors("intra@test.gouv.example").get(f"{under_way}/avis")
    assert intra.sees("Coach Test") and "Garder cet avis" not in intra.buttons
    assert visitors("agent@test.gouv.example").get(f"{under_way}/avis").status == 403
