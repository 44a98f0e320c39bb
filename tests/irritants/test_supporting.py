"""What one adds to « moi aussi »: figures, a place, a line; counted, opened, taken back."""

import pytest

from portal.irritants import actions, queries, support_queries
from portal.irritants.support_queries import Told
from portal.irritants.words import Figure
from tests.irritants.test_pages import Town, visit

SAID = "Enregistrer ces précisions"
TELLS = (
    ("fan", {"people": 200, "hours": 12, "territory": "51", "context": "Chaque lundi"}),
    ("officer", {"people": 1000, "territory": "51", "administration": "Mairie de Vaubrun"}),
    ("director", {"territory": "2A"}),
    ("elsewhere", {"people": 0}),
)


@pytest.fixture
def told(v, irritant):
    for who, values in TELLS:
        actions.support(v.session, v.actor(who), irritant, now=v.now, **values)
    return irritant


def test_figures_and_places_are_counted_by_distinct_persons(v, told):
    actions.support(v.session, v.actor("fan"), told, now=v.now)
    found = support_queries.tally(v.session, told)

    assert found.figures == {Figure.PEOPLE: (1200, 3), Figure.HOURS: (12, 1)}
    assert found.administrations == [("Préfecture de Vaubrun", 3), ("Mairie de Vaubrun", 1)]
    assert found.territories == [("51", "Marne", 2), ("2A", "Corse-du-Sud", 1)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Told(), ["elsewhere", "director", "officer", "fan"]),
        (Told(territory="51"), ["officer", "fan"]),
        (Told(administration="Mairie de Vaubrun"), ["officer"]),
        (Told(figure=Figure.PEOPLE), ["officer", "fan"]),
        (Told(figure=Figure.HOURS, territory="2A"), []),
    ],
)
def test_each_count_opens_on_its_lines(v, told, asked, found):
    lines = v.session.scalars(support_queries.saying(told, asked))

    assert [one.person_id for one in lines] == [v.people[who].id for who in found]


def test_what_is_not_told_again_stays_and_what_is_taken_back_counts_no_more(v, told):
    fan = v.actor("fan")
    actions.support(v.session, fan, told, now=v.now)
    assert queries.support_of(v.session, told, fan).people == 200
    actions.unsupport(v.session, fan, told, now=v.now)

    assert support_queries.tally(v.session, told).figures == {Figure.PEOPLE: (1000, 2)}


def test_following_and_me_too_are_taken_back_apart(v, irritant):
    fan = v.actor("fan")
    actions.support(v.session, fan, irritant, now=v.now)
    assert not queries.is_followed(v.session, irritant, fan)
    actions.follow(v.session, fan, irritant, now=v.now)
    actions.unsupport(v.session, fan, irritant, now=v.now)
    assert queries.is_followed(v.session, irritant, fan)
    actions.support(v.session, fan, irritant, now=v.now)
    actions.unfollow(v.session, fan, irritant, now=v.now)

    # Whoever says « moi aussi » is still answered.
    assert v.people["fan"] in queries.audience(v.session, [irritant], v.now.date())
    actions.unsupport(v.session, fan, irritant, now=v.now)
    assert v.people["fan"] not in queries.audience(v.session, [irritant], v.now.date())


@pytest.fixture
def town(app):
    return Town(app)


def test_me_too_takes_one_click_and_then_as_much_as_one_likes(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    assert SAID not in agent.buttons
    agent.submit("Moi aussi")
    assert agent.value("Dans quelle administration ?", button=SAID) == "Préfecture de Vaubrun"
    agent.submit(
        SAID,
        {
            "Combien de personnes concernées chez vous ?": "3 200",
            "Dans quel département ?": "51 Marne",
        },
    )

    assert agent.sees("3 200 personnes concernées d’après 1 personne")
    agent.follow("Marne")
    assert agent.sees("1 personne") and agent.sees("non précisé")
    assert not agent.sees("Agent Test")
    agent.get(f"/irritants/{ref}").submit("Retirer mon « moi aussi »")
    assert not agent.sees("3 200") and town.read(ref, "support_count") == 0


def test_a_figure_that_is_none_is_said_beside_its_field_and_kept(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}").submit("Moi aussi")
    agent.submit(
        SAID, {"Combien d’heures perdues par mois ?": "beaucoup", "Une ligne de contexte": "Ici"}
    )

    assert agent.status == 422
    assert any("Écrivez un nombre entier" in line for line in agent.errors)
    assert agent.value("Une ligne de contexte", button=SAID) == "Ici"
    assert agent.page.find(id="preciser").has_attr("open")


def test_the_lines_of_a_confidential_irritant_are_for_its_readers(town):
    ref = town.deposit(confidential=True)
    answers = {
        who: visit(town, who).get(f"/irritants/{ref}/soutiens").status
        for who in ("agent", "elsewhere", "admin", "officer", "programme", "auditor", "author")
    }

    assert answers == {
        "agent": 404,
        "elsewhere": 404,
        "admin": 404,
        "officer": 200,
        "programme": 200,
        "auditor": 200,
        "author": 200,
    }


def test_odd_filters_in_the_address_ask_for_nothing(town):
    ref = town.deposit()
    town.does("fan", "support", ref, territory="51")
    agent = visit(town, "agent").get(f"/irritants/{ref}/soutiens?territoire=99&chiffre=tout")

    assert agent.status == 200 and agent.sees("Marne")
