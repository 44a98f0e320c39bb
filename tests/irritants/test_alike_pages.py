"""What resembles a draft, in a visitor's words, plain and with htmx; « moi aussi » in its place."""

import re

import pytest
from sqlalchemy import func, select

from portal.irritants.models import Irritant, Support
from portal.search import actions as search
from portal.search.actions import Tried
from portal.search.words import Past
from tests.irritants.conftest import settle
from tests.irritants.test_alike import PROBLEM, SAME, TITLE
from tests.support.apps import writing

STEP_1 = {"Le problème en une phrase": TITLE}
STEP_2 = {"Que se passe-t-il aujourd’hui ?": PROBLEM}
REASON = "Les créneaux dépendent d’un marché en cours."


@pytest.fixture
def town(app):
    """An open irritant, and an investigation that stopped, about the same."""
    with writing(app) as session:
        village = settle(session)
        village.irritant(**SAME)
        village.irritant("fan", key="secret", confidential=True, **SAME)
        tried = Tried(Past.INCONCLUSIVE, "Les rendez-vous de séjour", PROBLEM, REASON)
        search.index(session, "investigation", "inv-00000001", TITLE, PROBLEM, tried=tried)
    return app


@pytest.fixture
def agent(town, visitors):
    return visitors("agent@test.gouv.example")


def counted(app):
    with writing(app) as session:
        drafts = select(func.count(Irritant.id)).where(Irritant.state == "draft")
        return session.scalar(drafts), session.scalar(select(func.count(Support.id)))


def open_ref(app):
    with writing(app) as session:
        return session.scalar(select(Irritant.ref).where(Irritant.confidential.is_(False)))


def test_without_a_script_a_button_shows_what_resembles(town, agent):
    agent.get("/irritants/nouveau").submit("Voir ce qui ressemble", STEP_1)

    assert agent.title == "Ce qui ressemble à votre brouillon"
    assert agent.page.text.count(SAME["title"]) == 1
    assert agent.sees("Les rendez-vous de séjour") and agent.sees(REASON)
    agent.follow("Continuer mon dépôt").submit("Tout relire", STEP_2)
    assert agent.title == "Relire avant de déposer" and agent.sees("2 ressemblances")


def test_me_too_from_there_drops_the_draft_in_one_act(town, agent):
    agent.get("/irritants/nouveau").submit("Voir ce qui ressemble", STEP_1)
    agent.follow("Moi aussi")
    assert agent.sees(f"« {TITLE} »")
    dropping = "Dire « moi aussi » et supprimer mon brouillon"
    agent.submit(dropping, {"Une ligne de contexte": "Ici, six mois."})

    assert agent.sees("Votre « moi aussi » est compté, et votre brouillon est supprimé.")
    assert agent.sees("Ici, six mois.") and counted(town) == (0, 1)

    agent.submit("Retirer mon « moi aussi »")
    assert agent.sees("Personne n’a encore dit « moi aussi ».") and counted(town) == (0, 0)
    agent.get(f"/irritants/{open_ref(town)}")
    assert agent.sees("Personne n’a encore dit « moi aussi ».")


def test_me_too_may_keep_the_draft(town, agent):
    agent.get("/irritants/nouveau").submit("Voir ce qui ressemble", STEP_1)
    agent.follow("Moi aussi").submit("Dire « moi aussi » et garder mon brouillon")

    assert counted(town) == (1, 1)


def test_what_resembles_comes_while_one_writes(town, agent):
    agent.get("/irritants/nouveau")
    form = agent.page.find("form", id="step")
    pairs = {each["name"]: each.get("value", "") for each in form.find_all("input", {"name": True})}
    place = agent.page.find(id="alike")
    told = {k: v for k, v in pairs.items() if k != "user_types"} | {"title": TITLE}
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    answer = agent.client.post(place["hx-post"], data=told, headers=headers).text

    assert answer.count(SAME["title"]) == 2  # the link, and its title
    assert "2\N{NO-BREAK SPACE}textes ressemblent au vôtre" in answer and REASON in answer
    assert "<html" not in answer and counted(town) == (0, 0)


def test_the_triage_sees_what_resembles(town, visitors):
    officer = visitors("officer@test.gouv.example").get(f"/tri/{open_ref(town)}")
    officer.follow("Voir ce qui ressemble")

    assert officer.title == "Ce qui ressemble à cet irritant"
    assert officer.sees("Investigation sans suite") and officer.sees(REASON)
    assert len(officer.page.find_all("a", title=re.compile("nouvelle fenêtre"))) == 2
